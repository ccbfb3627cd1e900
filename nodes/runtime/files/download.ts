import type { IBinaryData, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { isLocalHost } from '../../basics/web-address';
import { storeStream, type IncomingBody } from './incoming-file';
import { clock } from '../clock';
import { isStopped, pause } from '../http/stop';
import { tried, type Tried } from '../../basics/tried';
import { executionStopped, VendorFailure } from '../http/vendor-failure';
import { InvalidInput } from '../../basics/invalid-input';

const MOST_REDIRECTS = 5;
const BETWEEN_LOOKS_MS = 5_000;
const NOT_THERE_YET = [403, 404, 425];

export interface Download {
  url: string;
  /** Name for the file, given the Content-Type of the reply. */
  nameFor(contentType: string): string;
  maxBytes: number;
  /** How long to look again while the file is not there, in milliseconds; left out where the user has no say. */
  waitMs?: number;
  /** How long to wait for the file, and then for more of it, in milliseconds. */
  timeoutMs: number;
  /** Host that may be a local one: the credential's own. */
  trustedHost: string;
}

/**
 * Downloads a file from a link that a vendor gave, as a stream, without any credential.
 *
 * Such a link must not become a way into the user's network: local and private addresses are refused,
 * also as the target of a redirect, unless it is the credential's own host. Host names are judged by
 * their look only; what they resolve to is for n8n's own protection against such requests.
 *
 * @throws InvalidInput for a link that is none or leads inside, VendorFailure when nothing comes
 */
export async function download(
  context: IExecuteFunctions,
  { url, nameFor, maxBytes, waitMs, timeoutMs, trustedHost }: Download,
): Promise<IBinaryData> {
  const until = clock().now() + (waitMs ?? 0);
  for (;;) {
    const reply = await follow(context, url, timeoutMs, trustedHost);
    if (reply.statusCode === 200)
      return await store(context, reply, { nameFor, maxBytes, timeoutMs });
    streamOf(reply).destroy();
    const again =
      NOT_THERE_YET.includes(reply.statusCode) && clock().now() + BETWEEN_LOOKS_MS <= until;
    if (!again) {
      throw new VendorFailure(`The file could not be fetched (HTTP ${reply.statusCode})`, {
        effect: 'none',
        httpStatus: reply.statusCode,
        advice: NOT_THERE_YET.includes(reply.statusCode)
          ? `It may not be there yet, or no longer: ${waitMs === undefined ? 'fetch it a little later' : 'raise the option "Wait for File"'}, or fetch it sooner after the call.`
          : 'Try the link in a browser.',
      });
    }
    await pause(context, BETWEEN_LOOKS_MS);
    if (isStopped(context)) throw executionStopped();
  }
}

async function follow(
  context: IExecuteFunctions,
  url: string,
  timeout: number,
  trustedHost: string,
): Promise<IN8nHttpFullResponse> {
  let target = url;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const address = checkedAddress(target, trustedHost);
    const sent: Tried<IN8nHttpFullResponse> = await tried(
      context.helpers.httpRequest({
        method: 'GET',
        url: address,
        timeout,
        encoding: 'stream',
        returnFullResponse: true,
        ignoreHttpStatusErrors: true,
        disableFollowRedirect: true,
        abortSignal: context.getExecutionCancelSignal(),
      }) as Promise<IN8nHttpFullResponse>,
    );
    if (!sent.ok) {
      // Stop also breaks off the request under way, which then looks like a host that does not answer.
      if (isStopped(context)) throw executionStopped();
      throw new VendorFailure(
        `The file could not be fetched: ${new URL(address).host} did not answer`,
        {
          effect: 'none',
          advice: 'Try the link in a browser. It may have expired.',
        },
      );
    }
    const { location } = sent.value.headers;
    if (
      sent.value.statusCode < 300 ||
      sent.value.statusCode > 399 ||
      typeof location !== 'string'
    ) {
      return sent.value;
    }
    streamOf(sent.value).destroy();
    target = URL.canParse(location, address) ? new URL(location, address).href : location;
  }
  throw new VendorFailure(
    'The file could not be fetched: its link leads from one address to the next',
    {
      effect: 'none',
      advice: 'Try the link in a browser.',
    },
  );
}

function checkedAddress(typed: string, trustedHost: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInput(
      typed === '' ? 'There is no link to a file' : `This is not a link to a file: ${typed}`,
      'Only answered calls have a recording. Give its link, e.g. {{ $json.recordingUrl }}.',
    );
  }
  if (isLocalHost(url.hostname) && url.host !== trustedHost) {
    throw new InvalidInput(
      `The link leads to ${url.hostname}, inside your own network`,
      'Links from outside must not reach into it, so it was not opened.',
    );
  }
  return url.href;
}

async function store(
  context: IExecuteFunctions,
  reply: IN8nHttpFullResponse,
  { nameFor, maxBytes, timeoutMs }: Pick<Download, 'nameFor' | 'maxBytes' | 'timeoutMs'>,
): Promise<IBinaryData> {
  const contentType = String(reply.headers['content-type'] ?? '').split(';')[0];
  return await storeStream(context, streamOf(reply), {
    name: nameFor(contentType),
    mimeType: contentType === '' ? undefined : contentType,
    announced: Number(reply.headers['content-length'] ?? 0),
    maxBytes,
    idleMs: timeoutMs,
    effect: 'none',
  });
}

function streamOf(reply: IN8nHttpFullResponse): IncomingBody {
  return reply.body as unknown as IncomingBody;
}
