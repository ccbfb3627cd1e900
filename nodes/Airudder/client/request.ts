import type {
  IBinaryData,
  IDataObject,
  IExecuteFunctions,
  IHttpRequestOptions,
} from 'n8n-workflow';
import { parseLenientJson } from '../../basics/lenient-json';
import { exchange, exchangeStreamed, type Exchange } from '../../runtime/http/exchange';
import type { RequestContext } from '../../runtime/http/context';
import { httpFailure } from '../../runtime/http/http-failure';
import {
  fileKind,
  firstBytes,
  readAll,
  storeStream,
  tooLarge,
} from '../../runtime/files/incoming-file';
import { withRetries } from '../../runtime/http/retry';
import { redact } from '../../runtime/http/secrets';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import {
  accountOf,
  AIRUDDER_CREDENTIAL,
  secretsOf,
  VENDOR,
  type AirudderAccount,
} from './credential';
import { dialerCode } from './dialer-codes';
import { familyOf, verdictOn, type AirudderReply, type Verdict } from './envelope';
import { isEncrypted, plainText } from './plain-text';
import { withSession } from './session';

/** AIRUDDER advises two minutes and more (reference, section 2.5). */
export const DEFAULT_TIMEOUT_MS = 120_000;

const ADDRESS_HINT =
  'Check the base URL in the credential; it is usually https://api.airudder.com, without a path.';

/** Largest reply in JSON; task details come in one piece. */
const MOST_JSON_BYTES = 256 * 1024 * 1024;

export interface AirudderRequest {
  method: 'GET' | 'POST';
  /** Path from the host on, e.g. `/service/cloud/task`. */
  path: string;
  query?: IDataObject;
  body?: IDataObject;
  /** `read` changes nothing; `change` is never repeated when the vendor may have acted on it. */
  effect: 'read' | 'change';
  timeoutMs?: number;
}

/** Where a file in a reply goes. */
export interface FileWish {
  /** Name of the file without its extension, used where the vendor gives none. */
  name: string;
  maxBytes: number;
}

/** What came back: an envelope, or a file that is stored already. */
export type Received = { reply: AirudderReply } | { file: IBinaryData };

/**
 * Sends one request to AIRUDDER with the node's credential: logs in where needed, encrypts where the
 * credential has a key, and judges the reply by its envelope.
 *
 * @throws VendorFailure with `effect` `none` when the vendor refused, `unknown` when it may have acted
 */
export async function airudderRequest(
  context: RequestContext,
  request: AirudderRequest,
): Promise<AirudderReply> {
  const account = accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
  return await withRetries(context, request.effect, async () => {
    const received = await withSession(
      context,
      async (credentialOptions) =>
        judged(
          await exchange(
            context,
            AIRUDDER_CREDENTIAL,
            VENDOR,
            httpOptions(account, request),
            credentialOptions,
          ),
          account,
          request.path,
        ),
      ({ expired }) => expired,
    );
    return await successful(context, received, request.path);
  });
}

/**
 * The same for calls whose reply may be a file: audio, a zip, or JSON with a link to one. A file is stored as
 * it arrives; anything that is JSON is judged as an envelope.
 */
export async function airudderFileRequest(
  context: IExecuteFunctions,
  request: AirudderRequest,
  wish: FileWish,
): Promise<Received> {
  const account = accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
  const effect = request.effect === 'read' ? 'none' : 'unknown';
  return await withRetries(context, request.effect, async () => {
    const received = await withSession(
      context,
      async (credentialOptions) => {
        const { status, headers, stream } = await exchangeStreamed(
          context,
          AIRUDDER_CREDENTIAL,
          VENDOR,
          httpOptions(account, request),
          credentialOptions,
        );
        if (status >= 200 && status <= 299 && !isEncrypted(headers)) {
          const kind = kindOfFile(await firstBytes(stream), headers);
          if (kind !== undefined) {
            const file = await storeStream(context, stream, {
              name: fileName(headers) ?? `${wish.name}.${kind.extension}`,
              mimeType: kind.mimeType,
              announced: Number(headers['content-length'] ?? 0),
              maxBytes: wish.maxBytes,
              effect,
            });
            return { expired: false as const, file };
          }
        }
        const body = await readAll(stream, Math.max(wish.maxBytes, MOST_JSON_BYTES), effect);
        return judged({ status, headers, body }, account, request.path);
      },
      ({ expired }) => expired,
    );
    if ('file' in received) return { file: received.file };
    const kind = fileKind(received.plain);
    const usable = kind !== undefined && received.status >= 200 && received.status <= 299;
    if (!usable) return { reply: await successful(context, received, request.path) };
    if (received.plain.length > wish.maxBytes) throw tooLarge(wish.maxBytes, effect);
    const name = `${wish.name}.${kind.extension}`;
    return {
      file: await context.helpers.prepareBinaryData(received.plain, name, kind.mimeType),
    };
  });
}

function httpOptions(account: AirudderAccount, request: AirudderRequest): IHttpRequestOptions {
  return {
    method: request.method,
    url: `${account.baseUrl}${request.path}`,
    // The vendor demands the content type on GET as well (reference, section 2.6).
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Airudder',
      accept: '*/*',
    },
    timeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    qs: request.query,
    ...(request.method === 'POST' ? { body: request.body ?? {} } : {}),
  };
}

/** A reply, decrypted and with the verdict of its envelope. */
interface Judged {
  status: number;
  headers: Record<string, unknown>;
  plain: Buffer;
  reply: unknown;
  verdict: Verdict;
  /** Whether the token was refused: HTTP status 401, or the code 401 in a reply with status 200. */
  expired: boolean;
}

function judged(received: Exchange, account: AirudderAccount, path: string): Judged {
  const { status, headers } = received;
  const inside = status >= 200 && status <= 299;
  const plain = inside ? plainText(received.body, headers, account.aesKey) : received.body;
  const reply = parsed(plain);
  const verdict = verdictOn(reply, familyOf(path));
  return {
    status,
    headers,
    plain,
    reply,
    verdict,
    expired: status === 401 || (inside && verdict.code === '401'),
  };
}

/** The envelope of a reply that succeeded. @throws VendorFailure for any other, in words */
async function successful(
  context: RequestContext,
  received: Judged,
  path: string,
): Promise<AirudderReply> {
  const { status, verdict, reply } = received;
  if (status >= 200 && status <= 299 && verdict.success) return reply as AirudderReply;
  // Read again: the token may have been renewed on the way, and it must not be echoed either.
  const account = accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
  throw failure(received, account, path);
}

function failure(received: Judged, account: AirudderAccount, path: string): VendorFailure {
  const { status, headers, verdict } = received;
  const words = redact(verdict.message, secretsOf(account));
  const own = `AIRUDDER's own words (code ${verdict.code ?? `HTTP ${status}`}): ${words || 'none'}`;
  if (received.expired) {
    const ready = account.readyToken !== '';
    return new VendorFailure(
      ready ? 'AIRUDDER refused the token' : 'AIRUDDER refused the token, also a new one',
      {
        effect: 'none',
        httpStatus: status,
        advice: ready
          ? `A ready token lives for 24 hours. Fetch a new one and put it into the credential, or use app key and secret. ${own}`
          : `Test the credential. If it works, the account may lack this right, or "Word Before the Token" is wrong. ${own}`,
      },
    );
  }
  const refusedInWords = status >= 400 && status <= 428 && verdict.code !== null;
  if ((status < 200 || status > 299) && !refusedInWords) {
    return httpFailure(VENDOR, status, headers, ADDRESS_HINT);
  }
  if (verdict.code === null) {
    return new VendorFailure('AIRUDDER sent a reply that is not one of its own', {
      effect: 'unknown',
      transient: true,
      advice: `${ADDRESS_HINT} A proxy or a login page may answer instead.`,
    });
  }
  const known = familyOf(path) === 'dialer' ? dialerCode(verdict.code) : undefined;
  if (known !== undefined) {
    const { meaning, effect, transient } = known;
    return new VendorFailure(meaning, {
      effect,
      transient,
      vendorCode: verdict.code,
      advice: own,
    });
  }
  return envelopeFailure(refusedInWords ? '400' : verdict.code, verdict.code, own);
}

/**
 * The vendor documents the codes 401, 403 and 500 for one call and no others (reference, section 11). Codes
 * from 400 to 499 are read as refusals, like the HTTP statuses they imitate; whether the vendor acted before
 * any other code is not known.
 */
function envelopeFailure(code: string, vendorCode: string, own: string): VendorFailure {
  if (code === '403') {
    return new VendorFailure('AIRUDDER does not allow this account to do that', {
      effect: 'none',
      vendorCode,
      advice: `Ask AIRUDDER for the right. ${own}`,
    });
  }
  if (/^4\d\d$/.test(code)) {
    return new VendorFailure('AIRUDDER refused the request', {
      effect: 'none',
      transient: code === '429',
      vendorCode,
      advice: `Compare the values with the vendor's page. ${own}`,
    });
  }
  return new VendorFailure(
    code === '500'
      ? 'AIRUDDER has trouble on its own side'
      : 'AIRUDDER did not confirm the request',
    {
      effect: 'unknown',
      transient: code === '500',
      vendorCode,
      advice: own,
    },
  );
}

const AUDIO_OR_ZIP = /^(?:audio\/|application\/(?:zip|x-zip|octet-stream))/i;

function kindOfFile(
  head: Buffer,
  headers: Record<string, unknown>,
): { mimeType: string; extension: string } | undefined {
  const known = fileKind(head);
  if (known !== undefined) return known;
  const contentType = String(headers['content-type'] ?? '')
    .split(';')[0]
    .trim();
  if (!AUDIO_OR_ZIP.test(contentType) || /^\s*[{[]/.test(head.toString('latin1', 0, 16))) {
    return undefined;
  }
  return { mimeType: contentType, extension: 'bin' };
}

/** The file's name as the vendor gives it, without any folder. */
function fileName(headers: Record<string, unknown>): string | undefined {
  const disposition = String(headers['content-disposition'] ?? '');
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  const name = (encoded === undefined ? plain : decoded(encoded))?.split(/[\\/]/).pop()?.trim();
  return name === '' ? undefined : name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(plain: Buffer): unknown {
  try {
    return parseLenientJson(plain.toString('utf8'));
  } catch {
    return undefined;
  }
}
