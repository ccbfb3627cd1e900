/** When lost requests arrive after all, and how far back reads lie; tests let this time pass as they like. */
export interface Timers {
  /** Epoch milliseconds. */
  now(): number;
  /** Does something after so many milliseconds. */
  later(milliseconds: number, run: () => void): void;
}

export const realTimers: Timers = {
  now: () => Date.now(),
  later: (milliseconds, run) => void setTimeout(run, milliseconds).unref(),
};
