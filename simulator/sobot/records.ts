import { Refusal } from './codes';
import { integer, text, type Parameters } from './parameters';
import type { CalledContact, FinishedCall, Task, TaskContact } from '../dialling/tasks';

/** A phone number as the task's masking shows it. */
export function shownPhone(task: Task, phone: string): string {
  if (task.numberHide === 1) return `${phone.slice(0, -4)}****`;
  if (task.numberHide === 2) return `${phone.slice(0, 3)}****${phone.slice(7)}`;
  return phone;
}

/**
 * `detail` of a call as section 2.9 shows it: numbers for numbers, labels joined by U+0001
 * (docs/vendors/sobot-icall.md, R24).
 */
export function callDetail(task: Task, contact: TaskContact, call: FinishedCall) {
  return {
    callid: call.callId,
    answer_time: call.answerTime,
    start_time: call.startTime,
    caller: call.callerNumber,
    voice_url: call.recordingUrl,
    end_time: call.endTime,
    fee_duration: call.answerTime === 0 ? 0 : call.endTime - call.answerTime,
    tel: shownPhone(task, contact.phone),
    user_msg_count: call.plan.conversation.filter(({ by }) => by === 'customer').length,
    call_duration: call.endTime - call.startTime,
    intention_name: call.plan.intentions.join('\u0001'),
    status: contact.status,
  };
}

/**
 * `msg` of a call; the first line comes before the answer, as in the vendor's samples (docs/vendors/sobot-icall.md,
 * R20).
 */
export function callMessages(call: FinishedCall) {
  return call.plan.conversation.map(({ by, text: said, at }, index) => ({
    callid: call.callId,
    msg: said,
    date_time: index === 0 ? call.answerTime - 1_000 : call.answerTime + at,
    sender_type: by === 'robot' ? 1 : 0,
  }));
}

/**
 * The same in a push, where each line also tells which branch of the script it matched (docs/vendors/sobot-icall.md,
 * R22).
 */
export function pushMessages(call: FinishedCall) {
  return callMessages(call).map((message, index) => {
    const { matched } = call.plan.conversation[index];
    return { ...message, remark: matched === undefined ? null : `匹配到:【${matched}】` };
  });
}

/** The time span two endpoints ask for. */
export function window(parameters: Parameters): [number, number] {
  if (text(parameters, 'begin_time') === '') throw new Refusal('beginEmpty');
  if (text(parameters, 'end_time') === '') throw new Refusal('endEmpty');
  return [integer(parameters, 'begin_time') ?? 0, integer(parameters, 'end_time') ?? 0];
}

/** Calls of a task that ended within a time span, or began within it, oldest first. */
export function callsBetween(
  task: Task,
  [begin, end]: [number, number],
  by: 'start' | 'end',
): CalledContact[] {
  return task.called.filter(({ call }) => {
    const moment = by === 'start' ? call.startTime : call.endTime;
    return moment >= begin && moment <= end;
  });
}
