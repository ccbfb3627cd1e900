import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { typedText } from '../../basics/values';

export const SOBOT_CREDENTIAL = 'sobotICallApi';

export const DEFAULT_BASE_URL = 'https://icall.sobot.com/api/icall/5/task/';

/**
 * Adds appid and signature where a request carries its parameters, and writes the body in the form the
 * account takes: the query for GET, form fields or JSON for POST, parts for a file upload.
 *
 * Both values are static and issued by Sobot; nothing is computed (docs/vendors/sobot-icall.md, section 2 and 10).
 */
export function signRequest(
  credentials: ICredentialDataDecryptedObject,
  request: IHttpRequestOptions,
): IHttpRequestOptions {
  const signed = {
    appid: typedText(credentials.appid),
    signature: typedText(credentials.secretSignature),
  };
  if ((request.method ?? 'GET') === 'GET') return { ...request, qs: { ...request.qs, ...signed } };

  const { body } = request;
  if (body instanceof FormData) {
    body.set('appid', signed.appid);
    body.set('signature', signed.signature);
    return request;
  }
  const parameters = { ...(body as Record<string, unknown> | undefined), ...signed };
  return credentials.bodyFormat === 'json'
    ? withBody(request, 'application/json;charset=UTF-8', JSON.stringify(parameters))
    : withBody(request, 'application/x-www-form-urlencoded;charset=UTF-8', formBody(parameters));
}

/**
 * The base URL as requests need it: trimmed, with one slash at the end (docs/vendors/sobot-icall.md, R8).
 *
 * @returns undefined when the text is no http(s) address
 */
export function normalisedBaseUrl(typed: unknown): string | undefined {
  const text = typedText(typed) || DEFAULT_BASE_URL;
  if (!/^https?:\/\/[^\s/]+/i.test(text) || /\s/.test(text)) return undefined;
  return text.replace(/\/*$/, '/');
}

function withBody(request: IHttpRequestOptions, type: string, body: string): IHttpRequestOptions {
  return { ...request, headers: { ...request.headers, 'content-type': type }, body };
}

/**
 * All values as text, lists and objects as JSON inside a field, as the vendor's own demo sends them
 * (docs/vendors/sobot-icall.md, R7).
 */
function formBody(parameters: Record<string, unknown>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return form.toString();
}
