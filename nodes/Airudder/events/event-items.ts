import { transcriptText, type TranscriptLine } from '../../campaign/transcript';
import { toFields, toInt, toList, toText } from '../../basics/values';
import { vendorTimeToIso } from '../../runtime/fields/instants';
import { toCallResult } from '../resources/call-result';
import { toDialerCall } from '../resources/dialer-call';

type Fields = Record<string, unknown>;

/** One event in clean names. */
export interface EventFacts {
  /** When it happened as the vendor says, ISO 8601; null where it does not say. */
  eventTime: string | null;
  /** What makes a repeated push the same event: ids and state. */
  identity: unknown[];
  facts: Fields;
}

/**
 * Turns a recognised record into the fields of an item: the ids, the common call result or the status, times as
 * ISO. Misspellings and the vendor's changing case (`RedailCall`, `State` and `state`) are read here.
 *
 * @param zone in which the account writes times without one
 */
export function eventFacts(event: string, record: Fields, zone: string): EventFacts {
  switch (event) {
    case 'callCompleted':
    case 'workflowCallCompleted':
      return callFacts(record, zone);
    case 'contactListCompleted':
      return contactListFacts(record);
    case 'workflowStatusChanged':
      return workflowStatusFacts(record);
    case 'customApiPush':
      return customApiFacts(record);
    case 'chatbotSessionEnded':
      return sessionFacts(record, zone);
    case 'sessionEnded':
      return Array.isArray(record.messages)
        ? sessionFacts(record, zone)
        : hintedFacts(record, zone);
    case 'dialerTaskChanged':
    case 'dialerContactChanged':
    case 'dialerAgentChanged':
      return dialerFacts(event, record);
    case 'inboundCallEnded':
    case 'transferredToAgent':
      return hintedFacts(record, zone, { ...ID_NAMES, phone: /^caller(?:_?number)?$/i });
    default:
      return hintedFacts(record, zone);
  }
}

function callFacts(record: Fields, zone: string): EventFacts {
  const call = toCallResult(record, { source: 'push', zone });
  return {
    eventTime: call.endTime ?? call.startTime,
    identity: [call.taskId, call.contactId, call.callId, record.Status],
    facts: { ...call },
  };
}

function contactListFacts(record: Fields): EventFacts {
  const facts = {
    ...workflowIds(record),
    contactId: toText(record.case_id),
    phone: toText(record.callee_number),
    nodes: toList(record.rows).map(nodeTask),
  };
  return {
    eventTime: null,
    identity: [facts.workflowId, facts.contactId, facts.phone, record.rows],
    facts,
  };
}

function workflowStatusFacts(record: Fields): EventFacts {
  const facts = {
    ...workflowIds(record),
    status: toText(record.status),
    nodes: toList(record.actions).map((action) => ({
      ...nodeTask(action),
      taskStatus: toText(action.task_status),
    })),
  };
  return { eventTime: null, identity: [facts.workflowId, facts.status, record.actions], facts };
}

function customApiFacts(record: Fields): EventFacts {
  const { workflow_id, workflow_name, node_id, node_name, callee, ...beside } = record;
  const { case_id, callee_name, callee_gender, callee_number, platform_name, ...more } =
    toFields(callee);
  const facts = {
    ...workflowIds({ workflow_id, workflow_name }),
    nodeId: toText(node_id),
    nodeName: toText(node_name),
    contactId: toText(case_id),
    phone: toText(callee_number),
    contactName: toText(callee_name),
    contactGender: toText(callee_gender),
    platform: toText(platform_name),
    fields: { ...beside, ...more },
  };
  return {
    eventTime: null,
    identity: [record],
    facts,
  };
}

const ROLES: Record<string, TranscriptLine['role']> = {
  user: 'customer',
  chatbot: 'robot',
  bot: 'robot',
};

function sessionFacts(record: Fields, zone: string): EventFacts {
  const messages = toList(record.messages);
  const transcript = messages
    .map(
      (message): TranscriptLine => ({
        role: ROLES[toText(message.sender_type) ?? ''] ?? 'unknown',
        text: spokenText(toFields(message.content)),
        time: secondsToIso(message.timestamp),
        offset: null,
        matchedNode: null,
      }),
    )
    .filter(({ text }) => text !== '');
  const facts = {
    ...workflowIds(record),
    nodeTaskId: toText(record.nodetask_id),
    nodeTaskName: toText(record.nodetask_name),
    wabaTaskId: toText(record.waba_task_id),
    detailId: toText(record.wfdetail_uuid),
    sessionId: toText(record.session_id),
    callId: toText(record.call_id),
    robotId: toText(record.robot_id),
    channel: toText(record.channel),
    channelNumber: toText(record.channel_id),
    phone: toText(record.callee),
    status: toText(record.status),
    endReason: toText(record.session_end_reason),
    startTime: vendorTimeToIso(record.session_start_time, zone),
    endTime: vendorTimeToIso(record.session_end_time, zone),
    intentions: [toText(record.intention)].filter((label) => label !== null && label !== '--'),
    talkRounds: toInt(record.talk_round),
    slots: toFields(record.ner_slots),
    events: toFields(record.event_label),
    variables: toFields(record.variables),
    messages: messages.map((message, index) => ({
      messageId: toText(message.msg_id),
      sender: toText(message.sender_type),
      status: toText(message.status),
      time: secondsToIso(message.timestamp),
      type: toText(toFields(message.content).type),
      text: spokenText(toFields(message.content)),
      content: toFields(message.content),
      replyTo: toText(toFields(message.reply).msg_id),
      number: index + 1,
    })),
    transcript,
    transcriptText: transcriptText(transcript),
  };
  return {
    eventTime: secondsToIso(record.timestamp) ?? facts.endTime,
    identity: [
      facts.workflowId,
      facts.detailId,
      facts.sessionId,
      facts.callId,
      facts.phone,
      facts.endTime,
    ],
    facts,
  };
}

/** What can be read of a message; `type` names the key that holds its content. */
function spokenText(content: Fields): string {
  const direct = toText(content.text);
  if (direct !== null) return direct;
  const type = toText(content.type) ?? '';
  const inner = toFields(content[type]);
  const template = toFields(inner.content);
  return toText(inner.text) ?? toText(inner.body) ?? toText(template.body) ?? '';
}

function dialerFacts(event: string, record: Fields): EventFacts {
  const state = toText(record.state) ?? toText(record.State);
  const eventTime = millisecondsToIso(record.timestamp);
  const ids = {
    taskId: toText(record.taskId),
    taskName: toText(record.taskName),
    groupName: toText(record.groupName),
    state,
  };
  if (event === 'dialerTaskChanged') {
    return {
      eventTime,
      identity: [ids.taskId, state, record.timestamp],
      facts: { ...ids, finished: state === 'Finished' },
    };
  }
  const call = toDialerCall(record, {
    source: 'push',
    taskId: ids.taskId,
    state,
    startTime: null,
    endTime: state === 'HANGUP' ? eventTime : null,
  });
  return {
    eventTime,
    identity: [
      ids.taskId,
      call.callId,
      call.phone,
      call.details.agentName,
      state,
      record.timestamp,
    ],
    facts: { ...ids, ...call },
  };
}

const ID_NAMES: Record<string, RegExp> = {
  taskId: /^task_?id$/i,
  planId: /^plan_?id$/i,
  workflowId: /^workflow_?id$/i,
  contactId: /^case_?id$/i,
  callId: /^call_?id$/i,
  messageId: /^(?:msg|message)_?id$/i,
  sessionId: /^session_?id$/i,
  phone: /^(?:callee(?:_?number)?|phone(?:_?number)?)$/i,
  status: /^(?:task_?|plan_?|msg_?|message_?)?status$|^state$/i,
};

/** Names of the moment at which something happened; plans, waits and lengths are none. */
const TIME_NAMES =
  /^(?:(?:event|end|finish|start|send|sent|update|create|transfer|push|call_?start|call_?end|session_?end)_?(?:time|at)|timestamp|time)$/i;

/** Fields of a shape that the vendor does not publish: ids, status and time where their names tell. */
function hintedFacts(record: Fields, zone: string, names = ID_NAMES): EventFacts {
  const facts: Fields = {};
  for (const [name, pattern] of Object.entries(names)) {
    const found = Object.entries(record).find(([key]) => pattern.test(key));
    const text = toText(found?.[1]);
    if (text !== null) facts[name] = text;
  }
  const times = Object.entries(record)
    .filter(([name]) => TIME_NAMES.test(name))
    .map(([, value]) => anyTime(value, zone))
    .filter((time): time is string => time !== null)
    .sort();
  return { eventTime: times[times.length - 1] ?? null, identity: [record], facts };
}

function anyTime(value: unknown, zone: string): string | null {
  const digits = toText(value) ?? '';
  if (/^\d{13}$/.test(digits)) return millisecondsToIso(digits);
  if (/^\d{10}$/.test(digits)) return secondsToIso(digits);
  return /^\d{4}-/.test(digits) ? vendorTimeToIso(value, zone) : null;
}

function workflowIds(record: Fields) {
  return { workflowId: toText(record.workflow_id), workflowName: toText(record.workflow_name) };
}

function nodeTask(row: Fields) {
  return {
    nodeTaskId: toText(row.nodetask_id),
    nodeTaskName: toText(row.nodetask_name),
    nodeType: toText(row.node_type),
    taskId: toText(row.task_id),
  };
}

function secondsToIso(value: unknown): string | null {
  const seconds = toInt(value);
  return seconds === null ? null : isoOf(seconds * 1000);
}

function millisecondsToIso(value: unknown): string | null {
  const milliseconds = toInt(value);
  return milliseconds === null ? null : isoOf(milliseconds);
}

function isoOf(epochMs: number): string | null {
  if (epochMs <= 0) return null;
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
