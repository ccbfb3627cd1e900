interface Timer {
  due: number;
  run: () => void;
  handle?: NodeJS.Timeout;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MINUTES = 24 * 60;

/**
 * The simulator's own time: starts where it is told to and runs `speed` times as fast as real time.
 * All times are epoch milliseconds.
 */
export class SimulatedClock {
  private realStart = Date.now();
  private readonly timers = new Set<Timer>();

  constructor(
    private start: number,
    readonly speed: number,
  ) {}

  now(): number {
    return Math.round(this.start + (Date.now() - this.realStart) * this.speed);
  }

  /** Moves the clock; timers that are due by then run at once. */
  set(time: number): void {
    this.start = time;
    this.realStart = Date.now();
    for (const timer of this.timers) this.arm(timer);
  }

  /** Runs something after so many simulated milliseconds. */
  after(delay: number, run: () => void): void {
    const timer: Timer = { due: this.now() + delay, run };
    this.timers.add(timer);
    this.arm(timer);
  }

  /** Drops everything that still waits. */
  stop(): void {
    for (const { handle } of this.timers) clearTimeout(handle);
    this.timers.clear();
  }

  /** Minutes since midnight in China, where the vendor's calling hours are read. */
  minuteOfDay(): number {
    return Math.floor((this.now() + CHINA_OFFSET_MS) / 60_000) % DAY_MINUTES;
  }

  /** `20191009155930`, as the vendor names recordings. */
  stamp(): string {
    return new Date(this.now() + CHINA_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14);
  }

  private arm(timer: Timer): void {
    clearTimeout(timer.handle);
    const wait = Math.max(0, (timer.due - this.now()) / this.speed);
    timer.handle = setTimeout(
      () => {
        if (this.now() < timer.due) return this.arm(timer);
        this.timers.delete(timer);
        timer.run();
      },
      Math.min(wait, 2_000_000_000),
    );
  }
}

/** Ten in the morning in China, today: inside anybody's calling hours. */
export function tenInTheMorning(): number {
  const midnight = Math.floor((Date.now() + CHINA_OFFSET_MS) / 86_400_000) * 86_400_000;
  return midnight - CHINA_OFFSET_MS + 10 * 3_600_000;
}
