import type { Contact } from '../../nodes/campaign/contact';
import type { LedgerStore } from '../../nodes/sending/ledger';
import type { Lookup } from '../../nodes/sending/look';
import { N8nStore } from '../../nodes/sending/n8n-store';
import { sendBatches, type Sending } from '../../nodes/sending/send-batches';
import { oneAtATime, type StorageRow } from '../../nodes/sending/storage-row';
import type { Vendor } from '../../nodes/sending/vendor';

const WAIT = 15 * 60_000;
export const BATCH = 10;

type RowName = 'journal' | 'register';

/** n8n's storage: two rows, and how often and how much was written. */
export class Storage {
  readonly rows: Record<RowName, Set<string>> = { journal: new Set(), register: new Set() };
  readonly calls = { journal: 0, register: 0 };
  largestJournal = 0;
  /** After so many writes everything stands still, as in a process that was killed. */
  private writesLeft = Infinity;
  private onKilled = () => {};
  /** How many processes were killed: what is left of those does nothing more. */
  private killed = 0;
  /** The numbers of writes that fail, counted from 1. */
  failing: number[] = [];
  /** Whether what failed is written all the same. */
  failsLate = false;
  /** So many marks are taken out in one write. */
  removedAtOnce = Infinity;
  /** How many turns of the event loop writes and requests take, one after the other. */
  turns: number[] = [];
  private turn = 0;
  private writes = 0;

  /** From here on, writes are counted anew. */
  countAnew(): void {
    this.writes = 0;
  }

  /** Takes its time. */
  async pass(): Promise<void> {
    const turns = this.turns.length === 0 ? 0 : this.turns[this.turn++ % this.turns.length];
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
  }

  private async write<T>(name: RowName, process: number, change: () => T): Promise<T> {
    await this.pass();
    if (process < this.killed) return await new Promise<T>(() => undefined);
    if (this.writesLeft-- <= 0) {
      this.killed++;
      this.onKilled();
      return await new Promise<T>(() => undefined);
    }
    this.calls[name]++;
    const fails = this.failing.includes(++this.writes);
    if (!fails || this.failsLate) {
      const result = change();
      this.largestJournal = Math.max(this.largestJournal, this.rows.journal.size);
      if (!fails) return result;
    }
    throw new Error('the database is locked');
  }

  row(name: RowName): StorageRow {
    const row = this.rows[name];
    const process = this.killed;
    return oneAtATime({
      record: async (marks) =>
        await this.write(name, process, () => {
          const there = new Set(marks.filter((mark) => row.has(mark)));
          for (const mark of marks) row.add(mark);
          return there;
        }),
      remove: async (marks) => {
        for (let from = 0; from < marks.length; from += this.removedAtOnce) {
          const some = marks.slice(from, from + this.removedAtOnce);
          await this.write(name, process, () => some.forEach((mark) => row.delete(mark)));
        }
      },
      count: async () => row.size,
    });
  }

  /** Kills the process that does this after so many writes. @returns what it came to, if it was not killed */
  async killAfter<T>(writes: number, work: () => Promise<T>): Promise<T | 'killed'> {
    this.writesLeft = writes;
    const killed = new Promise<'killed'>((resolve) => {
      this.onKilled = () => resolve('killed');
    });
    const end = await Promise.race([work(), killed]);
    this.writesLeft = Infinity;
    return end;
  }

  /** So many contacts of other tasks are in the register. */
  remembersOthers(count: number): void {
    for (let at = 0; at < count; at++) this.rows.register.add(`other ${at}`);
  }

  store(order: string[], scope = 'task', batchSize = BATCH): N8nStore {
    const settings = { scope, order, batchSize, waitBeforeAgainMs: WAIT };
    return new N8nStore(this.row('journal'), this.row('register'), settings, () => true);
  }

  /** A whole run over contacts, in a process of its own. */
  async run(
    list: Contact[],
    vendor: Vendor,
    batchSize = BATCH,
    lookup: Lookup = 'none',
    scope = 'task',
  ): Promise<Sending> {
    const store = this.store(ids(list), scope, batchSize);
    const sending = await send(list, vendor, store, batchSize, lookup);
    await store.end().catch(() => undefined);
    return sending;
  }
}

export const contacts = (count: number, from = 0): Contact[] =>
  Array.from({ length: count }, (_, at) => ({
    contactId: `c${from + at}`,
    phone: '+12005550001',
    variables: {},
  }));

export const ids = (list: Contact[]) => list.map(({ contactId }) => contactId);

/** A vendor that takes everybody, and shows nobody until he was called. */
export const taking = (taken: string[]): Vendor => ({
  async send(batch) {
    taken.push(...ids(batch));
  },
  findHeld: async (list) => new Set(ids(list).filter((id) => taken.includes(id))),
  silence: { kind: 'hides' },
  count: async () => null,
  pause: async () => undefined,
  isStopped: () => false,
});

export const send = async (
  list: Contact[],
  vendor: Vendor,
  store: LedgerStore,
  batchSize = BATCH,
  lookup: Lookup = 'none',
): Promise<Sending> =>
  await sendBatches(list, vendor, store, {
    batchSize,
    lookup,
    remembers: true,
    waitBeforeAgainMs: WAIT,
    checkAfterwards: false,
  });
