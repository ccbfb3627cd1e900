/**
 * Vendors send any scalar as number, numeric text, `"0"`, `""` or null (docs/vendors/sobot-icall.md, R2, and the
 * mixed samples of AIRUDDER). These functions look at raw values, so that nothing else has to.
 */

/** A whole number, or null where there is none. */
export function toInt(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const text = String(value).trim();
  if (!/^[-+]?\d+$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : null;
}

/** Text with every digit, trimmed; null for nothing. */
export function toText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

/** The same, with empty text for nothing. */
export function textOf(value: unknown): string {
  return toText(value) ?? '';
}

/** What somebody typed, or an expression gave, as text without blanks around it; empty for nothing. */
export function typedText(value: unknown): string {
  return String(value ?? '').trim();
}

/** A value as n8n shows it: nodes that read databases hand dates over as objects, which are ISO 8601 there. */
export function asShown(value: unknown): unknown {
  const isDate = typeof value === 'object' && value !== null && 'toJSON' in value;
  return isDate && typeof value.toJSON === 'function' ? (value.toJSON() as unknown) : value;
}

/** An object's fields, or none. */
export function toFields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A list, whether the vendor sent one, a single object, null or nothing (docs/vendors/sobot-icall.md, R3). */
export function toList(value: unknown): Array<Record<string, unknown>> {
  if (value === null || value === undefined || value === '') return [];
  return (Array.isArray(value) ? value : [value]).map(toFields);
}

/** A count as it stands in a sentence: 1,000. */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** The pieces of lists and comma lists together, each once. */
export function distinctPieces(...values: unknown[]): string[] {
  return [...new Set(values.flat().flatMap(toPieces))];
}

/** The pieces of a comma list, trimmed, without empty ones (docs/vendors/sobot-icall.md, R25). */
export function toPieces(value: unknown): string[] {
  return (toText(value) ?? '')
    .split(/[,，]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}
