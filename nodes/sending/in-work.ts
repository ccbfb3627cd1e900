import { Meanwhile } from '../basics/meanwhile';
import type { Entries } from './entries';
import type { Lots } from './lots';
import type { Marks } from './marks';
import type { StorageRow } from './storage-row';
import type { Tries } from './tries';
import { TwoSides } from './two-sides';

/** The contacts in work, as the journal has them: in lots, or with an entry for each. */
export class InWork {
  readonly lots: TwoSides;
  /** Certainly not sent. */
  readonly unsent = new Set<string>();
  private readonly closed = new Set<string>();
  /** What is done while a batch is on its way. */
  readonly meanwhile = new Meanwhile();

  constructor(
    journal: StorageRow,
    marks: Marks,
    private readonly entries: Entries,
    private readonly tries: Tries,
  ) {
    this.lots = new TwoSides(journal, marks);
  }

  /**
   * These are about to be sent.
   *
   * @param planNext called when the last lot has begun, and done while that is on its way
   */
  async open(contactIds: string[], planNext?: () => Promise<void>): Promise<void> {
    const next = this.lots.nextLotOf(contactIds);
    if (next === undefined) {
      await this.leaveLots();
      await this.entries.open(contactIds);
    } else {
      await this.begin(next.lots, next.lot);
      if (planNext !== undefined && next.lots.haveBegun()) this.meanwhile.do(planNext);
    }
    for (const id of contactIds) this.unsent.delete(id);
  }

  /** A lot begins, and all before it are over. */
  private async begin(lots: Lots, lot: number): Promise<void> {
    const { now } = this.lots;
    const isTurn = lots !== now;
    if (isTurn) {
      await this.meanwhile.caughtUp();
      await this.noteAlone(now.all());
    }
    await this.tries.record([lots.beginning(lot), ...(isTurn ? [now.ending()] : [])]);
    lots.begun(lot);
    if (!isTurn) return;
    this.lots.turn();
    this.meanwhile.do(async () => await now.clear());
  }

  async close(contactIds: string[]): Promise<void> {
    for (const id of contactIds) {
      this.unsent.delete(id);
      this.closed.add(id);
    }
    await this.entries.close(contactIds);
    // Of the others, the next lot that begins says that they were sent.
    await this.lots.leave(contactIds.filter((id) => this.lots.stateOf(id) === 'notSent'));
  }

  async doubt(contactIds: string[]): Promise<void> {
    for (const id of contactIds) this.closed.delete(id);
    await this.entries.doubt(contactIds);
  }

  async forget(contactIds: string[]): Promise<void> {
    for (const id of contactIds) this.unsent.add(id);
    await this.entries.unsent(contactIds);
    const inLots = contactIds.filter((id) => (this.lots.stateOf(id) ?? 'sent') !== 'sent');
    await this.entries.add(inLots.filter((id) => !this.entries.has(id)));
  }

  /** Makes entries for those that were not sent for certain, and lets all others pass for sent. */
  async leaveLots(): Promise<void> {
    await this.meanwhile.caughtUp();
    await this.noteAlone(this.lots.all());
    await this.lots.clear();
  }

  /** Makes entries for those in lots that were not sent for certain. */
  private async noteAlone(contactIds: string[]): Promise<void> {
    const alone = contactIds.filter((id) => !this.entries.has(id));
    await this.entries.add(alone.filter((id) => this.unsent.has(id)));
    await this.doubt(alone.filter((id) => !this.unsent.has(id) && !this.closed.has(id)));
  }
}
