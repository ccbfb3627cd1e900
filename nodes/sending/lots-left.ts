import { stateIn, type LotState } from './lots';
import { SIDES, type LotMarks, type Marks } from './marks';
import type { StorageRow } from './storage-row';

/** The lots of one side that a run left behind. */
interface SideLeft {
  marks: LotMarks;
  /** The last lot that began; -1 if none did. */
  last: number;
  /** Whether all were sent, or are noted for themselves. */
  isOver: boolean;
  /** How many of their contacts were found so far. */
  found: number;
}

/** The lots that a run left behind which was cut off, as a later run finds them. */
export class LotsLeft {
  private constructor(
    private readonly journal: StorageRow,
    private readonly marks: Marks,
    private readonly sides: SideLeft[],
    /** Whether it is known which lots began: no run was cut off while it asked for that. */
    private readonly isCertain: boolean,
  ) {}

  /** @returns undefined if none were left behind */
  static async find(journal: StorageRow, marks: Marks): Promise<LotsLeft | undefined> {
    const sides = SIDES.map((side) => marks.lots(side));
    const asking = marks.one('lots asked');
    const asked = sides.flatMap((lots) => [lots.exist(), lots.over(), ...lots.allBegan()]);
    const there = await journal.record([asking, ...asked]);
    const isCertain = !there.has(asking);
    if (isCertain) await journal.remove([...asked.filter((mark) => !there.has(mark)), asking]);
    const left = sides
      .filter((lots) => there.has(lots.exist()))
      .map((lots) => ({
        marks: lots,
        last: Math.max(-1, ...lots.allBegan().map((mark, lot) => (there.has(mark) ? lot : -1))),
        isOver: there.has(lots.over()),
        found: 0,
      }));
    return left.length === 0 ? undefined : new LotsLeft(journal, marks, left, isCertain);
  }

  /** All marks of these lots that contacts may have. */
  marksOf(contactIds: string[]): string[] {
    return contactIds.flatMap((id) => this.sides.flatMap(({ marks }) => marks.anyOf(id)));
  }

  /** @param there the marks that were found */
  stateOf(contactId: string, there: ReadonlySet<string>): LotState | undefined {
    for (const { marks, last, isOver } of this.sides) {
      const lot = marks.anyOf(contactId).findIndex((mark) => there.has(mark));
      if (lot === -1) continue;
      if (!this.isCertain) return 'perhapsSent';
      return isOver ? 'sent' : stateIn(lot, last);
    }
    return undefined;
  }

  /**
   * These are noted for themselves now. Those that had an entry may have their marks from a run that was cut off while it
   * asked, and be in no lot.
   *
   * @param there the marks that were found
   * @param contactIds contacts without an entry
   */
  noted(there: ReadonlySet<string>, contactIds: string[]): void {
    for (const id of contactIds) {
      const lots = this.sides.filter(({ marks }) =>
        marks.anyOf(id).some((mark) => there.has(mark)),
      );
      const isOne = this.marksOf([id]).filter((mark) => there.has(mark)).length === 1;
      if (isOne) lots[0].found++;
    }
  }

  /** Takes out what names the lots of a side, if all of their contacts were found. */
  async end(): Promise<void> {
    const seen = this.sides.filter(({ found }) => found > 0);
    if (seen.length === 0 || !this.isCertain) return;
    const counting = this.marks.one('lots counted');
    const counts = seen.map(({ marks, found }) => marks.count(found));
    // A run that is cut off between the two leaves a number that may be wrong, so that none is believed any more.
    const wasCutOff = (await this.journal.record([counting])).has(counting);
    if (wasCutOff) return;
    const there = await this.journal.record(counts);
    const whole = seen.filter((_, at) => there.has(counts[at]));
    const names = whole.flatMap(({ marks }) => [...marks.allBegan(), marks.over(), marks.exist()]);
    await this.journal.remove([...names, ...counts, counting]);
  }
}

/** All marks of lots that contacts may have, on any side. */
export function lotMarks(marks: Marks, contactIds: string[]): string[] {
  const sides = SIDES.map((side) => marks.lots(side));
  return contactIds.flatMap((id) => sides.flatMap((lots) => lots.anyOf(id)));
}
