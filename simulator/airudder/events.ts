import type { Pusher } from '../pusher';
import type { Settings } from '../settings';
import type { TaskContact } from '../dialling/tasks';
import { isoSeconds, statusWord, type AirudderState, type AirudderTask } from './airudder';
import { detailEntry } from './records';
import { encrypt, signed } from './transport';

export type TriggerName = 'task' | 'workflow' | 'inbound' | 'chatbot';

type Body = Record<string, unknown>;

const RETRIES = 5;

/** Pushes events to the addresses that the settings hold, encrypted where they say so. */
export class EventPusher {
  private number = 0;

  constructor(
    private readonly settings: Settings,
    private readonly pusher: Pusher,
  ) {}

  push(trigger: TriggerName, body: Body, ids: { contactId?: string; callId?: string } = {}): void {
    const url = this.settings.airudderPushUrls[trigger];
    if (url === undefined || url === '') return;
    const { aesKey, pushEncrypted } = this.settings;
    const json = JSON.stringify(body);
    const sealed = pushEncrypted && aesKey !== '';
    this.pusher.push({
      url,
      body: sealed ? encrypt(json, aesKey) : json,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Airudder',
        ...(sealed ? { 'is-encrypted': '1', signed: signed(json) } : {}),
      },
      retries: RETRIES,
      contactId: ids.contactId ?? '',
      callId: ids.callId ?? '',
    });
  }

  /** Pushes one example of a kind of event, with ids of its own. */
  example(trigger: TriggerName, event: string): void {
    this.push(trigger, EXAMPLE_EVENTS[trigger][event](++this.number));
  }
}

/** What AIRUDDER pushes when a call is over: of a task, or of a workflow with all that follows. */
export function pushCallEvents(
  events: EventPusher,
  state: AirudderState,
  task: AirudderTask,
  contact: TaskContact,
): void {
  const { dialling, instance } = task;
  const ids = { contactId: contact.contactId, callId: contact.call?.callId };
  const call = detailEntry(task, contact, dialling.contacts.indexOf(contact) + 1);
  const over = dialling.contacts.every(({ status }) => status > 1);
  if (instance === undefined) {
    events.push('task', { TaskID: dialling.taskId, TaskName: dialling.name, ...call }, ids);
    if (!over) return;
    events.push('task', {
      TaskID: dialling.taskId,
      TaskName: dialling.name,
      Status: statusWord(state, task),
      EndTime: isoSeconds(state.clock.now()),
    });
    return;
  }
  const named = { workflow_id: instance.workflowId, workflow_name: instance.name };
  const node = {
    nodetask_id: `${instance.workflowId}-1`,
    nodetask_name: 'First call',
    node_type: 'PLACEHOLDER_NODE_TYPE',
    task_id: dialling.taskId,
  };
  events.push('workflow', call, ids);
  events.push(
    'workflow',
    { ...named, case_id: contact.contactId, callee_number: contact.phone, rows: [node] },
    ids,
  );
  if (!over) return;
  events.push('workflow', {
    ...named,
    status: 'finished',
    actions: [{ ...node, task_status: 'finished' }],
  });
}

const phone = (number: number) => `+1200555${String(number).padStart(5, '0')}`;
const named = (number: number) => ({ workflow_id: `wf_${number}`, workflow_name: 'spring-promo' });
const NOON = 1_759_291_200;

const session = (number: number): Body => ({
  channel: 'WhatsApp',
  channel_id: '12005550000',
  callee: phone(number),
  call_id: `chat_${number}`,
  timestamp: NOON + number,
  status: 'closed',
  session_start_time: isoSeconds((NOON - 60) * 1000),
  session_end_time: isoSeconds(NOON * 1000),
  session_end_reason: 'robot',
  intention: 'E',
  talk_round: 1,
  ner_slots: {},
  event_label: {},
  variables: { name: 'Ana' },
  messages: [
    {
      msg_id: `m${number}`,
      sender_type: 'user',
      timestamp: NOON,
      status: 'read',
      content: { type: 'button', text: 'Yes' },
    },
  ],
});

const dialer = (type: string, number: number, more: Body): Body => ({
  type,
  body: {
    taskId: `pds_${number}`,
    taskName: 'batch',
    groupName: 'group',
    timestamp: String((NOON + number) * 1000),
    ...more,
  },
});

const dialerCall = (number: number): Body => ({
  callid: `pds_call_${number}`,
  phoneNumber: phone(number),
  privateData: `case-${number}`,
  hangupReason: 12,
  recLink: '',
  nthCall: 1,
});

/**
 * One example of every kind of event. Documented shapes are the vendor's; of the others only the titles are
 * public, and what is here is one way they may look.
 */
export const EXAMPLE_EVENTS: Record<TriggerName, Record<string, (number: number) => Body>> = {
  task: {
    callCompleted: (number) => ({
      TaskID: `task_${number}`,
      CallID: `call_${number}`,
      CalleeNumber: phone(number),
      Comments: `case-${number}`,
      Status: 'finished',
      RingType: 'normal',
      CallStartTime: isoSeconds(NOON * 1000),
      CallEndTime: isoSeconds((NOON + number) * 1000),
      Intention: 'A',
    }),
    taskFinished: (number) => ({ TaskID: `task_${number}`, TaskName: 'x', Status: 'finished' }),
    planFinished: (number) => ({ PlanID: `plan_${number}`, Status: 'finished' }),
  },
  workflow: {
    workflowCallCompleted: (number) => ({
      ...named(number),
      nodetask_id: 'nt_1',
      nodetask_name: 'First call',
      case_id: `case-${number}`,
      CallID: `call_${number}`,
      CalleeNumber: phone(number),
      Status: 'finished',
      RingType: 'normal',
      CallStartTime: isoSeconds(NOON * 1000),
      CallEndTime: isoSeconds((NOON + number) * 1000),
    }),
    contactListCompleted: (number) => ({
      ...named(number),
      case_id: `case-${number}`,
      callee_number: phone(number),
      rows: [{ nodetask_id: 'nt_1', nodetask_name: 'First call', node_type: 'x' }],
    }),
    workflowStatusChanged: (number) => ({
      ...named(number),
      status: 'finished',
      actions: [{ nodetask_id: 'nt_1', nodetask_name: 'First call', node_type: 'x' }],
    }),
    customApiPush: (number) => ({
      ...named(number),
      node_id: `node_${number}`,
      node_name: 'CRM lookup',
      callee: {
        case_id: `case-${number}`,
        callee_name: 'Ana',
        callee_gender: 'female',
        callee_number: phone(number),
        platform_name: 'Example Ltd',
        extra_a: 'gold',
      },
    }),
    chatbotSessionEnded: (number) => ({
      ...named(number),
      nodetask_id: 'nt_3',
      nodetask_name: 'WhatsApp template',
      waba_task_id: `waba_${number}`,
      wfdetail_uuid: `detail_${number}`,
      ...session(number),
    }),
    wabaMessageStatusChanged: (number) => ({
      ...named(number),
      waba_task_id: `waba_${number}`,
      msg_id: `m${number}`,
      callee: phone(number),
      status: 'read',
      timestamp: NOON,
    }),
    smsStatusChanged: (number) => ({
      ...named(number),
      sms_id: `sms_${number}`,
      callee: phone(number),
      status: 'delivered',
    }),
    dialerTaskChanged: (number) => dialer('TaskStatus', number, { state: 'Finished' }),
    dialerContactChanged: (number) =>
      dialer('ContactStatus', number, { state: 'HANGUP', ...dialerCall(number) }),
    dialerAgentChanged: (number) =>
      dialer('AgentStatus', number, {
        State: 'TALKRESULT',
        agentName: 'agent01',
        ...dialerCall(number),
      }),
  },
  inbound: {
    transferredToAgent: (number) => ({
      call_id: `in_${number}`,
      caller_number: phone(number),
      agent_name: 'agent01',
      transfer_time: '2025-10-01 12:00:00',
    }),
    inboundCallEnded: (number) => ({
      call_id: `in_${number}`,
      caller_number: phone(number),
      start_time: '2025-10-01 12:00:00',
      end_time: '2025-10-01 12:03:00',
      hangup_type: 'by_user',
    }),
  },
  chatbot: {
    agentTransferRequested: (number) => ({ session_id: `s${number}`, to_seat_id: 'a1' }),
    botReplied: (number) => ({
      msg_id: `m${number}`,
      sender_type: 'chatbot',
      content: { type: 'text', text: 'Hello' },
    }),
    messageStatusChanged: (number) => ({ msg_id: `m${number}`, status: 'delivery' }),
    sessionEnded: session,
    sessionSummarized: (number) => ({ session_id: `s${number}`, summary: 'wants a call back' }),
    templateMessageSent: (number) => ({ template_id: number, result: 'success' }),
    userMessage: (number) => ({
      msg_id: `m${number}`,
      sender_type: 'user',
      content: { type: 'text', text: 'Hello' },
    }),
    userResponded: (number) => ({
      msg_id: `m${number}`,
      sender_type: 'user',
      content: { type: 'button', text: 'Yes' },
      reply: { msg_id: 'm0' },
    }),
  },
};
