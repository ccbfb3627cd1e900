import { sleep } from 'n8n-workflow';

/** The one place where it is now and where somebody waits, so that tests can let time pass as they like. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Waits, but no longer than until the signal is aborted; at once for nothing or less. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** So long at most does a timer outlast a wait that was cut short. */
const SLICE_MS = 250;

const realClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    const until = Date.now() + milliseconds;
    const aborted = new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    while (Date.now() < until && signal?.aborted !== true) {
      await Promise.race([sleep(Math.min(SLICE_MS, until - Date.now())), aborted]);
    }
  },
};

let current: Clock = realClock;

/** The clock that everything goes by. */
export function clock(): Clock {
  return current;
}

/** Lets everything go by another clock; without one, by the real one again. */
export function setClock(other: Clock = realClock): void {
  current = other;
}
