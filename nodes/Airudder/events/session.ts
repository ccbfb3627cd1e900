import { textOf, toFields, toInt, toList, toText } from '../../basics/values';
import { transcriptText, type TranscriptLine } from '../../campaign/transcript';
import { vendorTimeToIso } from '../../runtime/fields/instants';
import { has, type EventFacts, type Fields } from './event';
import { secondsToIso } from './times';
import { workflowIds } from './workflow/ids';

const ROLES: Record<string, TranscriptLine['role']> = {
  user: 'customer',
  chatbot: 'robot',
  bot: 'robot',
};

/** A conversation with its messages (docs/vendors/airudder.md, 12.3 d). */
export function sessionFacts(record: Fields, zone: string): EventFacts {
  const messages = toList(record.messages);
  const transcript = messages
    .map(
      (message): TranscriptLine => ({
        role: ROLES[textOf(message.sender_type)] ?? 'unknown',
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
  const type = textOf(content.type);
  const inner = toFields(content[type]);
  const template = toFields(inner.content);
  return toText(inner.text) ?? toText(inner.body) ?? textOf(template.body);
}

/** Whether this is the documented push at the end of a conversation. */
export function isSession(fields: Fields): boolean {
  return Array.isArray(fields.messages) && has(fields, 'session_end_time');
}
