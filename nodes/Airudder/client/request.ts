import type {
  IBinaryData,
  IDataObject,
  IExecuteFunctions,
  IHttpRequestOptions,
} from 'n8n-workflow';
import { exchange, exchangeStreamed, type Errand } from '../../runtime/http/exchange';
import type { RequestContext } from '../../runtime/http/context';
import { credentialOfRun } from '../../runtime/http/credential-of-run';
import {
  fileKind,
  firstBytes,
  readAll,
  storeStream,
  tooLarge,
} from '../../runtime/files/incoming-file';
import { withRetries } from '../../runtime/http/retry';
import { accountOf, AIRUDDER_CREDENTIAL, VENDOR, type AirudderAccount } from './credential';
import type { AirudderReply } from './envelope';
import { judged, successful } from './judge';
import { isEncrypted } from './plain-text';
import { withSession } from './session';

/** AIRUDDER advises two minutes and more (docs/vendors/airudder.md, section 2.5). */
export const DEFAULT_TIMEOUT_MS = 120_000;

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
  const account = accountOf(await credentialOfRun(context, AIRUDDER_CREDENTIAL));
  return await withRetries(context, request.effect, async () => {
    const received = await withSession(
      context,
      async (credentialOptions) =>
        judged(
          await exchange(
            context,
            errand(request),
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
  const account = accountOf(await credentialOfRun(context, AIRUDDER_CREDENTIAL));
  const effect = request.effect === 'read' ? 'none' : 'unknown';
  const idleMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return await withRetries(context, request.effect, async () => {
    const received = await withSession(
      context,
      async (credentialOptions) => {
        const { status, headers, stream } = await exchangeStreamed(
          context,
          errand(request),
          httpOptions(account, request),
          credentialOptions,
        );
        if (status >= 200 && status <= 299 && !isEncrypted(headers)) {
          const kind = kindOfFile(await firstBytes(stream, idleMs), headers);
          if (kind !== undefined) {
            const file = await storeStream(context, stream, {
              name: fileName(headers) ?? `${wish.name}.${kind.extension}`,
              mimeType: kind.mimeType,
              announced: Number(headers['content-length'] ?? 0),
              maxBytes: wish.maxBytes,
              idleMs,
              effect,
            });
            return { expired: false as const, file };
          }
        }
        const maxBytes = Math.max(wish.maxBytes, MOST_JSON_BYTES);
        const body = await readAll(context, stream, { maxBytes, idleMs, effect });
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

function errand({ effect }: AirudderRequest): Errand {
  return { vendor: VENDOR, credentialType: AIRUDDER_CREDENTIAL, effect };
}

function httpOptions(account: AirudderAccount, request: AirudderRequest): IHttpRequestOptions {
  return {
    method: request.method,
    url: `${account.baseUrl}${request.path}`,
    // The vendor demands the content type on GET as well (docs/vendors/airudder.md, section 2.6).
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
