import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toFields } from '../../basics/values';
import { download } from '../../runtime/files/download';
import { AUDIO_EXTENSIONS, extensionInLink } from '../../runtime/files/file-names';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { accountOf, AIRUDDER_CREDENTIAL } from '../client/credential';
import { airudderFileRequest, DEFAULT_TIMEOUT_MS, type FileWish } from '../client/request';

const EXTENSIONS: Readonly<Record<string, string>> = {
  ...AUDIO_EXTENSIONS,
  'application/zip': 'zip',
  'application/x-zip-compressed': 'zip',
};

/**
 * Fetches a recording. Whether the vendor answers with audio, with a zip or with a link in JSON is not
 * documented (docs/vendors/airudder.md, A8, A9), so all three end as a file; several links end as several.
 *
 * @throws VendorFailure when the reply holds neither a file nor a link
 */
export async function fetchRecording(
  context: IExecuteFunctions,
  request: { path: string; query: IDataObject; timeoutMs?: number },
  wish: FileWish,
): Promise<IBinaryData[]> {
  const received = await airudderFileRequest(
    context,
    { ...request, method: 'GET', effect: 'read' },
    wish,
  );
  if ('file' in received) return [received.file];
  const links = recordingLinks(received.reply.data);
  if (links.length === 0) {
    throw new VendorFailure('AIRUDDER confirmed the request, but sent neither a file nor a link', {
      effect: 'none',
      advice:
        'The recording may not be there yet, or Query Parameters names nothing. API Request shows the whole reply.',
    });
  }
  const { baseUrl } = accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
  const files: IBinaryData[] = [];
  for (const [index, link] of links.entries()) {
    const name = links.length === 1 ? wish.name : `${wish.name}_${index + 1}`;
    files.push(
      await download(context, {
        url: link,
        nameFor: (contentType) => `${name}.${extensionOf(link, contentType)}`,
        maxBytes: wish.maxBytes,
        timeoutMs: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        trustedHost: new URL(baseUrl).host,
      }),
    );
  }
  return files;
}

/** The links in a reply: those under a telling name if there are any, else all; each once. */
function recordingLinks(data: unknown): string[] {
  const links = linksIn('', data);
  const telling = links.filter(([name]) =>
    /rec|voice|audio|zip|file|download|link|url/i.test(name),
  );
  return [...new Set((telling.length > 0 ? telling : links).map(([, link]) => link))];
}

function linksIn(name: string, value: unknown): Array<[name: string, link: string]> {
  if (typeof value === 'string')
    return /^https?:\/\//i.test(value.trim()) ? [[name, value.trim()]] : [];
  if (Array.isArray(value)) return value.flatMap((entry) => linksIn(name, entry));
  return Object.entries(toFields(value)).flatMap(([inner, entry]) => linksIn(inner, entry));
}

function extensionOf(link: string, contentType: string): string {
  return EXTENSIONS[contentType] ?? extensionInLink(link) ?? 'bin';
}
