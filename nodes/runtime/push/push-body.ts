import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { parseLenientJson } from '../../basics/lenient-json';
import { tried } from '../../basics/tried';

/** A vendor's push as it arrived. */
export interface Push {
  /** The body as text, without a byte order mark. */
  text: string;
  /** The body as data, or undefined when no reading of it makes sense. */
  body: unknown;
  /** HTTP status to answer with when the body did not even arrive: 413 too large, 400 broken off. */
  unreadable?: 400 | 413;
}

const TOO_LARGE: Push = { text: '', body: undefined, unreadable: 413 };

/** Form fields under which vendors put a JSON body. */
const JSON_FIELDS = ['result', 'data', 'body', 'json'];

/**
 * n8n parses bodies before a trigger runs and answers 422 to JSON that is not strict. It leaves the
 * body alone when the trigger's version is exactly 1 and its parameter `options` holds
 * `binaryData: true` (docs/vendors/sobot-icall.md, 7.3), so every trigger of ours carries this parameter and
 * stays at version 1. The name `options` is therefore taken; visible options need another one.
 */
export const rawBodyParameter = {
  displayName: 'Raw Body',
  name: 'options',
  type: 'hidden' as const,
  default: { binaryData: true },
};

/** Whether the trigger's stored JSON leaves `rawBodyParameter` in force; JSON written by hand may not. */
export function keepsRawBody(context: IHookFunctions): boolean {
  const options = context.getNodeParameter(rawBodyParameter.name, rawBodyParameter.default);
  return Boolean((options as IDataObject | null)?.binaryData);
}

/**
 * Reads the body of a push, whatever Content-Type it claims: JSON strict or not, a form whose field or
 * only key is JSON, parts of a multipart form, plain text, gzip (n8n inflates it), with or without a
 * byte order mark.
 *
 * Never throws for a body that cannot be understood; then `body` is undefined.
 *
 * @param textFields fields whose bare numbers are ids or phone numbers, see `parseLenientJson`
 * @param maxBytes larger bodies are not read as data
 */
export async function readPush(
  context: IWebhookFunctions,
  textFields: readonly string[],
  maxBytes: number,
): Promise<Push> {
  const request = context.getRequestObject();
  if (request.rawBody === undefined && typeof request.readRawBody === 'function') {
    const read = await tried(Promise.resolve(request.readRawBody()));
    if (!read.ok) {
      const tooLarge = (read.error as { type?: unknown }).type === 'entity.too.large';
      return { text: '', body: undefined, unreadable: tooLarge ? 413 : 400 };
    }
  }
  const raw = request.rawBody;
  if (raw === undefined || raw.length === 0) {
    const parsed: unknown = request.body;
    const empty =
      parsed === undefined ||
      parsed === null ||
      parsed === '' ||
      (typeof parsed === 'object' && Object.keys(parsed).length === 0);
    const written = empty ? '' : JSON.stringify(parsed);
    if (Buffer.byteLength(written) > maxBytes) return TOO_LARGE;
    return { text: written, body: empty ? undefined : parsed };
  }
  if (raw.length > maxBytes) return TOO_LARGE;
  const text = decoded(raw, String(request.headers['content-type'] ?? ''));
  return { text, body: understood(text, textFields) };
}

/** What a text holds as data, or undefined when no reading of it makes sense; see `readPush`. */
export function understood(text: string, textFields: readonly string[]): unknown {
  const tried = new Set<string>();
  for (const candidate of candidates(text)) {
    if (tried.has(candidate)) continue;
    tried.add(candidate);
    const body = lenient(candidate, textFields);
    if (typeof body === 'object' && body !== null) return isExcessive(body) ? undefined : body;
  }
  return undefined;
}

/** No vendor nests like that or says so much at once, and n8n cannot store what does: it travels as text. */
const DEEPEST = 100;
const MOST_VALUES = 200_000;

/** Events, or entries that are none, that one push starts runs for; a list of more is no vendor's. */
export const MOST_ENTRIES = 10_000;

function isExcessive(value: object): boolean {
  let layer: object[] = [value];
  let values = 0;
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    const below: object[] = [];
    for (const entry of layer) {
      const inner: unknown[] = Array.isArray(entry) ? entry : Object.values(entry);
      values += inner.length;
      if (values > MOST_VALUES) return true;
      for (const one of inner) if (typeof one === 'object' && one !== null) below.push(one);
    }
    layer = below;
  }
  return false;
}

/** Every text inside the body that may be the JSON, most likely first. */
function* candidates(text: string): Generator<string> {
  yield text;
  yield* multipartValues(text);
  const isForm = /[=%]/.test(text);
  if (!isForm) return;
  const form = new URLSearchParams(text.trim());
  for (const field of JSON_FIELDS) {
    const value = form.get(field);
    if (value !== null) yield value;
  }
  const keys = [...form.keys()];
  if (keys.length > 0) {
    yield decodedForm(text);
    yield keys[0];
  }
}

function multipartValues(text: string): string[] {
  const boundary = /^--[^\r\n]+/.exec(text)?.[0];
  if (boundary === undefined) return [];
  return text
    .split(boundary)
    .map((part) => /\r?\n\r?\n([\s\S]*?)\r?\n?$/.exec(part)?.[1] ?? '')
    .filter((value) => value !== '');
}

/** The whole body as one url-encoded text: JSON that a client sent as a form without naming a field. */
function decodedForm(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' ').replace(/=$/, ''));
  } catch {
    return '';
  }
}

function lenient(text: string, textFields: readonly string[]): unknown {
  try {
    return parseLenientJson(text, textFields);
  } catch {
    return undefined;
  }
}

function decoded(raw: Buffer, contentType: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(raw);
  } catch {
    return new TextDecoder('utf-8').decode(raw);
  }
}
