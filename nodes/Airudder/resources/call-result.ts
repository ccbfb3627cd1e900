import type { CallOutcome, CallResult } from '../../campaign/call-result';
import { isRetryable } from '../../campaign/call-result';
import { isMasked } from '../../campaign/phone';
import { transcriptText, type TranscriptLine } from '../../campaign/transcript';
import { toFields, toInt, toList, toText } from '../../basics/values';
import { vendorTimeToIso } from '../../runtime/fields/instants';

/** Call statuses seen so far; the full list is not public (docs/vendors/airudder.md, section 10). */
const NOT_FINISHED: Record<string, CallOutcome> = {
  created: 'pending',
  pending: 'pending',
  paused: 'pending',
  calling: 'dialing',
  canceled: 'cancelled',
  cancelled: 'cancelled',
};

/** Signs for "no intention". */
const NO_INTENTION = ['', '-', '--'];

/** What a call record itself does not say. */
export interface KnownOfCall {
  taskId?: string | null;
  source: CallResult['source'];
  /** IANA name of the zone in which the account writes times without a zone. */
  zone: string;
}

/**
 * Turns one entry of a task's `detail` list, or a push with the same fields, into the simplified call result.
 * Source: docs/vendors/airudder.md, section 3 (A7) and 12.3 a.
 *
 * A finished call counts as answered when something shows that it was connected: a line of the conversation or a
 * talk round. Otherwise the vendor does not say why nobody was reached; what its ring types mean is not public.
 */
export function toCallResult(record: Record<string, unknown>, known: KnownOfCall): CallResult {
  const outcome = outcomeOf(record);
  const phone = toText(record.CalleeNumber) ?? toText(record.callee_number);
  const startTime = vendorTimeToIso(record.CallStartTime, known.zone);
  const endTime = vendorTimeToIso(record.CallEndTime, known.zone);
  const intentionRaw = typeof record.Intention === 'string' ? record.Intention : null;
  const transcript = transcriptOf(record.AsrResult);

  return {
    taskId: known.taskId ?? toText(record.TaskID) ?? toText(record.task_id),
    contactId: toText(record.case_id) ?? toText(record.Comments),
    callId: toText(record.CallID),
    outcome,
    statusCode: null,
    answered: outcome === 'answered',
    retryable: isRetryable(outcome),
    phone,
    phoneMasked: phone !== null && isMasked(phone),
    callerNumber: toText(record.caller_number),
    intentions:
      intentionRaw === null || NO_INTENTION.includes(intentionRaw.trim())
        ? []
        : [intentionRaw.trim()],
    intentionRaw,
    startTime,
    answerTime: null,
    endTime,
    callDurationSeconds: secondsBetween(startTime, endTime),
    talkDurationSeconds: null,
    userMessageCount: transcript.filter(({ role }) => role === 'customer').length,
    recordingUrl: null,
    deleted: null,
    transcript,
    transcriptText: transcriptText(transcript),
    details: detailsOf(record, known.zone),
    source: known.source,
  };
}

function outcomeOf(record: Record<string, unknown>): CallOutcome {
  const status = toText(record.Status)?.toLowerCase() ?? '';
  if (Object.hasOwn(NOT_FINISHED, status)) return NOT_FINISHED[status];
  if (status !== 'finished') return 'unknown';
  const connected = transcriptOf(record.AsrResult).length > 0 || (toInt(record.TalkRound) ?? 0) > 0;
  return connected ? 'answered' : 'notConnected';
}

/** Each entry holds what the robot said and what the customer answered to it. */
function transcriptOf(value: unknown): TranscriptLine[] {
  return toList(value).flatMap((entry) => {
    const offset = toText(entry.time);
    const lines: Array<[TranscriptLine['role'], unknown]> = [
      ['robot', entry.robottext],
      ['customer', entry.text],
    ];
    return lines
      .filter(([, text]) => typeof text === 'string' && text.trim() !== '')
      .map(([role, text]) => ({
        role,
        text: text as string,
        time: null,
        offset,
        matchedNode: null,
      }));
  });
}

function detailsOf(record: Record<string, unknown>, zone: string): CallResult['details'] {
  const details = {
    recordId: toText(record.id),
    status: toText(record.Status),
    contactName: toText(record.CalleeName),
    contactGender: toText(record.CalleeGender),
    platform: toText(record.PlatformName),
    robotId: toText(record.RobotID),
    intentionDescription: toText(record.intention_description),
    intentionDetails: multiIntention(record.Multi_intention),
    callTimes: toInt(record.CallTimes),
    talkRounds: toInt(record.TalkRound),
    ringSeconds: toInt(record.RingTime),
    ringType: toText(record.RingType),
    hangupType: toText(record.HangupType),
    events: toFields(record.EventLabel),
    slots: toFields(record.NerSlots),
    notes: toText(record.call_notes),
    extraA: toText(record.ExtraA),
    extraB: toText(record.ExtraB),
    extraC: toText(record.ExtraC),
    workflowId: toText(record.workflow_id),
    workflowName: toText(record.workflow_name),
    nodeTaskId: toText(record.nodetask_id),
    nodeTaskName: toText(record.nodetask_name),
    comments: toText(record.Comments),
    taskName: toText(record.TaskName),
    more: unreadFields(record),
    redials: toList(record.RedailCall).map((redial) => ({
      callId: toText(redial.CallID),
      startTime: vendorTimeToIso(redial.CallStartTime, zone),
      startTimeRaw: toText(redial.CallStartTime),
      ringType: toText(redial.RingType),
      ringSeconds: toInt(redial.RingTime),
      hangupType: toText(redial.HangupType),
      resultLabel: toText(redial.ResultLabel),
      callerNumber: toText(redial.caller_number),
      phone: toText(redial.callee_number),
    })),
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
}

/** Fields that are read above; what a record holds beyond them, e.g. the answers of Info Check, is kept too. */
const READ_FIELDS = new Set(
  `id TaskID task_id TaskName Status RobotID CalleeName CalleeGender CalleeNumber callee_number CallStartTime
  CallEndTime Intention intention_description Multi_intention CallID CallTimes Comments PlatformName RingType
  HangupType ExtraA ExtraB ExtraC AsrResult EventLabel RingTime TalkRound RedailCall NerSlots call_notes
  caller_number workflow_id workflow_name nodetask_id nodetask_name case_id`.split(/\s+/),
);

function unreadFields(record: Record<string, unknown>): Record<string, unknown> | null {
  const unread = Object.entries(record).filter(([name]) => !READ_FIELDS.has(name));
  return unread.length === 0 ? null : Object.fromEntries(unread);
}

/** `Multi_intention` is JSON inside a text; what is not stays as it came. */
function multiIntention(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  try {
    return JSON.parse(value);
  } catch {
    return toText(value);
  }
}

function secondsBetween(start: string | null, end: string | null): number | null {
  if (start === null || end === null) return null;
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return seconds < 0 ? null : seconds;
}
