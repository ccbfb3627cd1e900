import type { Clock } from '../../nodes/runtime/clock';

const START = Date.UTC(2026, 2, 1, 9);

interface Event {
  due: number;
  number: number;
  run(): void;
}

/** Time that passes only when everybody waits for it, from one event to the next. */
export class VirtualTime implements Clock {
  private time = START;
  private events: Event[] = [];
  private number = 0;

  now(): number {
    return this.time;
  }

  /** Does something after so many milliseconds; events of the same moment come in the order they were asked for. */
  after(milliseconds: number, run: () => void): void {
    const event = { due: this.time + Math.max(0, milliseconds), number: this.number++, run };
    let at = this.events.length;
    while (at > 0 && this.events[at - 1].due > event.due) at--;
    this.events.splice(at, 0, event);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.after(milliseconds, done);
      signal?.addEventListener('abort', done);
    });
  }

  async every(milliseconds: number, until: AbortSignal, work: () => Promise<void>): Promise<void> {
    for (;;) {
      await this.sleep(milliseconds, until);
      if (until.aborted) return;
      await work().catch(() => undefined);
    }
  }

  timeout(milliseconds: number): number {
    return milliseconds;
  }

  /** Lets time pass until something holds. @throws Error when nothing happens any more */
  async until(holds: () => boolean): Promise<void> {
    for (let rounds = 0; ; rounds++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (holds()) return;
      const event = this.events.shift();
      if (event === undefined || rounds > 200_000) throw new Error('nothing happens any more');
      this.time = event.due;
      event.run();
    }
  }

  /** Lets so much time pass. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    this.after(milliseconds, () => undefined);
    await this.until(() => this.time >= end);
  }
}
