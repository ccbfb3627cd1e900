import { inBatches } from '../basics/batches';
import { clock } from '../runtime/clock';
import type { LedgerStore, Remembered } from './ledger';
import { inPairs, type StorageRow } from './storage-row';

/** So many contacts are looked up in the register at once. */
const WINDOW = 2_000;

/** How exactly the time of a try is noted. */
const BUCKET_MS = 5 * 60_000;

/** So many marks are taken out of the register in one go; each is searched for in all of it. */
const REMOVED_AT_ONCE = 100;

/** What the marks of one target of one round begin with. */
export interface StoreSettings {
  /** The vendor, the target and the user's word under Call Again. */
  scope: string;
  /** How old a try may be until its time does not matter any more, in milliseconds. */
  waitBeforeAgainMs: number;
  /** All contacts of the run, in the order in which they will be sent. */
  order: string[];
}

/**
 * What is known of contacts across executions, in two tiers. The register (the node's row) has a mark for each contact
 * that was ever in a run, and is touched once for each 2,000 contacts. The journal (the workflow's row) is small:
 *
 * | register | journal: inWork | journal: opened | the contact was |
 * |---|---|---|---|
 * | no | – | – | never sent |
 * | yes | no | – | sent |
 * | yes | yes | no | certainly not sent |
 * | yes | yes | yes | perhaps sent, at a time noted beside it |
 *
 * Asking for a mark sets it, so the marks are asked in an order in which a process killed in between leaves `perhaps
 * sent` behind, never something wrong.
 */
export class N8nStore implements LedgerStore {
  private readonly journal: StorageRow;
  /** What is known of each contact that was looked up in this run. */
  private readonly known = new Map<string, Remembered | undefined>();
  /** Looked up, and certainly not sent. */
  private readonly unsent = new Set<string>();
  private readonly closed = new Set<string>();
  /** Marks in the journal that mean nothing any more. */
  private rubbish: string[] = [];
  /** The times noted for uncertain contacts. */
  private readonly times = new Map<string, number[]>();
  private readonly bucketsUsed = new Set<number>();
  private fresh: boolean | undefined;
  private next = 0;

  constructor(
    journal: StorageRow,
    private readonly register: StorageRow,
    private readonly settings: StoreSettings,
  ) {
    this.journal = inPairs(journal);
  }

  async recall(contactIds: string[]): Promise<Map<string, Remembered>> {
    const missing = contactIds.filter((id) => !this.known.has(id));
    if (missing.length > 0) {
      for (const ids of inBatches(this.windowFrom(missing), WINDOW)) await this.turn(ids);
    }
    return new Map(
      contactIds
        .map((id): [string, Remembered | undefined] => [id, this.known.get(id)])
        .filter((entry): entry is [string, Remembered] => entry[1] !== undefined),
    );
  }

  async open(contactIds: string[]): Promise<void> {
    const bucket = bucketOf(clock().now());
    const tried = this.mark('tried', String(bucket));
    for (const ids of inBatches(contactIds, WINDOW)) {
      const there = await this.journal.record([...this.marks('opened', ids), tried]);
      if (!there.has(tried)) this.bucketsUsed.add(bucket);
      for (const id of ids) this.unsent.delete(id);
    }
  }

  async close(contactIds: string[]): Promise<void> {
    if (contactIds.length === 0) return;
    await this.journal.remove([...this.marks('inWork', contactIds), ...this.timesOf(contactIds)]);
    for (const id of contactIds) {
      this.unsent.delete(id);
      this.closed.add(id);
    }
    this.rubbish.push(...this.marks('opened', contactIds));
  }

  async doubt(contactIds: string[]): Promise<void> {
    const closed = contactIds.filter((id) => this.closed.delete(id));
    await this.journal.record([...this.marks('opened', closed), ...this.marks('inWork', closed)]);
    const inDoubt = new Set(this.marks('opened', closed));
    this.rubbish = this.rubbish.filter((mark) => !inDoubt.has(mark));
    await this.noteTime(contactIds, bucketOf(clock().now()));
  }

  async forget(contactIds: string[]): Promise<void> {
    const looked = contactIds.filter((id) => this.known.has(id));
    if (looked.length === 0) return;
    await this.journal.remove([...this.marks('opened', looked), ...this.timesOf(looked)]);
    await this.journal.record(
      this.marks(
        'inWork',
        looked.filter((id) => this.closed.delete(id)),
      ),
    );
    for (const id of looked) this.unsent.add(id);
  }

  /** Whether that was seen is noted so that asking, cut off in the middle, forgets it and never makes it up. */
  async sawWaiting(way: string): Promise<boolean> {
    const [asked, unseen] = [`waiting asked ${way}`, `waiting unseen ${way}`];
    const there = await this.journal.record([asked, unseen]);
    const seen = there.has(asked) && !there.has(unseen);
    if (seen) await this.journal.remove([unseen]);
    return seen;
  }

  async noteWaiting(way: string): Promise<void> {
    await this.journal.record([`waiting asked ${way}`]);
    await this.journal.remove([`waiting unseen ${way}`]);
  }

  /** Tidies up when the run is over: what was not sent leaves no mark, what was sent one. */
  async end(): Promise<void> {
    const unsent = [...this.unsent];
    for (const some of inBatches(unsent, REMOVED_AT_ONCE)) {
      await this.register.remove(this.marks('register', some));
    }
    await this.journal.remove([
      ...this.marks('inWork', unsent),
      ...this.rubbish,
      ...[...this.bucketsUsed].map((bucket) => this.mark('tried', String(bucket))),
    ]);
  }

  /** The next contacts of the run that were not looked up yet, those asked for among them. */
  private windowFrom(missing: string[]): string[] {
    const wanted = new Set(missing);
    const { order } = this.settings;
    while (this.next < order.length && wanted.size < WINDOW) {
      const id = order[this.next++];
      if (!this.known.has(id)) wanted.add(id);
    }
    return [...wanted];
  }

  /** Looks up contacts, and marks them as in work. */
  private async turn(ids: string[]): Promise<void> {
    await this.journal.remove(this.rubbish);
    this.rubbish = [];
    this.fresh ??= (await this.journal.record([this.mark('used', '')])).size === 0;
    const inWork = this.marks('inWork', ids);
    const opened = this.marks('opened', ids);
    const registers = this.marks('register', ids);
    const noted = await this.journal.record(this.fresh ? inWork : [...inWork, ...opened]);
    const registered = await this.register.record(registers);
    const uncertain: string[] = [];
    const asked: string[] = [];
    ids.forEach((id, at) => {
      const inRegister = registered.has(registers[at]);
      const wasInWork = this.fresh === true || noted.has(inWork[at]);
      const wasOpened = this.fresh === true || noted.has(opened[at]);
      if (inRegister && wasInWork && wasOpened) uncertain.push(id);
      else if (inRegister && !wasInWork) {
        this.known.set(id, { was: 'sent' });
        asked.push(inWork[at], opened[at]);
      } else {
        this.known.set(id, undefined);
        this.unsent.add(id);
        asked.push(opened[at]);
      }
    });
    if (this.fresh) await this.noteTime(uncertain, bucketOf(clock().now()));
    else await this.journal.remove(asked);
    await this.recallTimes(uncertain);
  }

  /**
   * When uncertain contacts were tried last: noted for each, or for all that was tried, if n8n was killed before it
   * knew. A time that is nowhere noted lies so far back that it does not matter.
   */
  private async recallTimes(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const now = clock().now();
    const oldest = now - this.settings.waitBeforeAgainMs;
    const young: number[] = [];
    for (let bucket = bucketOf(now); endOf(bucket) > oldest; bucket--) young.push(bucket);
    const triedIn = (bucket: number) => this.mark('tried', String(bucket));
    const there = await this.journal.record([
      ...ids.flatMap((id) => young.map((bucket) => this.timeMark(id, bucket))),
      ...young.map(triedIn),
    ]);
    const lastTry = young.find((bucket) => there.has(triedIn(bucket)));
    const asked = young.map(triedIn).filter((mark) => !there.has(mark));
    for (const id of ids) {
      const noted = young.filter((bucket) => there.has(this.timeMark(id, bucket)));
      const last = noted[0] ?? lastTry;
      const triedAt = last === undefined ? oldest : Math.min(now, endOf(last));
      this.known.set(id, { was: 'uncertain', triedAt });
      const kept = last === undefined ? noted : [...new Set([last, ...noted])];
      this.times.set(id, kept);
      for (const bucket of young) {
        if (!kept.includes(bucket)) asked.push(this.timeMark(id, bucket));
      }
    }
    await this.journal.remove(asked);
  }

  private async noteTime(ids: string[], bucket: number): Promise<void> {
    await this.journal.record(ids.map((id) => this.timeMark(id, bucket)));
    for (const id of ids) this.times.set(id, [...(this.times.get(id) ?? []), bucket]);
  }

  /** The marks of the times at which contacts were tried, as far as this run knows of them; they are done with. */
  private timesOf(ids: string[]): string[] {
    return ids.flatMap((id) => {
      const buckets = this.times.get(id) ?? [];
      this.times.delete(id);
      return buckets.map((bucket) => this.timeMark(id, bucket));
    });
  }

  private timeMark(id: string, bucket: number): string {
    return this.mark('time', `${id}\n${bucket}`);
  }

  private marks(kind: string, ids: string[]): string[] {
    return ids.map((id) => this.mark(kind, id));
  }

  private mark(kind: string, what: string): string {
    return `${kind}\n${this.settings.scope}\n${what}`;
  }
}

function bucketOf(epochMs: number): number {
  return Math.floor(epochMs / BUCKET_MS);
}

function endOf(bucket: number): number {
  return (bucket + 1) * BUCKET_MS;
}
