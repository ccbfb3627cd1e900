import { createHash } from 'crypto';

/** The vendor sends an unanswered push again for five minutes; twice that is remembered. */
const REMEMBERED_MS = 10 * 60_000;
const MOST_REMEMBERED = 20_000;

interface Seen {
  /** In epoch milliseconds. */
  at: number;
  /** Whether it came to nothing after all, where that was not known at first. */
  cameToNothing?(): boolean;
}

/** Events, oldest first, by where they arrived and what identifies them. */
const seen = new Map<string, Seen>();

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
  for (const [oldest, { at }] of seen) {
    if (now - at < REMEMBERED_MS && seen.size < MOST_REMEMBERED) break;
    seen.delete(oldest);
  }
  const before = seen.get(key);
  if (before !== undefined && before.cameToNothing?.() !== true) return true;
  seen.delete(key);
  seen.set(key, { at: now });
  return false;
}

/** What became of an event is not known yet: it counts as seen unless it came to nothing by the time it comes again. */
export function doubtRepeat(place: string, identity: unknown, cameToNothing: () => boolean): void {
  const event = seen.get(keyOf(place, identity));
  if (event !== undefined) event.cameToNothing = cameToNothing;
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
