import type {
  IExecuteFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  IN8nHttpFullResponse,
  IPollFunctions,
} from 'n8n-workflow';
import { settle } from './settle';
import { VendorFailure } from './vendor-failure';

/** Every n8n context from which a vendor is called. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

export interface Exchange {
  status: number;
  headers: Record<string, unknown>;
  body: Buffer;
}

/** The connection never stood, so the vendor cannot have seen the request. */
const NEVER_SENT: Record<string, string> = {
  ECONNREFUSED: 'nothing is listening at that address',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ERR_INVALID_URL: 'the address is not a URL',
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate chain is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate cannot be verified",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate cannot be verified",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host",
};

/** May come while connecting, and also later when the request is already on its way. */
const NO_REPLY: Record<string, string> = {
  ECONNRESET: 'the connection was cut before a reply came',
  EPIPE: 'the connection was cut before a reply came',
  ECONNABORTED: 'no reply came in time',
  ETIMEDOUT: 'no reply came in time',
  EHOSTUNREACH: 'the host cannot be reached from here',
  ENETUNREACH: 'the network cannot be reached from here',
  EPROTO: 'the server does not speak TLS as expected',
  ERR_CANCELED: 'the execution was stopped before a reply came',
};

/**
 * Sends one request with the node's credential and hands back whatever came, whichever HTTP status it
 * has. The reply stays bytes, so that no number in it loses a digit, and redirects are not followed,
 * so that credentials never travel to another host.
 *
 * @param vendor the vendor's name, for error texts
 * @throws VendorFailure when no reply came; `effect` tells whether the vendor can have seen the request
 */
export async function exchange(
  context: RequestContext,
  credentialType: string,
  vendor: string,
  options: IHttpRequestOptions,
): Promise<Exchange> {
  const sent = await settle(
    context.helpers.httpRequestWithAuthentication.call(context, credentialType, {
      ...options,
      encoding: 'arraybuffer',
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
    }) as Promise<IN8nHttpFullResponse>,
  );
  if (sent.ok) {
    const { statusCode, headers, body } = sent.value;
    return { status: statusCode, headers, body: Buffer.from(body as unknown as ArrayBuffer) };
  }

  const code = networkCode(sent.error);
  const neverSent = code === undefined ? undefined : NEVER_SENT[code];
  if (neverSent !== undefined) {
    throw new VendorFailure(`${vendor} could not be reached: ${neverSent}`, {
      effect: 'none',
      transient: code === 'EAI_AGAIN' || code === 'ECONNREFUSED',
      advice: 'Check the base URL in the credential, and that n8n may reach it.',
    });
  }
  throw new VendorFailure(
    `${vendor} did not answer: ${NO_REPLY[code ?? ''] ?? 'the connection broke before a reply came'}`,
    {
      effect: 'unknown',
      transient: code !== 'ERR_CANCELED',
      advice: 'Whether the request was carried out cannot be told from here.',
    },
  );
}

function networkCode(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
    const { code, httpCode, cause, name } = current as Record<string, unknown>;
    const found = [code, httpCode].find(
      (value) => typeof value === 'string' && /^[A-Z]/.test(value),
    );
    if (found !== undefined) return found as string;
    if (name === 'AbortError' || name === 'CanceledError') return 'ERR_CANCELED';
    current = cause;
  }
  return undefined;
}
