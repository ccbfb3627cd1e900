/** What a test or a user may change while the simulator runs. */
export interface Settings {
  /** Which request bodies are understood; the other kind is refused with 320001, as the vendor would. */
  bodyFormat: 'form' | 'json';
  /** Whether scalars in replies change at random between number and text. */
  jitter: boolean;
  /** What a lookup of a contact that was not dialled yet gives; the vendor does not document it. */
  waitingContact: 'record' | 'nothing';
  /** Robots of the account. */
  robots: number;
  /** The account's own do-not-disturb list, which file imports are filtered by. */
  doNotDisturb: string[];
  /** Pushes as the vendor prints them (no JSON), or as strict JSON. */
  pushStyle: 'vendor' | 'strict';
  pushContentType: string;
  /** How often each result is pushed. */
  pushCopies: number;
  /** Holds results back and sends them in random order, this many at a time. */
  pushShuffle: number;
  /** Whether calls nobody answered are pushed; the vendor does not say. */
  pushUnanswered: boolean;
  /** While true, no further call is started. */
  holdCalls: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  bodyFormat: 'form',
  jitter: false,
  waitingContact: 'record',
  robots: 20,
  doNotDisturb: [],
  pushStyle: 'vendor',
  pushContentType: 'application/json;charset=UTF-8',
  pushCopies: 1,
  pushShuffle: 0,
  pushUnanswered: true,
  holdCalls: false,
};
