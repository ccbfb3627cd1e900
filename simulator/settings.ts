/** What a test or a user may change while the simulator runs. */
export interface Settings {
  /** Which request bodies are understood; the other kind is refused with 320001, as the vendor would. */
  bodyFormat: 'form' | 'json';
  /** Whether scalars in replies change at random between number and text. */
  jitter: boolean;
  /**
   * What a lookup of a contact that was not dialled yet gives; the vendors do not document it. `frame`: at Sobot, a
   * record with nothing in it, as for a contact that the task does not hold.
   */
  waitingContact: 'record' | 'nothing' | 'frame';
  /** How far back lies what reads show of contacts and new tasks, in milliseconds: a replica that lags. */
  readLagMs: number;
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
  /** Contact ids that the vendors drop without a word. */
  dropContacts: string[];
  /** While true, no further call is started. */
  holdCalls: boolean;
  /** How AIRUDDER says that a token is not valid: HTTP status 401, or the code 401 in a reply with status 200. */
  unauthorizedAs: 'status' | 'code';
  /** Key of AIRUDDER's encryption; empty means that it is off. */
  aesKey: string;
  /** In which zone AIRUDDER reads times without one. */
  zone: string;
  /** Which moment of a call Sobot compares with the time span that is asked for; the vendor does not say. */
  spanOf: 'start' | 'end';
  /** What AIRUDDER answers with when a recording is asked for; the vendor does not document it. */
  recordingForm: 'audio' | 'zip' | 'link';
  /** Where AIRUDDER pushes to, as its staff would set it up: one address for each kind of trigger. */
  airudderPushUrls: Partial<Record<'task' | 'workflow' | 'inbound' | 'chatbot', string>>;
  /** Whether AIRUDDER's pushes are encrypted with `aesKey`. */
  pushEncrypted: boolean;
  /** Real milliseconds until AIRUDDER sends an unanswered push again; it tries five times more. */
  pushRetryMs: number;
  /**
   * Paths that AIRUDDER does not publish, by row of the table in docs/vendors/airudder.md; the request comes back as
   * it was.
   */
  unknownPaths: Record<string, string>;
}

export const DEFAULT_SETTINGS: Settings = {
  bodyFormat: 'form',
  jitter: false,
  waitingContact: 'record',
  readLagMs: 0,
  robots: 20,
  doNotDisturb: [],
  pushStyle: 'vendor',
  pushContentType: 'application/json;charset=UTF-8',
  pushCopies: 1,
  pushShuffle: 0,
  pushUnanswered: true,
  dropContacts: [],
  holdCalls: false,
  unauthorizedAs: 'status',
  aesKey: '',
  zone: 'Asia/Shanghai',
  spanOf: 'end',
  recordingForm: 'audio',
  airudderPushUrls: {},
  pushEncrypted: false,
  pushRetryMs: 60_000,
  unknownPaths: {},
};
