import { createHash } from 'crypto';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** Where a compressed file lies inside a zip. */
interface ZipEntry {
  name: string;
  method: number;
  compressedSize: number;
  localHeader: number;
}

/**
 * Counts the rows of the first sheet of an .xlsx file (a zip of XML), without reading more than it needs.
 * A file of the older .xls kind cannot have more than 65,536 rows and is not looked into.
 *
 * @param most stops counting beyond this
 * @returns the number of rows with the heading, at most `most + 1`; null for what is no readable .xlsx
 */
export async function countExcelRows(file: Buffer, most: number): Promise<number | null> {
  const sheet = entriesOf(file)
    .filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))[0];
  if (sheet === undefined || ![STORED, DEFLATED].includes(sheet.method)) return null;
  try {
    return await countRows(contentOf(file, sheet), most);
  } catch {
    return null;
  }
}

/**
 * What identifies the rows of an .xlsx file: a hash of its sheets and texts, without the dates that every saving
 * writes anew. Of anything else it is a hash of the whole file.
 */
export async function fingerprint(file: Buffer): Promise<string> {
  const parts = entriesOf(file)
    .filter(({ name }) => /^xl\/(?:worksheets\/[^/]+|sharedStrings)\.xml$/.test(name))
    .sort((a, b) => a.name.localeCompare(b.name));
  const hash = createHash('sha256');
  if (parts.length === 0 || parts.some(({ method }) => ![STORED, DEFLATED].includes(method))) {
    return hash.update(file).digest('hex');
  }
  try {
    for (const part of parts) {
      hash.update(part.name);
      const reader = contentOf(file, part).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        hash.update(value);
      }
    }
    return hash.digest('hex');
  } catch {
    return createHash('sha256').update(file).digest('hex');
  }
}

function entriesOf(file: Buffer): ZipEntry[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== END_OF_DIRECTORY) return [];
  const entries: ZipEntry[] = [];
  let at = file.readUInt32LE(end + 16);
  while (at + 46 <= file.length && file.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = file.readUInt16LE(at + 28);
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + nameLength),
      method: file.readUInt16LE(at + 10),
      compressedSize: file.readUInt32LE(at + 20),
      localHeader: file.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(file: Buffer, entry: ZipEntry): ReadableStream<Uint8Array> {
  const { localHeader, compressedSize, method } = entry;
  const start =
    localHeader + 30 + file.readUInt16LE(localHeader + 26) + file.readUInt16LE(localHeader + 28);
  const stream = new Blob([new Uint8Array(file.subarray(start, start + compressedSize))]).stream();
  return method === STORED ? stream : stream.pipeThrough(new DecompressionStream('deflate-raw'));
}

async function countRows(xml: ReadableStream<Uint8Array>, most: number): Promise<number> {
  const reader = xml.getReader();
  const decoder = new TextDecoder();
  let rows = 0;
  let tail = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return rows;
    const text = tail + decoder.decode(value, { stream: true });
    rows += text.match(/<row[\s>]/g)?.length ?? 0;
    if (rows > most) {
      await reader.cancel();
      return most + 1;
    }
    // A tag may be cut in two between chunks; what could be its beginning is looked at again.
    tail = /<(?:r(?:ow?)?)?$/.exec(text)?.[0] ?? '';
  }
}
