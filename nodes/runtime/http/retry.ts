import type { RequestContext } from './context';
import { isStopped, pause } from './stop';
import { tried } from '../../basics/tried';
import { VendorFailure } from './vendor-failure';

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 30_000;

/** Waits before each look when something unconfirmed is read back; the vendor may still be storing it. */
export const READ_BACK_WAITS_MS: readonly number[] = [0, 500, 1500];

/**
 * Repeats a request, with growing and slightly random waits, when the vendor is out of reach, overloaded
 * or answers nonsense. Waits as long as the vendor asks (`Retry-After`, at most 30 s), and gives up when
 * the execution is stopped.
 *
 * A request that only reads is repeated after any such failure. One that changes something is repeated
 * only where the vendor certainly did not act: it was never reached, or it answered 429. Whether it
 * acted otherwise is for the caller to find out (see `sendBatches`).
 *
 * @throws VendorFailure the last one, after four attempts
 */
export async function withRetries<T>(
  context: RequestContext,
  kind: 'read' | 'change',
  attempt: () => Promise<T>,
): Promise<T> {
  for (let count = 1; ; count++) {
    const settled = await tried(attempt());
    if (settled.ok) return settled.value;
    const { error } = settled;
    const again =
      error instanceof VendorFailure &&
      error.transient &&
      (kind === 'read' || error.effect === 'none') &&
      count < ATTEMPTS;
    if (!again) throw error;
    await pause(context, waitBefore(count, error.retryAfterMs));
    if (isStopped(context)) throw error;
  }
}

/**
 * How long to wait before the next attempt, in milliseconds: what the vendor asked for, or about 0.4 s,
 * 0.8 s, 1.6 s.
 */
export function waitBefore(attempt: number, askedMs?: number): number {
  const backOff = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  return Math.min(askedMs ?? backOff, LONGEST_WAIT_MS);
}

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: seconds or an HTTP date.
 *
 * @param now epoch milliseconds
 */
export function retryAfterMs(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
