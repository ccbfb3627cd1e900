import { Lots, type LotState } from './lots';
import type { Marks } from './marks';
import type { StorageRow } from './storage-row';

/**
 * The lots that are sent, and those that come next, which are planned while the last ones of the others are on their
 * way. When the first of the next ones begins, the others are over: the same write says so, and their marks are taken
 * out while that batch is on its way.
 */
export class TwoSides {
  /** The lots that are sent. */
  now: Lots;
  /** The next ones. */
  next: Lots;

  constructor(journal: StorageRow, marks: Marks) {
    this.now = new Lots(journal, marks.lots(0));
    this.next = new Lots(journal, marks.lots(1));
  }

  /** Ids that are in a lot. */
  all(): string[] {
    return [...this.now.all(), ...this.next.all()];
  }

  /** What the journal says of a contact, if it is in a lot. */
  stateOf(contactId: string): LotState | undefined {
    return this.now.stateOf(contactId) ?? this.next.stateOf(contactId);
  }

  /** The lot that these contacts are to be sent in and its side, if they are in one that may begin. */
  nextLotOf(contactIds: string[]): { lots: Lots; lot: number } | undefined {
    for (const lots of [this.now, this.next]) {
      const lot = lots.nextLotOf(contactIds);
      if (lot !== undefined) return { lots, lot };
    }
    return undefined;
  }

  async leave(contactIds: string[]): Promise<void> {
    await this.now.leave(contactIds);
    await this.next.leave(contactIds);
  }

  /** What comes next is sent from now on, and what was sent is over. */
  turn(): void {
    this.now.ended();
    [this.now, this.next] = [this.next, this.now];
  }

  async clear(): Promise<void> {
    await this.now.clear();
    await this.next.clear();
  }
}
