import type {
  IAdditionalCredentialOptions,
  IHttpRequestOptions,
  IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { IncomingBody } from '../files/incoming-file';
import { clock } from '../clock';
import { answeredWell, heard, inPace, slowDown } from './pace';
import { tried } from '../../basics/tried';
import type { RequestContext } from './context';
import { checkRight } from './right-to-change';
import { isStopped } from './stop';
import { executionStopped, VendorFailure } from './vendor-failure';

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

/** What a request is sent to, and what it does there. */
export interface Errand {
  /** The vendor's name, for error texts. */
  vendor: string;
  credentialType: string;
  effect: 'read' | 'change';
}

/** Where the reply's body can be left on the wire, to be stored as a file without being held in memory. */
export interface StreamedExchange {
  status: number;
  headers: Record<string, unknown>;
  stream: IncomingBody;
}

/**
 * Sends one request with the node's credential and hands back whatever came, whichever HTTP status it
 * has. The reply stays bytes, so that no number in it loses a digit, and redirects are not followed,
 * so that credentials never travel to another host.
 *
 * @param credentialOptions n8n's own, e.g. a credential whose token is left out so that n8n logs in
 * @throws VendorFailure when it must not be sent any more, or no reply came; `effect` tells whether the vendor can have
 *   seen the request
 */
export async function exchange(
  context: RequestContext,
  errand: Errand,
  options: IHttpRequestOptions,
  credentialOptions?: IAdditionalCredentialOptions,
): Promise<Exchange> {
  const asBytes: IHttpRequestOptions = { ...options, encoding: 'arraybuffer' };
  const sending = send(context, errand, asBytes, credentialOptions);
  const { statusCode, headers, body } = await received(errand, sending);
  return { status: statusCode, headers, body: Buffer.from(body as unknown as ArrayBuffer) };
}

/** The same, with the body left on the wire. Whoever calls this must read the stream or destroy it. */
export async function exchangeStreamed(
  context: RequestContext,
  errand: Errand,
  options: IHttpRequestOptions,
  credentialOptions?: IAdditionalCredentialOptions,
): Promise<StreamedExchange> {
  const asStream: IHttpRequestOptions = { ...options, encoding: 'stream' };
  const sending = send(context, errand, asStream, credentialOptions);
  const { statusCode, headers, body } = await received(errand, sending);
  return { status: statusCode, headers, stream: body as unknown as IncomingBody };
}

async function send(
  context: RequestContext,
  { credentialType, effect }: Errand,
  options: IHttpRequestOptions,
  credentialOptions: IAdditionalCredentialOptions | undefined,
): Promise<IN8nHttpFullResponse> {
  const wasHeldBack = await inPace(context);
  if (isStopped(context)) throw executionStopped();
  if (effect === 'change') checkRight(context);
  const sentAt = clock().now();
  const request = context.helpers.httpRequestWithAuthentication.call(
    context,
    credentialType,
    {
      ...options,
      ...(options.timeout === undefined ? {} : { timeout: clock().timeout(options.timeout) }),
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
    },
    credentialOptions,
  ) as Promise<IN8nHttpFullResponse>;
  const response = await request.finally(() => heard(context));
  if (response.statusCode === 429) slowDown(context, sentAt);
  else if (wasHeldBack && response.statusCode < 500) answeredWell(context);
  return response;
}

async function received(
  { vendor }: Errand,
  sending: Promise<IN8nHttpFullResponse>,
): Promise<IN8nHttpFullResponse> {
  const sent = await tried(sending);
  if (sent.ok) return sent.value;
  throw networkFailure(vendor, sent.error);
}

/**
 * The failure behind an error that n8n's HTTP helpers threw. A `VendorFailure` inside it (a login that was
 * refused) is handed on as it is.
 */
export function networkFailure(vendor: string, error: unknown): VendorFailure {
  const known = chainOf(error).find((link) => link instanceof VendorFailure);
  if (known !== undefined) return known;
  const code = networkCode(error);
  const neverSent = code === undefined ? undefined : NEVER_SENT[code];
  if (neverSent !== undefined) {
    return new VendorFailure(`${vendor} could not be reached: ${neverSent}`, {
      effect: 'none',
      transient: code === 'EAI_AGAIN' || code === 'ECONNREFUSED',
      advice: 'Check the base URL in the credential, and that n8n may reach it.',
    });
  }
  return new VendorFailure(
    `${vendor} did not answer: ${NO_REPLY[code ?? ''] ?? 'the connection broke before a reply came'}`,
    {
      effect: 'unknown',
      transient: code !== 'ERR_CANCELED',
      advice: 'Whether the request was carried out cannot be told from here.',
    },
  );
}

function networkCode(error: unknown): string | undefined {
  for (const link of chainOf(error)) {
    const { code, httpCode, name } = link as Record<string, unknown>;
    const found = [code, httpCode].find(
      (value) => typeof value === 'string' && /^[A-Z]/.test(value),
    );
    if (found !== undefined) return found as string;
    if (name === 'AbortError' || name === 'CanceledError') return 'ERR_CANCELED';
  }
  return undefined;
}

/** An error and what caused it, and so on. */
function chainOf(error: unknown): object[] {
  const chain: object[] = [];
  let link = error;
  while (typeof link === 'object' && link !== null && chain.length < 6) {
    chain.push(link);
    link = (link as { cause?: unknown }).cause;
  }
  return chain;
}
