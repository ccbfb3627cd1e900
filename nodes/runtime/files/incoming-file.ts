import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { tried } from '../../basics/tried';
import { clock } from '../clock';
import { isStopped } from '../http/stop';
import { executionStopped, VendorFailure, type Effect } from '../http/vendor-failure';

/** What n8n hands over when a reply is streamed: a readable stream of Node. */
export interface IncomingBody extends AsyncIterable<Buffer> {
  map(change: (chunk: Buffer) => Buffer): IncomingBody;
  read(): Buffer | null;
  unshift(chunk: Buffer): void;
  readonly destroyed: boolean;
  readonly readableEnded: boolean;
  /** How much of it waits to be read. */
  readonly readableLength: number;
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

/** Waits for something to come, as long as it keeps coming. */
interface Patience {
  /** Something came. */
  moved(): void;
  /** The end of work; thrown when nothing came for too long, with the work left to itself. */
  until<T>(work: Promise<T>): Promise<T>;
}

/**
 * n8n's own timeout ends with the headers of a streamed reply, and destroying its stream does not end who reads from it.
 * What is done once everything came, or while it waits to be read, may take as long as it likes.
 *
 * @param idleMs how long to wait for something to come, in milliseconds
 */
function patience(stream: IncomingBody, idleMs: number): Patience {
  let hasMoved = false;
  let isOver = false;
  stream.once('end', () => (isOver = true));
  let giveUp: (error: Error) => void;
  const silence = new Promise<never>((_, reject) => (giveUp = reject));
  const watch = () => {
    hasMoved = false;
    AbortSignal.timeout(clock().timeout(idleMs)).addEventListener('abort', () => {
      if (isOver) return;
      if (hasMoved || stream.readableLength > 0) return watch();
      stream.destroy();
      giveUp(new Error('nothing more came'));
    });
  };
  watch();
  return {
    moved: () => (hasMoved = true),
    async until(work) {
      try {
        return await Promise.race([work, silence]);
      } finally {
        isOver = true;
      }
    },
  };
}

/** The kind of a file that begins with these bytes, or undefined where they tell nothing. */
export function fileKind(head: Buffer): FileKind | undefined {
  const bytes = head.toString('hex', 0, 16);
  return SIGNATURES.find(([signature]) => signature.test(bytes))?.[1];
}

/**
 * Looks at the first bytes of a stream without taking them out of it; empty when there are none.
 *
 * @param idleMs how long to wait for them, in milliseconds
 */
export async function firstBytes(stream: IncomingBody, idleMs: number): Promise<Buffer> {
  for (;;) {
    const head = stream.read();
    if (head !== null) {
      stream.unshift(head);
      return head;
    }
    if (stream.destroyed || stream.readableEnded) return Buffer.alloc(0);
    const came = new Promise<'readable' | 'end'>((resolve) => {
      stream.once('readable', () => resolve('readable'));
      stream.once('end', () => resolve('end'));
      stream.once('error', () => resolve('end'));
      stream.once('close', () => resolve('end'));
    });
    const event = await tried(patience(stream, idleMs).until(came));
    if (!event.ok || event.value === 'end') return Buffer.alloc(0);
  }
}

/**
 * Reads a stream to its end.
 *
 * @param idleMs how long to wait for more of it, in milliseconds
 * @param effect whether the request that it answers may have changed something
 * @throws VendorFailure when it is longer than `maxBytes`, breaks off, or the execution was stopped
 */
export async function readAll(
  context: IExecuteFunctions,
  stream: IncomingBody,
  { maxBytes, idleMs, effect }: { maxBytes: number; idleMs: number; effect: Effect },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const { moved, until } = patience(stream, idleMs);
  const reading = async () => {
    for await (const chunk of stream) {
      moved();
      size += chunk.length;
      if (size > maxBytes) return;
      chunks.push(chunk);
    }
  };
  const read = await tried(until(reading()));
  if (size > maxBytes) {
    stream.destroy();
    throw tooLarge(maxBytes, effect);
  }
  if (!read.ok) throw isStopped(context) ? executionStopped() : brokeOff(effect);
  return Buffer.concat(chunks);
}

/**
 * Stores a stream as a file of the execution without holding it in memory.
 *
 * @param file `announced` is its size in bytes as the headers say it, 0 when they do not; `idleMs` is how long to wait
 *   for more of it, in milliseconds; `effect` is whether the request may have changed something
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
    idleMs: number;
    effect: Effect;
  },
): Promise<IBinaryData> {
  if (file.announced > file.maxBytes) {
    stream.destroy();
    throw tooLarge(file.maxBytes, file.effect);
  }
  let received = 0;
  const { moved, until } = patience(stream, file.idleMs);
  const counted = stream.map((chunk) => {
    moved();
    received += chunk.length;
    if (received > file.maxBytes) throw tooLarge(file.maxBytes, file.effect);
    return chunk;
  });
  const storing = context.helpers.prepareBinaryData(
    counted as unknown as Parameters<typeof context.helpers.prepareBinaryData>[0],
    file.name,
    file.mimeType,
  );
  const stored = await tried(until(storing));
  if (stored.ok) return stored.value;
  if (isStopped(context)) throw executionStopped();
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
