import { isRetryable, type CallOutcome, type CallResult } from '../../campaign/call-result';
import { isMasked } from '../../campaign/phone';
import { inSpokenOrder, transcriptText, type TranscriptLine } from '../../campaign/transcript';
import { textOf, toFields, toInt, toList, toText } from '../../basics/values';
import { toIsoTime, toSeconds } from './values';

/** Call statuses of the vendor. 8 does not exist (docs/vendors/sobot-icall.md, section 4 and R30). */
const OUTCOMES: Record<number, CallOutcome> = {
  0: 'pending',
  1: 'dialing',
  2: 'answered',
  3: 'noAnswer',
  4: 'poweredOff',
  5: 'suspended',
  6: 'vacant',
  7: 'rejected',
  9: 'busy',
};

const LABEL_SEPARATORS = ['\u0001', '\\u0001'];

/**
 * Turns a call record of the vendor (`detail` and `msg`, in a push and in queries alike) into the
 * simplified call result.
 *
 * @param known what the record itself does not say: queries echo neither task nor contact id
 */
export function toCallResult(
  record: { detail?: unknown; msg?: unknown },
  source: CallResult['source'],
  known: { taskId?: string | null; contactId?: string | null } = {},
): CallResult {
  const detail = toFields(record.detail);
  const statusCode = toInt(detail.status);
  const hasRecord = Object.keys(detail).length > 0;
  const outcome = hasRecord ? (OUTCOMES[statusCode ?? -1] ?? 'unknown') : 'noRecord';
  const phone = toText(detail.tel);
  const intentionRaw = typeof detail.intention_name === 'string' ? detail.intention_name : null;
  const transcript = inSpokenOrder(toList(record.msg).map(toLine));
  const deleted = toInt(detail.del_flag);

  return {
    taskId: known.taskId ?? null,
    contactId: known.contactId ?? toText(detail.outid),
    callId: toText(detail.callid),
    outcome,
    statusCode,
    answered: outcome === 'answered',
    retryable: isRetryable(outcome),
    phone,
    phoneMasked: phone !== null && isMasked(phone),
    callerNumber: toText(detail.caller),
    intentions: labels(intentionRaw),
    intentionRaw,
    startTime: toIsoTime(detail.start_time),
    answerTime: toIsoTime(detail.answer_time),
    endTime: toIsoTime(detail.end_time),
    callDurationSeconds: toSeconds(detail.call_duration),
    talkDurationSeconds: toSeconds(detail.fee_duration),
    userMessageCount: toInt(detail.user_msg_count),
    recordingUrl: tidyLink(detail.voice_url),
    deleted: deleted === null ? null : deleted === -1,
    transcript,
    transcriptText: transcriptText(transcript),
    details: {},
    source,
  };
}

/** Several labels come joined by U+0001, or by its six-character escape (docs/vendors/sobot-icall.md, R24). */
function labels(raw: string | null): string[] {
  return LABEL_SEPARATORS.reduce(
    (pieces, separator) => pieces.flatMap((piece) => piece.split(separator)),
    [raw ?? ''],
  )
    .map((label) => label.trim())
    .filter((label) => label !== '');
}

/**
 * A recording link as it can be opened: the push prints a blank after `http:` and escaped slashes
 * (docs/vendors/sobot-icall.md, R26).
 */
export function tidyLink(value: unknown): string | null {
  const text = toText(value)?.replace(/\s+/g, '').replace(/\\\//g, '/');
  return text === undefined || text === '' ? null : text;
}

function toLine(message: Record<string, unknown>): TranscriptLine {
  const sender = toInt(message.sender_type);
  return {
    role: sender === 0 ? 'customer' : sender === 1 ? 'robot' : 'unknown',
    text: typeof message.msg === 'string' ? message.msg : textOf(message.msg),
    time: toIsoTime(message.date_time),
    offset: null,
    matchedNode: matchedNode(message.remark),
  };
}

/** `匹配到:【开场白#肯定】` ("matched: [node#branch]") becomes `开场白#肯定` (docs/vendors/sobot-icall.md, R22). */
function matchedNode(remark: unknown): string | null {
  const text = toText(remark);
  return text === null ? null : (/【(.*)】/.exec(text)?.[1] ?? text);
}
