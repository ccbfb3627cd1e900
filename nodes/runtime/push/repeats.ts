import { createHash } from 'crypto';

/** The vendor sends an unanswered push again for five minutes; twice that is remembered. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 20_000;

/** When each event was seen, oldest first, by where it arrived and what identifies it. */
const seen = new Map<string, number>();

/**
 * Whether the same event arrived here in the last ten minutes; if not, it is remembered now. Lives in the
 * memory of one n8n process, for at most 20,000 events: a restart forgets them, and of several webhook processes
 * each has its own.
 *
 * @param place which trigger it arrived at
 * @param identity what makes the event the same one; anything JSON
 * @param now epoch milliseconds
 */
export function isRepeated(place: string, identity: unknown, now: number): boolean {
  const key = keyOf(place, identity);
  for (const [oldest, at] of seen) {
    if (now - at < REMEMBERED_MS && seen.size < MOST_REMEMBERED) break;
    seen.delete(oldest);
  }
  if (seen.has(key)) return true;
  seen.set(key, now);
  return false;
}

/** Forgets an event whose push was not taken after all, so that the vendor's next try counts as the first. */
export function forgetRepeat(place: string, identity: unknown): void {
  seen.delete(keyOf(place, identity));
}

/** Forgets everything. */
export function forgetRepeats(): void {
  seen.clear();
}

function keyOf(place: string, identity: unknown): string {
  return createHash('sha256')
    .update(`${place}\n${JSON.stringify(identity)}`)
    .digest('base64');
}
