import type { Clock } from '../../nodes/runtime/clock';

interface Sleeper {
  due: number;
  wake(): void;
}

/**
 * A clock that jumps: whoever waits is woken as soon as everybody else had a turn, in the order in which it would
 * have happened, and the time is then what it would have been. What goes on beside (requests on their way) takes no
 * more time than it does.
 */
export class FastClock implements Clock {
  private ahead = 0;
  private sleepers: Sleeper[] = [];
  /** What happens when its time has come, and makes nobody wait for it. */
  private beside: Sleeper[] = [];
  private pumping = false;

  now(): number {
    return Date.now() + this.ahead;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const sleeper = {
        due: this.now() + milliseconds,
        wake: () => {
          signal?.removeEventListener('abort', sleeper.wake);
          this.sleepers = this.sleepers.filter((one) => one !== sleeper);
          resolve();
        },
      };
      signal?.addEventListener('abort', sleeper.wake);
      this.sleepers.push(sleeper);
      this.pump();
    });
  }

  async every(milliseconds: number, until: AbortSignal, work: () => Promise<void>): Promise<void> {
    await new Promise<void>((resolve) => {
      const again = () => {
        if (until.aborted) return;
        this.later(milliseconds, () => void work().then(again, again));
      };
      until.addEventListener('abort', () => resolve());
      again();
    });
  }

  timeout(milliseconds: number): number {
    return milliseconds / 4;
  }

  /** Does something once so much time has passed. */
  later(milliseconds: number, wake: () => void): void {
    this.beside.push({ due: this.now() + milliseconds, wake });
  }

  /** Lets time pass, all at once. */
  pass(milliseconds: number): void {
    this.jumpTo(this.now() + milliseconds);
  }

  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    setImmediate(() => {
      this.pumping = false;
      const next = this.sleepers.reduce<Sleeper | undefined>(
        (first, one) => (first === undefined || one.due < first.due ? one : first),
        undefined,
      );
      if (next === undefined) return;
      const earlier = this.beside.filter((one) => one.due < next.due);
      if (earlier.length > 0) {
        this.jumpTo(Math.min(...earlier.map(({ due }) => due)));
        this.pump();
        return;
      }
      this.jumpTo(next.due);
      next.wake();
      if (this.sleepers.length > 0) this.pump();
    });
  }

  private jumpTo(due: number): void {
    this.ahead += Math.max(0, due - this.now());
    const ready = this.beside.filter((one) => one.due <= due).sort((a, b) => a.due - b.due);
    this.beside = this.beside.filter((one) => !ready.includes(one));
    for (const one of ready) one.wake();
  }
}

/** The clock of all tests in n8n's engine. */
export const time = new FastClock();

export const MINUTE = 60_000;

/** Lets n8n stand still for twenty minutes, in the first pause of more than a fifth of a second for which this holds. */
export function standStill(when: () => boolean): void {
  const sleep = time.sleep.bind(time);
  let isOver = false;
  jest.spyOn(time, 'sleep').mockImplementation(async (milliseconds, signal) => {
    if (!isOver && milliseconds > 200 && when()) {
      isOver = true;
      time.pass(20 * MINUTE);
    }
    await sleep(milliseconds, signal);
  });
}
