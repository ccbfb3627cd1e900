/** What a row must hold so that somebody may be called. */
export type ConsentRule = { must: 'filled' } | { must: 'true' } | { must: 'recent'; days: number };

const DAY_MS = 24 * 60 * 60_000;

const YES = new Set(['true', 'yes', 'y', '1', 'on']);
const NO = new Set(['', 'false', 'no', 'n', '0', 'off']);

/** Whether a value means yes: a mark on a list of people, consent. */
export function meansYes(value: unknown): boolean {
  return YES.has(plain(value));
}

/** Whether a value is anything but a clear no: an `x` in a column is a mark. */
export function isMarked(value: unknown): boolean {
  return !NO.has(plain(value));
}

/**
 * Why a row does not show consent, or undefined if it does.
 *
 * @param value what the row holds
 * @param given when consent was given, in epoch milliseconds; undefined if the value is no date
 * @param now epoch milliseconds
 */
export function consentMissing(
  rule: ConsentRule,
  value: unknown,
  given: number | undefined,
  now: number,
): string | undefined {
  if (plain(value) === '') return 'no consent is noted';
  if (rule.must === 'true' && !meansYes(value)) return `consent is "${plain(value)}", not yes`;
  if (rule.must === 'filled' && !isMarked(value)) return `consent is "${plain(value)}"`;
  if (rule.must !== 'recent') return undefined;
  if (given === undefined) return `the date of consent, "${plain(value)}", is no date`;
  if (given > now) return 'the date of consent lies in the future';
  if (given < now - rule.days * DAY_MS) {
    return `consent was given more than ${rule.days} days ago, on ${new Date(given).toISOString().slice(0, 10)}`;
  }
  return undefined;
}

function plain(value: unknown): string {
  return String(value ?? '')
    .trim()
    .toLowerCase();
}
