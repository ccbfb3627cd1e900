import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { tried } from '../../basics/tried';
import { VendorFailure, type Effect } from '../http/vendor-failure';

/** What n8n hands over when a reply is streamed: a readable stream of Node. */
export interface IncomingBody extends AsyncIterable<Buffer> {
  map(change: (chunk: Buffer) => Buffer): IncomingBody;
  read(): Buffer | null;
  unshift(chunk: Buffer): void;
  readonly destroyed: boolean;
  readonly readableEnded: boolean;
  once(event: 'readable' | 'end' | 'error' | 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/** What a file is, judged by its first bytes. */
export interface FileKind {
  mimeType: string;
  extension: string;
}

/** First bytes in hexadecimal. */
const SIGNATURES: ReadonlyArray<[bytes: RegExp, kind: FileKind]> = [
  [/^504b0(?:304|506)/, { mimeType: 'application/zip', extension: 'zip' }],
  [/^52494646.{8}57415645/, { mimeType: 'audio/wav', extension: 'wav' }],
  [/^(?:494433|ff[ef][23ab])/, { mimeType: 'audio/mpeg', extension: 'mp3' }],
  [/^4f676753/, { mimeType: 'audio/ogg', extension: 'ogg' }],
  [/^664c6143/, { mimeType: 'audio/flac', extension: 'flac' }],
  [/^2321414d52/, { mimeType: 'audio/amr', extension: 'amr' }],
  [/^.{8}66747970/, { mimeType: 'audio/mp4', extension: 'm4a' }],
  [/^255044462d/, { mimeType: 'application/pdf', extension: 'pdf' }],
];

/** The kind of a file that begins with these bytes, or undefined where they tell nothing. */
export function fileKind(head: Buffer): FileKind | undefined {
  const bytes = head.toString('hex', 0, 16);
  return SIGNATURES.find(([signature]) => signature.test(bytes))?.[1];
}

/** Looks at the first bytes of a stream without taking them out of it; empty when there are none. */
export async function firstBytes(stream: IncomingBody): Promise<Buffer> {
  for (;;) {
    const head = stream.read();
    if (head !== null) {
      stream.unshift(head);
      return head;
    }
    if (stream.destroyed || stream.readableEnded) return Buffer.alloc(0);
    const event = await new Promise<'readable' | 'end'>((resolve) => {
      stream.once('readable', () => resolve('readable'));
      stream.once('end', () => resolve('end'));
      stream.once('error', () => resolve('end'));
      stream.once('close', () => resolve('end'));
    });
    if (event === 'end') return Buffer.alloc(0);
  }
}

/**
 * Reads a stream to its end.
 *
 * @param effect whether the request that it answers may have changed something
 * @throws VendorFailure when it is longer than `maxBytes`, or breaks off
 */
export async function readAll(
  stream: IncomingBody,
  maxBytes: number,
  effect: Effect,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const reading = async () => {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > maxBytes) return;
      chunks.push(chunk);
    }
  };
  const read = await tried(reading());
  if (size > maxBytes) {
    stream.destroy();
    throw tooLarge(maxBytes, effect);
  }
  if (!read.ok) throw brokeOff(effect);
  return Buffer.concat(chunks);
}

/**
 * Stores a stream as a file of the execution without holding it in memory.
 *
 * @param file `announced` is its size in bytes as the headers say it, 0 when they do not; `effect` is whether the
 *   request may have changed something
 * @throws VendorFailure when it is larger than `maxBytes`, or breaks off
 */
export async function storeStream(
  context: IExecuteFunctions,
  stream: IncomingBody,
  file: {
    name: string;
    mimeType?: string;
    announced: number;
    maxBytes: number;
    effect: Effect;
  },
): Promise<IBinaryData> {
  if (file.announced > file.maxBytes) {
    stream.destroy();
    throw tooLarge(file.maxBytes, file.effect);
  }
  let received = 0;
  const counted = stream.map((chunk) => {
    received += chunk.length;
    if (received > file.maxBytes) throw tooLarge(file.maxBytes, file.effect);
    return chunk;
  });
  const stored = await tried(
    context.helpers.prepareBinaryData(
      counted as unknown as Parameters<typeof context.helpers.prepareBinaryData>[0],
      file.name,
      file.mimeType,
    ),
  );
  if (stored.ok) return stored.value;
  throw received > file.maxBytes ? tooLarge(file.maxBytes, file.effect) : brokeOff(file.effect);
}

/** The failure for a file beyond the user's Size Limit, in bytes. */
export function tooLarge(maxBytes: number, effect: Effect): VendorFailure {
  return new VendorFailure(`The file is larger than ${(maxBytes / 1024 / 1024).toFixed(0)} MB`, {
    effect,
    advice: 'Raise the option "Size Limit" if that is what you want.',
  });
}

function brokeOff(effect: Effect): VendorFailure {
  return new VendorFailure('The file broke off while it was fetched', {
    effect,
    transient: true,
    advice:
      effect === 'none'
        ? 'Run the node again.'
        : 'The request itself was carried out; running the node again carries it out again.',
  });
}
