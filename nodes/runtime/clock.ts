import { sleep } from 'n8n-workflow';
import { tried } from '../basics/tried';

/** The one place where it is now and where somebody waits, so that tests can let time pass as they like. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Waits, but no longer than until the signal is aborted; at once for nothing or less. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Does something again and again in the background, until the signal is aborted. Errors of it are ignored. */
  every(milliseconds: number, until: AbortSignal, work: () => Promise<void>): Promise<void>;
  /** So many milliseconds of this clock in milliseconds of n8n, which itself waits for replies. */
  timeout(milliseconds: number): number;
}

/** So long at most does a timer outlast a wait that was cut short. */
const SLICE_MS = 250;

const realClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    if (milliseconds <= 0 || signal?.aborted === true) return;
    const until = Date.now() + milliseconds;
    let stopped = false;
    let wake = () => {};
    const aborted = new Promise<void>((resolve) => {
      wake = () => {
        stopped = true;
        resolve();
      };
    });
    signal?.addEventListener('abort', wake);
    while (Date.now() < until && !stopped) {
      await Promise.race([sleep(Math.min(SLICE_MS, until - Date.now())), aborted]);
    }
    signal?.removeEventListener('abort', wake);
  },
  async every(milliseconds, until, work) {
    for (;;) {
      await realClock.sleep(milliseconds, until);
      if (until.aborted) return;
      await tried(work());
    }
  },
  timeout: (milliseconds) => milliseconds,
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
