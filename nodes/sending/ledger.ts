import type { ContactOutcome } from '../campaign/contact';
import { takenOver } from './failures';

/*
 * What is known of a contact in one run. The only writer is the ledger below; its methods are the transitions.
 *
 * | from | to | by | because |
 * |---|---|---|---|
 * | new | held | held | n8n remembers that it was sent, or the vendor shows it, before anything was sent now |
 * | new | uncertain | recalled | an earlier run may have sent it, and was cut off before it knew |
 * | new | claimed | claim | it is about to be sent |
 * | new | unsent | unsent | the run ended before its turn |
 * | new | putOff | putOff | a guard keeps it from being called now |
 * | claimed | sent | sent | the vendor confirmed it |
 * | claimed | refused | refused | the vendor took the others and refused this one, with a reason |
 * | claimed | unsent | unsent | the vendor certainly did not act on the request |
 * | claimed | uncertain | uncertain | the request was lost, or its reply was; or only an earlier one was sent |
 * | sent | notTaken | notTaken | the vendor shows the others of its batch and not this one |
 * | sent | uncertain | doubted | the vendor confirmed it, would show it, and shows nobody of its batch |
 * | uncertain | sent | sent | sent in this run, and the vendor shows it now |
 * | uncertain | held | held | sent by an earlier run, and the vendor shows it now |
 * | uncertain | claimed | claim | long enough ago, and the vendor would show it and does not |
 *
 * Each outcome that a person sees is named from exactly one state.
 */

export type State =
  | 'new'
  | 'claimed'
  | 'sent'
  | 'held'
  | 'refused'
  | 'notTaken'
  | 'unsent'
  | 'putOff'
  | 'uncertain';

/** Which states may follow which, by the method that does it. The table above says why. */
export const TRANSITIONS: ReadonlyArray<[from: State, to: State, by: string]> = [
  ['new', 'held', 'held'],
  ['new', 'uncertain', 'recalled'],
  ['new', 'claimed', 'claim'],
  ['new', 'unsent', 'unsent'],
  ['new', 'putOff', 'putOff'],
  ['claimed', 'sent', 'sent'],
  ['claimed', 'refused', 'refused'],
  ['claimed', 'unsent', 'unsent'],
  ['claimed', 'uncertain', 'uncertain'],
  ['sent', 'notTaken', 'notTaken'],
  ['sent', 'uncertain', 'doubted'],
  ['uncertain', 'sent', 'sent'],
  ['uncertain', 'held', 'held'],
  ['uncertain', 'claimed', 'claim'],
];

/** The outcome that stands for a state; of contacts that stay in another one, nothing is known. */
export const OUTCOMES: Partial<Record<State, ContactOutcome>> = {
  sent: 'submitted',
  held: 'alreadySubmitted',
  refused: 'refused',
  notTaken: 'notTaken',
  unsent: 'notSent',
  putOff: 'notNow',
  uncertain: 'unknown',
};

/** What earlier runs left behind: sent, or perhaps sent and last tried at a moment (epoch milliseconds). */
export type Remembered = { was: 'sent' } | { was: 'uncertain'; triedAt: number };

/** What is known of contacts that a run did not reach. */
export interface Rest {
  remembered: ReadonlyMap<string, Remembered>;
  /** Those of which it is known; an earlier run may have sent the others. */
  told: string[];
}

/**
 * Where the ledger keeps what must outlive the run. Whatever moment a process is killed at: what was perhaps sent
 * is found as uncertain or sent, never as new, and what was certainly not sent is never found as sent.
 */
export interface LedgerStore {
  /** What is known of contacts that are about to be looked at, in the order of the run; absent ones are new. */
  recall(contactIds: string[]): Promise<ReadonlyMap<string, Remembered>>;
  /** The same for contacts that the run did not reach, as far as it is cheap to tell. */
  recallRest(contactIds: string[]): Promise<Rest>;
  /** These are about to be sent. */
  open(contactIds: string[]): Promise<void>;
  /** They were sent, and that is certain. */
  close(contactIds: string[]): Promise<void>;
  /** They were perhaps sent. */
  doubt(contactIds: string[]): Promise<void>;
  /** They were certainly not sent, and never closed, so that the next run may. */
  forget(contactIds: string[]): Promise<void>;
  /** Whether a vendor was seen to show contacts that wait, when asked in this way. */
  sawWaiting(way: string): Promise<boolean>;
  noteWaiting(way: string): Promise<void>;
  /** Whether no other process can have taken over, which one may when this one stands still. */
  isAlone(): boolean;
}

/** What became of the contacts of one run. */
export class Ledger {
  private readonly states = new Map<string, State>();
  private readonly tries = new Map<string, number>();
  /** Why the vendor refused a contact, by contact id. */
  readonly refusals = new Map<string, string>();

  constructor(
    readonly store: LedgerStore,
    contactIds: string[],
  ) {
    for (const id of contactIds) this.states.set(id, 'new');
  }

  stateOf(contactId: string): State {
    return this.states.get(contactId) ?? 'new';
  }

  /** Every contact with its state, in the order in which they were given. */
  all(): Array<[contactId: string, state: State]> {
    return [...this.states];
  }

  /** Ids in a state, in the order in which the contacts were given. */
  inState(...wanted: State[]): string[] {
    return [...this.states].filter(([, state]) => wanted.includes(state)).map(([id]) => id);
  }

  /** When a contact that is or was uncertain was tried last, in epoch milliseconds. */
  triedAt(contactId: string): number | undefined {
    return this.tries.get(contactId);
  }

  /** Looks up what earlier runs left behind, and notes it. */
  async recall(contactIds: string[]): Promise<void> {
    this.noteRemembered(await this.store.recall(contactIds));
  }

  /**
   * Looks up those that the run did not reach, and notes them; what cannot be told of stays new, and so do all when
   * another process may be sending them by now.
   */
  async notReached(): Promise<void> {
    const { remembered, told } = await this.store.recallRest(this.inState('new'));
    if (!this.store.isAlone()) return;
    this.noteRemembered(remembered);
    await this.unsent(told.filter((id) => this.stateOf(id) === 'new'));
  }

  private noteRemembered(remembered: ReadonlyMap<string, Remembered>): void {
    for (const [id, memory] of remembered) {
      if (memory.was === 'sent') this.move([id], 'held', 'held');
      else {
        this.tries.set(id, memory.triedAt);
        this.move([id], 'uncertain', 'recalled');
      }
    }
  }

  /**
   * Notes that these are sent now.
   *
   * @throws VendorFailure when another process may have sent them by now; they stay claimed
   */
  async claim(contactIds: string[]): Promise<void> {
    await this.store.open(contactIds);
    this.move(contactIds, 'claimed', 'claim');
    if (!this.store.isAlone()) throw takenOver();
  }

  async sent(contactIds: string[]): Promise<void> {
    this.move(contactIds, 'sent', 'sent');
    await this.store.close(contactIds);
  }

  /** Found at the vendor, and not sent by this run. */
  async held(contactIds: string[]): Promise<void> {
    this.move(contactIds, 'held', 'held');
    await this.store.close(contactIds);
  }

  async refused(reasons: ReadonlyMap<string, string>): Promise<void> {
    for (const [id, reason] of reasons) this.refusals.set(id, reason);
    const ids = [...reasons.keys()];
    this.move(ids, 'refused', 'refused');
    await this.store.forget(ids);
  }

  /** Dropped, as far as can be seen now: the next run looks again before it sends them. @param now epoch milliseconds */
  async notTaken(contactIds: string[], now: number): Promise<void> {
    this.move(contactIds, 'notTaken', 'notTaken');
    for (const id of contactIds) this.tries.set(id, now);
    await this.store.doubt(contactIds);
  }

  async unsent(contactIds: string[]): Promise<void> {
    this.move(contactIds, 'unsent', 'unsent');
    await this.store.forget(contactIds);
  }

  /** Not sent by this run, so that a later one may. */
  async putOff(contactIds: string[]): Promise<void> {
    this.move(contactIds, 'putOff', 'putOff');
    await this.store.forget(contactIds);
  }

  /** @param now epoch milliseconds */
  async uncertain(contactIds: string[], now: number): Promise<void> {
    this.move(contactIds, 'uncertain', 'uncertain');
    for (const id of contactIds) this.tries.set(id, now);
    await this.store.doubt(contactIds);
  }

  /** Confirmed, and not shown where it would be. @param now epoch milliseconds */
  async doubted(contactIds: string[], now: number): Promise<void> {
    this.move(contactIds, 'uncertain', 'doubted');
    for (const id of contactIds) this.tries.set(id, now);
    await this.store.doubt(contactIds);
  }

  /** @throws Error for a transition that the table does not have */
  private move(contactIds: string[], to: State, by: string): void {
    const starts = TRANSITIONS.filter(([, end, method]) => end === to && method === by).map(
      ([start]) => start,
    );
    for (const id of contactIds) {
      const from = this.stateOf(id);
      if (!starts.includes(from))
        throw new Error(`A contact cannot go from ${from} to ${to} by ${by}`);
      this.states.set(id, to);
    }
  }
}
