import type { LotState } from './lots';
import type { Marks } from './marks';
import type { StorageRow } from './storage-row';
import type { Tries } from './tries';

/** Contacts that the journal names: in work and, once they are about to be sent, opened. */
export class Entries {
  private readonly inWork = new Set<string>();
  /** Marks that mean nothing any more. */
  private readonly rubbish = new Set<string>();

  constructor(
    private readonly journal: StorageRow,
    private readonly marks: Marks,
    private readonly tries: Tries,
  ) {}

  has(contactId: string): boolean {
    return this.inWork.has(contactId);
  }

  /** They are about to be sent. */
  async open(contactIds: string[]): Promise<void> {
    const opened = this.marks.all('opened', contactIds);
    await this.tries.record([...this.marks.all('inWork', contactIds), ...opened]);
    for (const id of contactIds) this.inWork.add(id);
  }

  /** They were sent, and need no entry. */
  async close(contactIds: string[]): Promise<void> {
    const done = contactIds.filter((id) => this.inWork.delete(id));
    await this.journal.remove([
      ...this.marks.all('inWork', done),
      ...this.tries.settled(contactIds),
    ]);
    for (const mark of this.marks.all('opened', done)) this.rubbish.add(mark);
  }

  /** They were perhaps sent, just now. */
  async doubt(contactIds: string[]): Promise<void> {
    const others = contactIds.filter((id) => !this.inWork.has(id));
    const opened = this.marks.all('opened', others);
    const inWork = this.marks.all('inWork', others);
    await this.journal.record([...opened, ...inWork, ...this.tries.now(contactIds)]);
    for (const mark of opened) this.rubbish.delete(mark);
    for (const id of others) this.inWork.add(id);
  }

  /** Those that have an entry were not sent. */
  async unsent(contactIds: string[]): Promise<void> {
    const noted = contactIds.filter((id) => this.inWork.has(id));
    await this.journal.remove([...this.marks.all('opened', noted), ...this.tries.settled(noted)]);
  }

  /** Makes entries for contacts that were not sent. */
  async add(contactIds: string[]): Promise<void> {
    await this.journal.record(this.marks.all('inWork', contactIds));
    for (const id of contactIds) this.inWork.add(id);
  }

  /**
   * Asks for entries, and makes those that are missing as if the contacts had been opened now.
   *
   * @param more other marks to ask for
   * @returns the marks that were there
   */
  async ask(contactIds: string[], more: string[]): Promise<Set<string>> {
    const marks = [
      ...this.marks.all('inWork', contactIds),
      ...this.marks.all('opened', contactIds),
    ];
    const now = this.tries.nowOfAll();
    const there = await this.journal.record([now, ...marks, ...more]);
    if (!there.has(now)) this.rubbish.add(now);
    return there;
  }

  /** What the marks found by asking say. @returns undefined if there was no entry */
  stateOf(contactId: string, there: ReadonlySet<string>): LotState | undefined {
    if (!there.has(this.marks.one('inWork', contactId))) return undefined;
    return there.has(this.marks.one('opened', contactId)) ? 'perhapsSent' : 'notSent';
  }

  /**
   * Sets the entries that were asked for to what is so.
   *
   * @param isElsewhere whether a contact that was not sent is noted in a lot, and needs no entry
   * @param before marks to take out first
   */
  async settle(
    states: ReadonlyMap<string, LotState>,
    isElsewhere: (contactId: string) => boolean,
    before: string[],
  ): Promise<void> {
    const asked: string[] = [];
    for (const [id, state] of states) {
      // In this order: cut off in between, nobody who was sent passes for not sent.
      if (state === 'sent' || isElsewhere(id)) {
        asked.push(this.marks.one('inWork', id));
        this.inWork.delete(id);
      } else this.inWork.add(id);
      if (state !== 'perhapsSent') asked.push(this.marks.one('opened', id));
    }
    await this.journal.remove([...before, ...asked, ...this.rubbish]);
    this.rubbish.clear();
  }

  /** Takes out what means nothing any more. @param without contacts that need no entry */
  async tidy(without: string[]): Promise<void> {
    const rubbish = [...this.rubbish, ...this.tries.over()];
    await this.journal.remove([...this.marks.all('inWork', without), ...rubbish]);
  }
}
