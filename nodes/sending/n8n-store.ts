import { inBatches } from '../basics/batches';
import { tried } from '../basics/tried';
import { clock } from '../runtime/clock';
import { Entries } from './entries';
import { InWork } from './in-work';
import type { LedgerStore, Remembered, Rest } from './ledger';
import type { Lots, LotState } from './lots';
import { lotMarks, LotsLeft } from './lots-left';
import { Marks } from './marks';
import { inPairs, type StorageRow } from './storage-row';
import { Tries } from './tries';
import { WINDOW, WINDOW_WITH_LOTS_LEFT, Windows } from './windows';
import { noteWaiting, sawWaiting } from './waiting-sign';

/** A journal of so many marks is short: those who were not sent may stay in it. */
const SHORT = 20_000;

/** So many marks are taken out of the register in one go; n8n searches all of it for each. */
const REMOVED_AT_ONCE = 25;

/** What the marks of one target of one round begin with. */
export interface StoreSettings {
  /** The vendor, the target and the user's word under Call Again. */
  scope: string;
  /** How old a try may be until its time does not matter any more, in milliseconds. */
  waitBeforeAgainMs: number;
  /** All contacts of the run, in the order in which they will be sent. */
  order: string[];
  /** So many of them are looked up and sent together. */
  batchSize: number;
}

/**
 * What is known of contacts across executions, in two tiers. The register (the node's row) has a mark for each contact
 * that was ever in a run. The journal (the workflow's row) is small, and says which of them are not, or not certainly,
 * sent:
 *
 * | register | journal: inWork | journal: opened | the contact was |
 * |---|---|---|---|
 * | no | – | – | never sent |
 * | yes | no | – | sent, or what its lot says (see `Lots`) |
 * | yes | yes | no | certainly not sent |
 * | yes | yes | yes | perhaps sent, at a time noted beside it |
 *
 * The larger the register is, the more contacts it is asked for at once (see `Windows`). Those that were never sent are
 * noted in lots, which cost one write a batch. In a target that was never used before, that is everybody, and the
 * journal is not asked. Asking for a mark sets it, so the marks are asked in an order in which a process killed in
 * between leaves `perhaps sent` behind, never something wrong.
 */
export class N8nStore implements LedgerStore {
  private readonly journal: StorageRow;
  private readonly marks: Marks;
  private readonly entries: Entries;
  private readonly inWork: InWork;
  private readonly tries: Tries;
  private lotsLeft: LotsLeft | undefined;
  /** What is known of each contact that was looked up in this run. */
  private readonly known = new Map<string, Remembered | undefined>();
  private fresh: boolean | undefined;
  /** How many contacts the register had when this run first looked something up. */
  private remembered: number | undefined;
  /** No contact that was looked up was ever in a run of this target. */
  private isUntouched = true;
  private readonly windows: Windows;

  constructor(
    journal: StorageRow,
    private readonly register: StorageRow,
    private readonly settings: StoreSettings,
    readonly isAlone: () => boolean,
  ) {
    this.journal = inPairs(journal);
    this.windows = new Windows(settings.order, settings.batchSize);
    this.marks = new Marks(settings.scope);
    this.tries = new Tries(this.journal, this.marks, settings.waitBeforeAgainMs);
    this.entries = new Entries(this.journal, this.marks, this.tries);
    this.inWork = new InWork(this.journal, this.marks, this.entries, this.tries);
  }

  async recall(contactIds: string[]): Promise<Map<string, Remembered>> {
    const unknown = () => contactIds.filter((id) => !this.known.has(id));
    if (unknown().length > 0) await this.inWork.meanwhile.caughtUp();
    const missing = unknown();
    if (missing.length > 0) await this.look(missing, this.settings.batchSize);
    const known = contactIds.filter((id) => this.known.get(id) !== undefined);
    return new Map(known.map((id) => [id, this.known.get(id) as Remembered]));
  }

  async recallRest(contactIds: string[]): Promise<Rest> {
    await tried(this.inWork.meanwhile.caughtUp());
    const fresh = await this.isFresh();
    const asked = this.windows.rest(contactIds, fresh, this.known);
    const missing = asked.filter((id) => !this.known.has(id));
    if (fresh && missing.length > 0) await this.planNow(missing);
    else if (missing.length > 0) await this.look(missing, this.windows.leastOfRest());
    return {
      remembered: await this.recall(asked),
      told: fresh && this.isUntouched ? contactIds : asked,
    };
  }

  async open(contactIds: string[]): Promise<void> {
    const isNew = this.fresh === true;
    await this.inWork.open(contactIds, isNew ? async () => await this.planNext() : undefined);
  }

  async close(contactIds: string[]): Promise<void> {
    await this.inWork.close(contactIds);
  }

  async doubt(contactIds: string[]): Promise<void> {
    await this.inWork.doubt(contactIds);
  }

  async forget(contactIds: string[]): Promise<void> {
    await this.inWork.forget(contactIds.filter((id) => this.known.has(id)));
  }

  async sawWaiting(way: string): Promise<boolean> {
    return await sawWaiting(this.journal, way);
  }

  async noteWaiting(way: string): Promise<void> {
    await noteWaiting(this.journal, way);
  }

  /**
   * Tidies up when the run is over: what was sent leaves one mark. Who was not sent stays in the journal, as long as
   * that is short, since taking marks out of the register is slow.
   */
  async end(): Promise<void> {
    await tried(this.inWork.meanwhile.caughtUp());
    await this.inWork.leaveLots();
    await this.lotsLeft?.end();
    const isShort = this.inWork.unsent.size === 0 || (await this.journal.count()) <= SHORT;
    const removed = isShort ? [] : [...this.inWork.unsent];
    for (const some of inBatches(removed, REMOVED_AT_ONCE)) {
      await this.register.remove(this.marks.all('register', some));
    }
    await this.entries.tidy(removed);
  }

  /** Whether this target was never used before this run. */
  private async isFresh(): Promise<boolean> {
    if (this.fresh !== undefined) return this.fresh;
    const fresh = (await this.journal.record([this.marks.one('used')])).size === 0;
    if (!fresh) this.lotsLeft = await LotsLeft.find(this.journal, this.marks);
    // Known only now, so that the lots are looked for again if n8n's storage failed in between.
    this.fresh = fresh;
    return fresh;
  }

  /** Finds out what is known of contacts. @param least how many at once, unless the register is large */
  private async look(missing: string[], least: number): Promise<void> {
    const isFresh = await this.isFresh();
    if (!isFresh) this.remembered ??= await this.register.count();
    const atOnce = isFresh
      ? this.windows.most()
      : this.windows.forRegister(this.remembered ?? 0, least);
    // A batch may be so large that it is looked up in parts, so that nothing blocks n8n for long.
    const part = this.lotsLeft === undefined ? WINDOW : WINDOW_WITH_LOTS_LEFT;
    for (const window of this.windows.around(missing, atOnce, (id) => this.known.has(id))) {
      const isWhole = window.length <= part;
      if (isFresh) await this.planNow(window);
      else for (const ids of inBatches(window, part)) await this.lookUp(ids, isWhole);
    }
  }

  private async planNow(ids: string[]): Promise<void> {
    await this.inWork.leaveLots();
    await this.plan(this.inWork.lots.now, ids);
  }

  /** Notes the contacts that come next, while the last ones of a window are on their way. */
  private async planNext(): Promise<void> {
    if (!this.inWork.lots.next.isEmpty()) return;
    const ids = this.windows.ahead(this.windows.most(), (id) => this.known.has(id));
    await this.plan(this.inWork.lots.next, ids);
  }

  /** Notes contacts of a new target as in work. */
  private async plan(lots: Lots, ids: string[]): Promise<void> {
    await lots.plan(this.windows.batchesOf(ids));
    const registers = this.marks.all('register', ids);
    const registered = await this.register.record(registers);
    // A journal that somebody cleared does not know any more what the register still has.
    const forgotten = ids.filter((_, at) => registered.has(registers[at]));
    ids.forEach((id, at) =>
      this.note(id, registered.has(registers[at]) ? 'perhapsSent' : 'notSent'),
    );
    if (forgotten.length === 0) return;
    this.isUntouched = false;
    await this.doubt(forgotten);
    await this.inWork.lots.leave(forgotten);
    await this.recallTries(forgotten);
  }

  /** Looks up contacts in a target used before, and notes those that were not sent for certain. */
  private async lookUp(ids: string[], isWhole: boolean): Promise<void> {
    await this.inWork.leaveLots();
    const lots = this.lotsLeft?.marksOf(ids) ?? [];
    const noted = await this.entries.ask(ids, lots);
    const registers = this.marks.all('register', ids);
    const registered = await this.register.record(registers);
    if (registered.size > 0) this.isUntouched = false;
    const entryOf = (id: string) => this.entries.stateOf(id, noted);
    const states = new Map<string, LotState>();
    ids.forEach((id, at) => {
      const entry = entryOf(id) ?? this.lotsLeft?.stateOf(id, noted) ?? 'sent';
      states.set(id, registered.has(registers[at]) ? entry : 'notSent');
    });
    const doubted = new Set(ids.filter((id) => entryOf(id) === 'perhapsSent'));
    const mayUseLots = isWhole && this.lotsLeft === undefined && ids.length <= this.windows.most();
    const isInLot = (id: string) => mayUseLots && states.get(id) === 'notSent' && !doubted.has(id);
    await this.inWork.lots.now.plan(this.windows.batchesOf(ids).map((lot) => lot.filter(isInLot)));
    // A run that was cut off while it asked for lots that others left behind has left marks of all of them.
    const stale = [...lots, ...lotMarks(this.marks, [...doubted])];
    await this.entries.settle(states, isInLot, stale);
    const unentered = ids.filter((id) => entryOf(id) === undefined);
    this.lotsLeft?.noted(noted, unentered);
    // Known only now, so that they are asked for again if n8n's storage failed in between.
    states.forEach((state, id) => this.note(id, state));
    await this.recallTries(ids.filter((id) => states.get(id) === 'perhapsSent'));
  }

  private note(id: string, state: LotState): void {
    if (state === 'notSent') {
      this.known.set(id, undefined);
      this.inWork.unsent.add(id);
    } else if (state === 'sent') this.known.set(id, { was: 'sent' });
    else this.known.set(id, { was: 'uncertain', triedAt: clock().now() });
  }

  private async recallTries(ids: string[]): Promise<void> {
    for (const [id, triedAt] of await this.tries.recall(ids)) {
      this.known.set(id, { was: 'uncertain', triedAt });
    }
  }
}
