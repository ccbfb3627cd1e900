import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';
import { parseLenientJson } from '../../basics/lenient-json';
import { exchange, type Exchange } from '../../runtime/http/exchange';
import type { RequestContext } from '../../runtime/http/context';
import { alreadyRead, credentialOfRun } from '../../runtime/http/credential-of-run';
import { httpFailure } from '../../runtime/http/http-failure';
import { withRetries } from '../../runtime/http/retry';
import { redact } from '../../runtime/http/secrets';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { normalisedBaseUrl, SOBOT_CREDENTIAL } from './credential';
import { documentedCode, SUCCESS, SYSTEM_ERROR } from './return-codes';
import { textOf, toFields, toText, typedText } from '../../basics/values';

export const VENDOR = 'Sobot iCall';

const DEFAULT_TIMEOUT_MS = 30_000;

export interface SobotRequest {
  method: Extract<IHttpRequestMethods, 'GET' | 'POST'>;
  /** Path below the base URL, e.g. `add_task`. */
  endpoint: string;
  parameters?: IDataObject;
  /** A file upload's parts, in place of parameters. */
  form?: FormData;
  /** `read` changes nothing; `change` is never repeated when the vendor may have acted on it. */
  effect: 'read' | 'change';
  timeoutMs?: number;
}

/** A successful reply: `ret_code` is `000000`; everything else is still to be checked. */
export type SobotReply = Record<string, unknown>;

/**
 * Sends one request to Sobot iCall with the node's credential.
 *
 * Success is HTTP 2xx with `ret_code` `000000`, nothing else (docs/vendors/sobot-icall.md, section 2). The call-changing
 * endpoints are GET requests with the credentials in the query, so nothing of the URL ever reaches an error
 * (docs/vendors/sobot-icall.md, R5).
 *
 * @throws VendorFailure with `effect` `none` when the vendor refused, `unknown` when it may have acted
 */
export async function sobotRequest(
  context: RequestContext,
  request: SobotRequest,
): Promise<SobotReply> {
  const { effect } = request;
  const errand = { vendor: VENDOR, credentialType: SOBOT_CREDENTIAL, effect };
  const attempt = async () => {
    const credential = await credentialOfRun(context, SOBOT_CREDENTIAL);
    const baseURL = normalisedBaseUrl(credential.baseUrl);
    if (baseURL === undefined) {
      throw new VendorFailure('The base URL of the Sobot iCall credential is not a web address', {
        effect: 'none',
        advice: 'It begins with https:// and usually ends with /api/icall/5/task/.',
      });
    }
    const parameters = request.parameters ?? {};
    const options: IHttpRequestOptions = {
      method: request.method,
      baseURL,
      url: request.endpoint,
      headers: { 'cache-control': 'no-cache', accept: 'application/json' },
      timeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      ...(request.method === 'GET' ? { qs: parameters } : { body: request.form ?? parameters }),
    };
    const signing = alreadyRead(context, SOBOT_CREDENTIAL, credential);
    const received = await exchange(context, errand, options, signing);
    const { appid, secretSignature, pushToken } = credential;
    const secrets = [appid, secretSignature, pushToken].map((value) => typedText(value));
    return await successfulReply(received, secrets);
  };
  return await withRetries(context, effect, attempt);
}

async function successfulReply(received: Exchange, secrets: string[]): Promise<SobotReply> {
  const { status, headers } = received;
  if (status < 200 || status > 299) {
    throw httpFailure(
      VENDOR,
      status,
      headers,
      'Check the base URL in the credential; it usually ends with /api/icall/5/task/.',
    );
  }

  const parsed = await tried(
    Promise.resolve().then(() => parseLenientJson(received.body.toString('utf8'))),
  );
  const reply = parsed.ok ? toFields(parsed.value) : {};
  const code = toText(reply.ret_code)?.padStart(SUCCESS.length, '0');
  if (code === SUCCESS) return withoutCredentials(reply) as SobotReply;
  if (code === undefined) {
    throw new VendorFailure('Sobot iCall sent a reply that is not one of its own', {
      effect: 'unknown',
      transient: true,
      advice: 'Check the base URL in the credential; a proxy or a login page may answer instead.',
    });
  }

  const documented = documentedCode(code);
  const vendorText = redact(textOf(reply.ret_msg), secrets);
  const detail = `Sobot's own message (code ${code}): ${vendorText || 'none'}`;
  if (documented === undefined) {
    throw new VendorFailure(`Sobot iCall refused with a code it does not document: ${code}`, {
      effect: 'unknown',
      vendorCode: code,
      advice: detail,
    });
  }
  throw new VendorFailure(documented.meaning, {
    effect: code === SYSTEM_ERROR ? 'unknown' : 'none',
    transient: code === SYSTEM_ERROR,
    vendorCode: code,
    advice: `${documented.advice} ${detail}`,
  });
}

/** Parameters may be echoed; credentials are parameters like any other here (docs/vendors/sobot-icall.md, R29). */
function withoutCredentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCredentials);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'appid' && name !== 'signature')
      .map(([name, entry]) => [name, withoutCredentials(entry)]),
  );
}
