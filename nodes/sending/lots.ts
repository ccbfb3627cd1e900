import type { Marks } from './marks';
import type { StorageRow } from './storage-row';

/** So many batches of contacts are noted as in work at once. */
export const MOST_LOTS = 10;

/** What the journal says of a contact that is in a lot. */
export type LotState = 'sent' | 'perhapsSent' | 'notSent';

/**
 * Contacts in work that were never sent, in lots: one for each batch, in the order of the run. Each contact has a mark
 * that names its lot; sending a batch takes one mark, that its lot began:
 *
 * | the contact's lot | it was |
 * |---|---|
 * | did not begin | not sent |
 * | was the last to begin | perhaps sent |
 * | began before another one | sent |
 *
 * What is not so (refused, doubted, put off) is noted for the contact itself, before the next lot begins.
 */
export class Lots {
  private numbers = new Map<string, number>();
  private last = -1;
  /** How many contacts there were when the lots were noted; 0 when there are none. */
  private planned = 0;

  constructor(
    private readonly journal: StorageRow,
    private readonly marks: Marks,
  ) {}

  /** Notes contacts as not sent, in these lots. None may be under way. */
  async plan(lots: string[][]): Promise<void> {
    lots.forEach((ids, number) => ids.forEach((id) => this.numbers.set(id, number)));
    this.planned = this.numbers.size;
    if (this.planned === 0) return;
    const planned = [...this.numbers].map(([id, number]) => this.marks.lot(number, id));
    await this.journal.record([this.marks.lots(), this.marks.inLots(this.planned), ...planned]);
  }

  /** Ids that are in a lot. */
  all(): string[] {
    return [...this.numbers.keys()];
  }

  /** What the journal says of a contact, if it is in a lot. */
  stateOf(contactId: string): LotState | undefined {
    const number = this.numbers.get(contactId);
    return number === undefined ? undefined : stateIn(number, this.last);
  }

  /** The lot that these contacts are to be sent in, if they are in one that may begin. */
  nextLotOf(contactIds: string[]): number | undefined {
    const [number, ...others] = new Set(contactIds.map((id) => this.numbers.get(id)));
    return number !== undefined && others.length === 0 && number > this.last ? number : undefined;
  }

  /** The mark that the contacts of a lot are about to be sent, and those of the one before were. */
  beginning(lot: number): string {
    return this.marks.one('began', String(lot));
  }

  /** That mark is noted. */
  begun(lot: number): void {
    this.last = lot;
  }

  /** These are not in work any more: they were sent, or are noted for themselves. */
  async leave(contactIds: string[]): Promise<void> {
    const left: string[] = [];
    for (const id of contactIds) {
      const number = this.numbers.get(id);
      if (number !== undefined) left.push(this.marks.lot(number, id));
      this.numbers.delete(id);
    }
    await this.journal.remove(left);
  }

  /** All were sent, or are noted for themselves; the lots are done with. */
  async clear(): Promise<void> {
    if (this.planned === 0) return;
    // In this order: cut off in between, nobody who was sent passes for not sent.
    await this.journal.remove([
      ...[...this.numbers].map(([id, number]) => this.marks.lot(number, id)),
      ...this.marks.begun(MOST_LOTS),
      this.marks.lots(),
      this.marks.inLots(this.planned),
    ]);
    this.numbers = new Map();
    this.last = -1;
    this.planned = 0;
  }
}

/** The lots that a run left behind which was cut off, as a later run finds them. */
export class LotsLeft {
  /** How many contacts of them were found so far. */
  private found = 0;

  private constructor(
    private readonly journal: StorageRow,
    private readonly marks: Marks,
    /** The last lot that began; null if a run was cut off while it asked for that. */
    private readonly last: number | null,
  ) {}

  /** @returns undefined if none were left behind */
  static async find(journal: StorageRow, marks: Marks): Promise<LotsLeft | undefined> {
    const left = marks.lots();
    const asking = marks.one('lots asked');
    const begun = marks.begun(MOST_LOTS);
    const there = await journal.record([left, asking, ...begun]);
    const isLeft = there.has(left);
    const last = begun.reduce((before, mark, lot) => (there.has(mark) ? lot : before), -1);
    const set = begun.filter((mark) => !there.has(mark));
    await journal.remove(
      there.has(asking) ? [] : isLeft ? [...set, asking] : [...set, left, asking],
    );
    return isLeft ? new LotsLeft(journal, marks, there.has(asking) ? null : last) : undefined;
  }

  /** @param there the marks that were found */
  stateOf(contactId: string, there: ReadonlySet<string>): LotState | undefined {
    for (let lot = 0; lot < MOST_LOTS; lot++) {
      if (!there.has(this.marks.lot(lot, contactId))) continue;
      return this.last === null ? 'perhapsSent' : stateIn(lot, this.last);
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
      if (lotMarks(this.marks, [id]).filter((mark) => there.has(mark)).length === 1) this.found++;
    }
  }

  /** Takes out what names the lots, if all of their contacts were found. */
  async end(): Promise<void> {
    const counting = this.marks.one('lots counted');
    if (this.found === 0 || this.last === null) return;
    const all = this.marks.inLots(this.found);
    // A run that is cut off between the two leaves a number that may be wrong, so that none is believed any more.
    const wasCutOff = (await this.journal.record([counting])).has(counting);
    if (wasCutOff) return;
    const isAll = (await this.journal.record([all])).has(all);
    const names = isAll ? [...this.marks.begun(MOST_LOTS), this.marks.lots()] : [];
    await this.journal.remove([...names, all, counting]);
  }
}

/** All marks of lots that contacts may have. */
export function lotMarks(marks: Marks, contactIds: string[]): string[] {
  return contactIds.flatMap((id) =>
    Array.from({ length: MOST_LOTS }, (_, lot) => marks.lot(lot, id)),
  );
}

function stateIn(lot: number, last: number): LotState {
  if (lot > last) return 'notSent';
  return lot === last ? 'perhapsSent' : 'sent';
}
