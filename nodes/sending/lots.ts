import type { LotMarks } from './marks';
import type { StorageRow } from './storage-row';

/** What the journal says of a contact that is in a lot. */
export type LotState = 'sent' | 'perhapsSent' | 'notSent';

/**
 * Contacts in work that were never sent, in lots: one for each batch, in the order of the run. Each contact has a mark
 * that names its lot; sending a batch takes one mark, that its lot began:
 *
 * | the contact's lot | it was |
 * |---|---|
 * | did not begin | not sent |
 * | was the last to begin | perhaps sent; sent if a lot of the other side began since (see `TwoSides`) |
 * | began before another one | sent |
 *
 * What is not so (refused, doubted, put off) is noted for the contact itself, before the next lot begins.
 */
export class Lots {
  private numbers = new Map<string, number>();
  private last = -1;
  /** How many contacts and lots there were when they were noted; 0 when there are none. */
  private planned = { contacts: 0, lots: 0 };
  private isOver = false;

  constructor(
    private readonly journal: StorageRow,
    private readonly marks: LotMarks,
  ) {}

  /** Notes contacts as not sent, in these lots. There may be none yet. */
  async plan(lots: string[][]): Promise<void> {
    lots.forEach((ids, number) => ids.forEach((id) => this.numbers.set(id, number)));
    this.planned = { contacts: this.numbers.size, lots: lots.length };
    if (this.isEmpty()) return;
    const planned = [...this.numbers].map(([id, number]) => this.marks.of(number, id));
    const { contacts } = this.planned;
    await this.journal.record([this.marks.exist(), this.marks.count(contacts), ...planned]);
  }

  isEmpty(): boolean {
    return this.planned.contacts === 0;
  }

  /** Ids that are in a lot. */
  all(): string[] {
    return this.isOver ? [] : [...this.numbers.keys()];
  }

  /** What the journal says of a contact, if it is in a lot. */
  stateOf(contactId: string): LotState | undefined {
    const number = this.isOver ? undefined : this.numbers.get(contactId);
    return number === undefined ? undefined : stateIn(number, this.last);
  }

  /** The lot that these contacts are to be sent in, if they are in one that may begin. */
  nextLotOf(contactIds: string[]): number | undefined {
    const [number, ...others] = new Set(contactIds.map((id) => this.numbers.get(id)));
    if (this.isOver) return undefined;
    return number !== undefined && others.length === 0 && number > this.last ? number : undefined;
  }

  /** The mark that the contacts of a lot are about to be sent, and those of the one before were. */
  beginning(lot: number): string {
    return this.marks.began(lot);
  }

  /** That mark is noted. */
  begun(lot: number): void {
    this.last = lot;
  }

  /** Whether all of them began. */
  haveBegun(): boolean {
    return this.last >= this.planned.lots - 1;
  }

  /** The mark that all were sent, or are noted for themselves. */
  ending(): string {
    return this.marks.over();
  }

  /** That mark is noted. */
  ended(): void {
    this.isOver = true;
  }

  /** These are not in work any more: they were sent, or are noted for themselves. */
  async leave(contactIds: string[]): Promise<void> {
    const left: string[] = [];
    for (const id of contactIds) {
      const number = this.numbers.get(id);
      if (number !== undefined) left.push(this.marks.of(number, id));
    }
    await this.journal.remove(left);
    // Only now, so that `clear` takes them out if this failed.
    for (const id of contactIds) this.numbers.delete(id);
  }

  /** All were sent, or are noted for themselves; the lots are done with. */
  async clear(): Promise<void> {
    if (this.isEmpty()) return;
    // In this order: cut off in between, nobody who was sent passes for not sent, and no lots that exist for over.
    await this.journal.remove([
      ...[...this.numbers].map(([id, number]) => this.marks.of(number, id)),
      ...this.marks.allBegan(),
      this.marks.over(),
      this.marks.count(this.planned.contacts),
      this.marks.exist(),
    ]);
    this.numbers = new Map();
    this.last = -1;
    this.planned = { contacts: 0, lots: 0 };
    this.isOver = false;
  }
}

/** @param last the last lot that began; -1 if none did */
export function stateIn(lot: number, last: number): LotState {
  if (lot > last) return 'notSent';
  return lot === last ? 'perhapsSent' : 'sent';
}
