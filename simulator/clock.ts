interface Timer {
  due: number;
  run: () => void;
  handle?: NodeJS.Timeout;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MINUTES = 24 * 60;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** With no time given, the clock runs from 10:00 to 18:00 and then goes on at 10:00 of the next day. */
const OFFICE_OPENS_MS = 10 * HOUR_MS;
const OFFICE_HOURS_MS = 8 * HOUR_MS;

/**
 * The simulator's own time, `speed` times as fast as real time. It starts where it is told to; with no
 * time given it starts at 10:00 in China today and skips evenings and nights, so that simulated phones
 * ring whenever somebody tries something. All times are epoch milliseconds.
 */
export class SimulatedClock {
  private realStart = Date.now();
  private start: number;
  private skipsNights: boolean;
  private readonly timers = new Set<Timer>();

  constructor(
    start: number | undefined,
    readonly speed: number,
  ) {
    this.start = start ?? todayInChina() + OFFICE_OPENS_MS;
    this.skipsNights = start === undefined;
  }

  now(): number {
    const passed = (Date.now() - this.realStart) * this.speed;
    if (!this.skipsNights) return Math.round(this.start + passed);
    const days = Math.floor(passed / OFFICE_HOURS_MS);
    return Math.round(this.start + days * DAY_MS + (passed % OFFICE_HOURS_MS));
  }

  /**
   * A moment that somebody gave in real time, on this clock: while it runs freely, what is now in life is now
   * here as well. A clock that was set takes moments as they are.
   */
  fromRealTime(time: number): number {
    return this.skipsNights ? time - Date.now() + this.now() : time;
  }

  /** Moves the clock; timers that are due by then run at once. From then on nights are not skipped. */
  set(time: number): void {
    this.start = time;
    this.skipsNights = false;
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

/** Midnight in China, today. */
function todayInChina(): number {
  return Math.floor((Date.now() + CHINA_OFFSET_MS) / DAY_MS) * DAY_MS - CHINA_OFFSET_MS;
}
