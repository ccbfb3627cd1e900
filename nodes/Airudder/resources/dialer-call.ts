import { isRetryable, type CallResult } from '../../campaign/call-result';
import { isMasked } from '../../campaign/phone';
import { toFields, toInt, toText } from '../../basics/values';
import { dialerOutcome } from './dialer-outcome';

/** What a record of a dialer call does not say itself, or not in a form that can be read without more. */
export interface KnownOfDialerCall {
  source: CallResult['source'];
  taskId: string | null;
  /** CALLING, RINGING, ANSWERED or HANGUP; null where the record is of a call that is over. */
  state: string | null;
  startTime: string | null;
  endTime: string | null;
  /** The column of the customer's own data that holds the contact id, where one was sent. */
  contactIdColumn?: string;
}

/**
 * One call of the predictive dialer as the call result that all vendors share: a push (docs/vendors/airudder.md,
 * section 12.4) or
 * an entry of a task's detail (6.2, D7), which name their fields alike.
 */
export function toDialerCall(
  record: Record<string, unknown>,
  { source, taskId, state, startTime, endTime, contactIdColumn }: KnownOfDialerCall,
): CallResult {
  const hangupReason = toInt(record.hangupReason);
  const { outcome, reason } = dialerOutcome(state, hangupReason);
  const phone = toText(record.phoneNumber);
  const customer = toFields(record.customerInfo);
  const details = {
    mainNumber: toText(record.mainNumber),
    phoneTag: toText(record.phoneTag),
    contactName: toText(record.contactName),
    agentName: toText(record.agentName),
    hangupReason: reason,
    talkRemarks: toText(record.talkremarks),
    callTimes: toInt(record.nthCall),
    address: toText(record.address),
    info1: toText(record.info1),
    info2: toText(record.info2),
    info3: toText(record.info3),
    remark: toText(record.remark),
    customer,
    results: toFields(record.customizeResults),
  };
  return {
    taskId,
    contactId:
      toText(record.privateData) ??
      (contactIdColumn === undefined ? null : toText(customer[contactIdColumn])),
    callId: toText(record.callid),
    outcome,
    statusCode: hangupReason,
    answered: outcome === 'answered',
    retryable: isRetryable(outcome),
    phone,
    phoneMasked: phone !== null && isMasked(phone),
    callerNumber: null,
    intentions: [],
    intentionRaw: null,
    startTime,
    answerTime: null,
    endTime,
    callDurationSeconds: null,
    talkDurationSeconds: null,
    userMessageCount: null,
    recordingUrl: toText(record.recLink) ?? toText(record.reclink),
    deleted: null,
    transcript: [],
    transcriptText: '',
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null)),
    source,
  };
}
