import { inBatches } from '../basics/batches';
import { clock } from '../runtime/clock';
import { bucketOf, endOf, youngBuckets } from './buckets';
import type { LedgerStore, Remembered, Rest } from './ledger';
import { Marks } from './marks';
import { inPairs, type StorageRow } from './storage-row';

/** So many contacts are looked up in the register at once. */
const WINDOW = 2_000;

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
  private readonly marks: Marks;
  /** What is known of each contact that was looked up in this run. */
  private readonly known = new Map<string, Remembered | undefined>();
  /** Looked up, and certainly not sent. */
  private readonly unsent = new Set<string>();
  private readonly closed = new Set<string>();
  /** Marks in the journal that mean nothing any more. */
  private readonly rubbish = new Set<string>();
  /** The times noted for uncertain contacts. */
  private readonly times = new Map<string, number[]>();
  private readonly bucketsUsed = new Set<number>();
  private fresh: boolean | undefined;
  /** No contact that was looked up was ever in a run of this target. */
  private isUntouched = true;
  private next = 0;

  constructor(
    journal: StorageRow,
    private readonly register: StorageRow,
    private readonly settings: StoreSettings,
  ) {
    this.journal = inPairs(journal);
    this.marks = new Marks(settings.scope);
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

  /** Each look leaves a mark that is taken out again at a cost, so a target used before is asked for one window. */
  async recallRest(contactIds: string[]): Promise<Rest> {
    const asked = contactIds.slice(0, WINDOW);
    const remembered = await this.recall(asked);
    const isNew = this.fresh === true && this.isUntouched;
    return { remembered, told: isNew ? contactIds : asked };
  }

  async open(contactIds: string[]): Promise<void> {
    const bucket = bucketOf(clock().now());
    const tried = this.marks.tried(bucket);
    for (const ids of inBatches(contactIds, WINDOW)) {
      const there = await this.journal.record([...this.marks.all('opened', ids), tried]);
      if (!there.has(tried)) this.bucketsUsed.add(bucket);
      for (const id of ids) this.unsent.delete(id);
    }
  }

  async close(contactIds: string[]): Promise<void> {
    if (contactIds.length === 0) return;
    await this.journal.remove([
      ...this.marks.all('inWork', contactIds),
      ...this.timesOf(contactIds),
    ]);
    for (const id of contactIds) {
      this.unsent.delete(id);
      this.closed.add(id);
    }
    for (const mark of this.marks.all('opened', contactIds)) this.rubbish.add(mark);
  }

  async doubt(contactIds: string[]): Promise<void> {
    const closed = contactIds.filter((id) => this.closed.delete(id));
    const opened = this.marks.all('opened', closed);
    await this.journal.record([...opened, ...this.marks.all('inWork', closed)]);
    for (const mark of opened) this.rubbish.delete(mark);
    await this.noteTime(contactIds, bucketOf(clock().now()));
  }

  async forget(contactIds: string[]): Promise<void> {
    const looked = contactIds.filter((id) => this.known.has(id));
    if (looked.length === 0) return;
    await this.journal.remove([...this.marks.all('opened', looked), ...this.timesOf(looked)]);
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
      await this.register.remove(this.marks.all('register', some));
    }
    await this.journal.remove([
      ...this.marks.all('inWork', unsent),
      ...this.rubbish,
      ...[...this.bucketsUsed].map((bucket) => this.marks.tried(bucket)),
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
    await this.journal.remove([...this.rubbish]);
    this.rubbish.clear();
    this.fresh ??= (await this.journal.record([this.marks.one('used')])).size === 0;
    const inWork = this.marks.all('inWork', ids);
    const opened = this.marks.all('opened', ids);
    const registers = this.marks.all('register', ids);
    // Killed before it is clear which of them were sent, all would be found as tried just now.
    const now = this.marks.tried(bucketOf(clock().now()));
    const noted = await this.journal.record(this.fresh ? inWork : [now, ...inWork, ...opened]);
    const registered = await this.register.record(registers);
    if (registered.size > 0) this.isUntouched = false;
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
    if (this.fresh) await this.doubtForgotten(uncertain);
    else await this.journal.remove(noted.has(now) ? asked : [...asked, now]);
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
    const young = youngBuckets(now, this.settings.waitBeforeAgainMs);
    const there = await this.journal.record([
      ...ids.flatMap((id) => young.map((bucket) => this.marks.time(id, bucket))),
      ...young.map((bucket) => this.marks.tried(bucket)),
    ]);
    const lastTry = young.find((bucket) => there.has(this.marks.tried(bucket)));
    const asked = young
      .map((bucket) => this.marks.tried(bucket))
      .filter((mark) => !there.has(mark));
    for (const id of ids) {
      const noted = young.filter((bucket) => there.has(this.marks.time(id, bucket)));
      const last = noted[0] ?? lastTry;
      const triedAt = last === undefined ? oldest : Math.min(now, endOf(last));
      this.known.set(id, { was: 'uncertain', triedAt });
      const kept = last === undefined ? noted : [...new Set([last, ...noted])];
      this.times.set(id, kept);
      for (const bucket of young) {
        if (!kept.includes(bucket)) asked.push(this.marks.time(id, bucket));
      }
    }
    await this.journal.remove(asked);
  }

  /** Of contacts that the register has and a journal that somebody cleared does not. */
  private async doubtForgotten(ids: string[]): Promise<void> {
    await this.journal.record(this.marks.all('opened', ids));
    await this.noteTime(ids, bucketOf(clock().now()));
  }

  private async noteTime(ids: string[], bucket: number): Promise<void> {
    await this.journal.record(ids.map((id) => this.marks.time(id, bucket)));
    for (const id of ids) this.times.set(id, [...(this.times.get(id) ?? []), bucket]);
  }

  /** The marks of the times at which contacts were tried, as far as this run knows of them; they are done with. */
  private timesOf(ids: string[]): string[] {
    return ids.flatMap((id) => {
      const buckets = this.times.get(id) ?? [];
      this.times.delete(id);
      return buckets.map((bucket) => this.marks.time(id, bucket));
    });
  }
}
