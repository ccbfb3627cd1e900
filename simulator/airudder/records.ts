import { DateTime } from 'luxon';
import type { TaskContact } from '../dialling/tasks';
import {
  isoSeconds,
  shownContacts,
  statusWord,
  text,
  type AirudderState,
  type AirudderTask,
} from './airudder';

const INTENTION_LETTERS: Record<string, string> = {
  Interested: 'A',
  'Call Back Later': 'B',
  'Not Interested': 'C',
  'Do Not Call': 'D',
};

/** One entry of a task's `detail`, in the vendor's spelling (docs/vendors/airudder.md, A7). */
export function detailEntry(
  task: AirudderTask,
  contact: TaskContact,
  number: number,
): Record<string, unknown> {
  const { call } = contact;
  const given = task.details.get(contact.contactId) ?? {};
  const talked = call !== undefined && call.answerTime !== 0;
  const label = call?.plan.intentions[0];
  return {
    id: number,
    RobotID: '4565',
    CalleeName: text(given.Debtor) || text(given.name),
    CalleeGender: text(given.Gender) || 'male',
    CalleeNumber: contact.phone,
    ...(call === undefined
      ? {}
      : { CallStartTime: isoSeconds(call.startTime), CallEndTime: isoSeconds(call.endTime) }),
    Status: call === undefined ? (task.canceled ? 'cancelled' : 'pending') : 'finished',
    Intention: talked ? (INTENTION_LETTERS[label ?? ''] ?? 'E') : '--',
    intention_description: label ?? '',
    CallID: call?.callId ?? '',
    CallTimes: call === undefined ? 0 : 1,
    Comments: task.instance === undefined ? contact.contactId : '',
    PlatformName: text(given.Platform),
    RingType: talked ? 'normal' : '',
    HangupType: talked ? 'ByCallee' : '',
    ExtraA: '',
    ExtraB: '',
    ExtraC: '',
    AsrResult: talked ? conversation(call.plan.conversation) : [],
    EventLabel: talked ? { final_label: INTENTION_LETTERS[label ?? ''] ?? 'O' } : {},
    RingTime: call === undefined ? 0 : Math.round(call.plan.ringing / 1000),
    TalkRound: talked ? call.plan.conversation.filter(({ by }) => by === 'customer').length : 0,
    RedailCall: [],
    NerSlots: {},
    call_notes: '',
    caller_number: call?.callerNumber ?? '',
    ...(task.instance === undefined
      ? {}
      : {
          workflow_id: task.instance.workflowId,
          workflow_name: task.instance.name,
          nodetask_id: `${task.instance.workflowId}-1`,
          nodetask_name: 'First call',
          case_id: contact.contactId,
        }),
  };
}

/** What the robot said, and in the same entry what the customer answered to it. */
function conversation(
  lines: Array<{ by: 'robot' | 'customer'; text: string; at: number }>,
): Array<{ time: string; robottext: string; text: string }> {
  const entries: Array<{ time: string; robottext: string; text: string }> = [];
  for (const { by, text: said, at } of lines) {
    if (by === 'robot') {
      const time = DateTime.fromMillis(at, { zone: 'UTC' }).toFormat('HH:mm:ss');
      entries.push({ time, robottext: said, text: '' });
    } else if (entries.length > 0) entries[entries.length - 1].text = said;
  }
  return entries;
}

/** A task as the detail reply shows it. */
export function taskRecord(state: AirudderState, task: AirudderTask): Record<string, unknown> {
  const { dialling } = task;
  const contacts = shownContacts(state, dialling);
  const shown =
    state.settings.waitingContact === 'record'
      ? contacts
      : contacts.filter(({ call }) => call !== undefined);
  return {
    TaskID: dialling.taskId,
    TaskName: dialling.name,
    RobotMethod: task.robotMethod,
    RobotID: task.robotId,
    SIPLine: task.sipLine,
    Status: statusWord(state, task),
    ScheduleStartTime: isoSeconds(task.start),
    ScheduleEndTime: isoSeconds(task.end),
    RepeatInterval: task.repeatInterval,
    RepeatNumber: task.repeatNumber,
    detail: shown.map((contact, index) => detailEntry(task, contact, index + 1)),
  };
}
