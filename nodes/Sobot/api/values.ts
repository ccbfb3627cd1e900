/**
 * The vendor sends any scalar as number, numeric text, `"0"`, `""` or null (reference, R2). These
 * functions are the only places that look at raw values.
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

/** A 13-digit epoch in milliseconds as ISO 8601 in UTC; null for 0, empty and nonsense, never 1970 (R4). */
export function toIsoTime(value: unknown): string | null {
  const epoch = toInt(value);
  if (epoch === null || epoch <= 0) return null;
  const date = new Date(epoch);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A duration the vendor gives in milliseconds (R33), in seconds. */
export function toSeconds(value: unknown): number | null {
  const milliseconds = toInt(value);
  return milliseconds === null || milliseconds < 0 ? null : milliseconds / 1000;
}

/** An object's fields, or none. */
export function toFields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A list, whether the vendor sent one, a single object, null or nothing (R3). */
export function toList(value: unknown): Array<Record<string, unknown>> {
  if (value === null || value === undefined || value === '') return [];
  return (Array.isArray(value) ? value : [value]).map(toFields);
}

/** The pieces of lists and comma lists together, each once. */
export function distinctPieces(...values: unknown[]): string[] {
  return [...new Set(values.flat().flatMap(toPieces))];
}

/** The pieces of a comma list, trimmed, without empty ones (R25). */
export function toPieces(value: unknown): string[] {
  return (toText(value) ?? '')
    .split(/[,，]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}
