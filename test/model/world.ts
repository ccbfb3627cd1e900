import type { Contact } from '../../nodes/campaign/contact';
import { tried } from '../../nodes/basics/tried';
import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';
import type { Process } from '../../nodes/sending/lease';
import type { StorageRow } from '../../nodes/sending/storage-row';
import type { Vendor } from '../../nodes/sending/vendor';
import type { VirtualTime } from './virtual-time';

/** What happens to a request that sends contacts. */
export type Fate =
  | 'ok'
  | 'refused'
  | 'lostBefore'
  | 'lostAfter'
  | 'late'
  | 'partly'
  | 'drops'
  | 'refusesOne';

/** What a vendor is like; the same for a whole history. */
export interface Character {
  silence: Vendor['silence']['kind'];
  /** Whether it shows contacts that wait to be called. */
  showsWaiting: boolean;
  /** Whether it tells how many contacts a target holds. */
  counts: boolean;
  /** How far back what it shows lies, in milliseconds. */
  lag: number;
  /** When a lost request arrives after all, in milliseconds. */
  late: number;
  /** How long a contact waits until it is called. */
  calledAfter: number;
}

/**
 * How often a process that sends shows that it lives. One that was frozen for longer may have missed two signs of life,
 * since it gives none at once when it wakes here, and is not sure any more that it alone sends.
 */
const BEAT = 3_000;

/** One n8n process: killed, it does nothing more; frozen, it does nothing for a while. */
export class ModelProcess {
  dead = false;
  /** Until when it stands still, in epoch milliseconds. */
  frozenUntil = 0;
  private frozenSince = 0;
  /** Whether it stands still, or stood last, for so long that another one may take over. */
  private isLong = false;
  /** When it last stood still for so long that another one may take over. */
  wasFrozenLongAt = 0;
  /** When it last began to stand still for so long. */
  longFreezeBeganAt = 0;
  /** Its runs; over when they ended, or were killed. */
  readonly runs: Array<{ over: boolean }> = [];
  readonly shared: Process;

  constructor(readonly name: string) {
    let names = 0;
    this.shared = {
      queues: new Map(),
      waiting: new Map(),
      leases: new Map(),
      newName: () => `${name}-${++names}`,
    };
  }

  /** Lets it stand still from now on. Twice so shortly after each other that it cannot show that it lives is once. */
  freeze(now: number, milliseconds: number): void {
    if (now - this.frozenUntil >= BEAT) {
      this.frozenSince = now;
      this.isLong = false;
    }
    this.frozenUntil = Math.max(this.frozenUntil, now + milliseconds);
    if (this.frozenUntil - this.frozenSince <= BEAT) return;
    if (!this.isLong) this.longFreezeBeganAt = now;
    this.isLong = true;
    this.wasFrozenLongAt = this.frozenUntil;
  }
}

interface Taken {
  contactId: string;
  /** When it was taken. */
  at: number;
}

/** The vendor's books and n8n's storage, with every delay drawn from a list of numbers. */
export class World {
  readonly taken: Taken[] = [];
  /** Requests that will still arrive. */
  readonly underWay = new Set<string>();
  readonly dropped = new Set<string>();
  /** Refused once, which the vendor does not change its mind about. */
  readonly refused = new Set<string>();
  readonly rows = new Map<string, string[]>();
  private drawn = 0;
  private fate = 0;

  constructor(
    readonly time: VirtualTime,
    readonly character: Character,
    private readonly fates: Fate[],
    private readonly numbers: number[],
  ) {}

  /** Whether the vendor behaves from now on. */
  calm = false;

  private draw(most: number): number {
    if (this.numbers.length === 0) return 0;
    return this.numbers[this.drawn++ % this.numbers.length] % (most + 1);
  }

  /**
   * Something that takes time, and never ends for a process that was killed meanwhile. One that is frozen learns of it
   * when it goes on.
   */
  private async step<T>(process: ModelProcess, most: number, work: () => T): Promise<T> {
    const end = await tried(this.done(process, most, work));
    await this.goesOn(process);
    if (process.dead) return await new Promise<T>(() => undefined);
    if (!end.ok) throw end.error;
    return end.value;
  }

  /** Waits until a process is not frozen any more. */
  async goesOn(process: ModelProcess): Promise<void> {
    while (process.frozenUntil > this.time.now()) {
      await this.time.sleep(process.frozenUntil - this.time.now());
    }
  }

  /** The same, whether or not the process is frozen. */
  private async done<T>(process: ModelProcess, most: number, work: () => T): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      this.time.after(1 + this.draw(most), () => {
        if (process.dead) return;
        try {
          resolve(work());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /**
   * A row of n8n's storage: read whole, and written whole a little later. A process is not frozen in between, which n8n
   * has no guard against.
   *
   * @param others marks that nobody asks for
   */
  row(process: ModelProcess, name: string, others = 0): StorageRow {
    const change = async <T>(work: (marks: string[]) => [T, string[]]): Promise<T> => {
      // Only signs of life come by a clock of their own; while it is frozen, a process gives none.
      if (process.frozenUntil > this.time.now()) throw new Error('frozen');
      const read = await this.done(process, 100, () => [...(this.rows.get(name) ?? [])]);
      const [result, written] = work(read);
      await this.done(process, 100, () => this.rows.set(name, written));
      return await this.step(process, 5, () => result);
    };
    return {
      record: async (marks) =>
        await change((before) => {
          const known = new Set(before);
          const there = new Set(marks.filter((mark) => known.has(mark)));
          return [there, [...before, ...new Set(marks.filter((mark) => !known.has(mark)))]];
        }),
      remove: async (marks) => {
        const gone = new Set(marks);
        await change((before) => [undefined, before.filter((mark) => !gone.has(mark))]);
      },
      count: async () =>
        await this.step(process, 100, () => others + (this.rows.get(name) ?? []).length),
    };
  }

  private take(contactId: string): void {
    if (this.dropped.has(contactId) || this.refused.has(contactId)) return;
    const again = this.taken.some((one) => one.contactId === contactId);
    if (again && this.character.silence === 'takesNothingTwice') return;
    this.taken.push({ contactId, at: this.time.now() });
  }

  /** What the vendor shows now. */
  private shown(): Set<string> {
    const { lag, showsWaiting, calledAfter } = this.character;
    const seen = this.time.now() - lag;
    return new Set(
      this.taken
        .filter(({ at }) => at <= seen && (showsWaiting || at + calledAfter <= seen))
        .map(({ contactId }) => contactId),
    );
  }

  private waiting(): Set<string> {
    const { lag, showsWaiting, calledAfter } = this.character;
    const seen = this.time.now() - lag;
    return new Set(
      this.taken
        .filter(({ at }) => showsWaiting && at <= seen && at + calledAfter > seen)
        .map(({ contactId }) => contactId),
    );
  }

  vendor(process: ModelProcess, stop: AbortSignal): Vendor {
    const { character, time } = this;
    const held = () => this.taken.filter(({ at }) => at <= time.now() - character.lag).length;
    return {
      send: async (batch) => await this.send(process, batch),
      findHeld: async (contacts) =>
        await this.step(process, 300, () => {
          const shown = this.shown();
          return new Set(
            contacts.map(({ contactId }) => contactId).filter((contactId) => shown.has(contactId)),
          );
        }),
      silence: this.silence(process, held),
      count: async () => await this.step(process, 200, () => (character.counts ? held() : null)),
      pause: async (milliseconds) => {
        await time.sleep(milliseconds, stop);
        await this.step(process, 0, () => undefined);
      },
      isStopped: () => stop.aborted,
    };
  }

  private silence(process: ModelProcess, held: () => number): Vendor['silence'] {
    const { silence: kind } = this.character;
    switch (kind) {
      case 'showsWaiting':
        return {
          kind,
          now: async (witnesses) =>
            await this.step(process, 200, () => {
              const waiting = this.waiting();
              return (
                (this.character.counts && held() === 0) ||
                witnesses.some(({ contactId }) => waiting.has(contactId))
              );
            }),
        };
      case 'showsJustTaken':
        return { kind, way: 'model' };
      default:
        return { kind };
    }
  }

  private async send(
    process: ModelProcess,
    batch: Contact[],
  ): Promise<ReadonlyMap<string, string> | void> {
    const fate = this.calm ? 'ok' : (this.fates[this.fate++ % (this.fates.length || 1)] ?? 'ok');
    const ids = batch.map(({ contactId }) => contactId);
    const lost = () => new VendorFailure('no reply', { effect: 'unknown' });
    const arrives = async (some: string[], after: number) => {
      for (const id of some) this.underWay.add(id);
      await new Promise<void>((resolve) => {
        this.time.after(after, () => {
          for (const id of some) {
            this.take(id);
            this.underWay.delete(id);
          }
          resolve();
        });
      });
    };
    const confirmed = () =>
      new Map(ids.filter((id) => this.refused.has(id)).map((id) => [id, 'bad number']));
    switch (fate) {
      case 'ok':
        await arrives(ids, this.draw(50));
        return await this.step(process, 50, confirmed);
      case 'refused':
        return await this.step(process, 100, () => {
          throw new VendorFailure('refused', { effect: 'none' });
        });
      case 'lostBefore':
        return await this.step(process, 2_000, () => {
          throw lost();
        });
      case 'lostAfter':
        await arrives(ids, this.draw(50));
        return await this.step(process, 2_000, () => {
          throw lost();
        });
      case 'late':
        void arrives(ids, this.character.late);
        return await this.step(process, 2_000, () => {
          throw lost();
        });
      case 'partly':
        await arrives(ids.slice(0, Math.ceil(ids.length / 2)), this.draw(50));
        return await this.step(process, 2_000, () => {
          throw lost();
        });
      case 'drops':
        if (ids.length > 1 && !this.taken.some((one) => one.contactId === ids[0])) {
          this.dropped.add(ids[0]);
        }
        await arrives(ids, this.draw(50));
        return await this.step(process, 50, confirmed);
      case 'refusesOne': {
        const [first] = ids;
        const has = this.underWay.has(first) || this.taken.some((one) => one.contactId === first);
        if (!has) this.refused.add(first);
        await arrives(ids, this.draw(50));
        return await this.step(process, 50, confirmed);
      }
    }
  }
}
