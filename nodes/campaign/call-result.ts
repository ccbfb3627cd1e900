import type { TranscriptLine } from './transcript';

/**
 * How a call ended, in words. `notConnected` means that nobody was reached and the vendor does not say why;
 * `cancelled` that it was called off before. `noRecord` means that the vendor returned nothing for the contact: it
 * was not dialled yet, or it is not in the task. `unknown` means a status the vendor does not document.
 */
export type CallOutcome =
  | 'answered'
  | 'noAnswer'
  | 'notConnected'
  | 'busy'
  | 'poweredOff'
  | 'suspended'
  | 'vacant'
  | 'rejected'
  | 'cancelled'
  | 'pending'
  | 'dialing'
  | 'unknown'
  | 'noRecord';

/**
 * What came back for one call: the same fields for every vendor, so that one workflow can treat
 * them alike. Ids and phone numbers are text and keep every digit.
 */
export interface CallResult {
  taskId: string | null;
  contactId: string | null;
  callId: string | null;
  outcome: CallOutcome;
  /** The vendor's own status number, as it came. */
  statusCode: number | null;
  answered: boolean;
  /** Whether calling again later makes sense: no answer, not connected, busy or switched off. */
  retryable: boolean;
  phone: string | null;
  /** Whether the vendor hides digits of `phone`. A masked number is for display, never a key. */
  phoneMasked: boolean;
  callerNumber: string | null;
  /** The labels the robot gave the call, in the vendor's order. */
  intentions: string[];
  intentionRaw: string | null;
  /** ISO 8601 in UTC; null when it did not happen. */
  startTime: string | null;
  answerTime: string | null;
  endTime: string | null;
  /** Seconds from start to end, with milliseconds as decimals. */
  callDurationSeconds: number | null;
  /** Seconds from answer to end. */
  talkDurationSeconds: number | null;
  userMessageCount: number | null;
  recordingUrl: string | null;
  /** Whether the vendor marks the record as deleted; null where it does not say. */
  deleted: boolean | null;
  transcript: TranscriptLine[];
  transcriptText: string;
  /** What only this vendor says about the call, in clean names; empty where there is nothing. */
  details: Record<string, unknown>;
  source: 'push' | 'query';
}

const RETRYABLE: ReadonlySet<CallOutcome> = new Set([
  'noAnswer',
  'notConnected',
  'busy',
  'poweredOff',
]);

/** Whether calling such a contact again later makes sense. Refusals and dead numbers never do. */
export function isRetryable(outcome: CallOutcome): boolean {
  return RETRYABLE.has(outcome);
}

const NOT_YET: ReadonlySet<CallOutcome> = new Set(['pending', 'dialing', 'unknown', 'noRecord']);

/** Whether an outcome stays as it is: the contact was called, or will not be. */
export function isFinal(outcome: CallOutcome): boolean {
  return !NOT_YET.has(outcome);
}

/** Kinds of outcome that people treat differently, each one output of a trigger that splits them. */
export type OutcomeKind = 'answered' | 'unreached' | 'refused' | 'deadNumber' | 'other';

/** The kind an outcome belongs to. Source: docs/vendors/sobot-icall.md, section 4, "our grouping". */
export function outcomeKind(outcome: CallOutcome): OutcomeKind {
  if (outcome === 'answered') return 'answered';
  if (isRetryable(outcome)) return 'unreached';
  if (outcome === 'rejected') return 'refused';
  if (outcome === 'suspended' || outcome === 'vacant') return 'deadNumber';
  return 'other';
}
