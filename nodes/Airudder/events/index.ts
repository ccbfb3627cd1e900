import { agentTransferRequested } from './chatbot/agentTransferRequested.event';
import { botReplied } from './chatbot/botReplied.event';
import { messageStatusChanged } from './chatbot/messageStatusChanged.event';
import { sessionEnded } from './chatbot/sessionEnded.event';
import { sessionSummarized } from './chatbot/sessionSummarized.event';
import { templateMessageSent } from './chatbot/templateMessageSent.event';
import { userMessage } from './chatbot/userMessage.event';
import { userResponded } from './chatbot/userResponded.event';
import { inboundCallEnded } from './inbound/inboundCallEnded.event';
import { transferredToAgent } from './inbound/transferredToAgent.event';
import { callCompleted } from './task/callCompleted.event';
import { planFinished } from './task/planFinished.event';
import { taskFinished } from './task/taskFinished.event';
import { chatbotSessionEnded } from './workflow/chatbotSessionEnded.event';
import { contactListCompleted } from './workflow/contactListCompleted.event';
import { customApiPush } from './workflow/customApiPush.event';
import { dialerAgentChanged } from './workflow/dialerAgentChanged.event';
import { dialerContactChanged } from './workflow/dialerContactChanged.event';
import { dialerTaskChanged } from './workflow/dialerTaskChanged.event';
import { smsStatusChanged } from './workflow/smsStatusChanged.event';
import { wabaMessageStatusChanged } from './workflow/wabaMessageStatusChanged.event';
import { workflowCallCompleted } from './workflow/workflowCallCompleted.event';
import { workflowStatusChanged } from './workflow/workflowStatusChanged.event';
import type { PushedEvent, TriggerName } from './event';

/**
 * Every kind of event that AIRUDDER pushes. A new one is one new file and one line here. They are asked in this order,
 * documented shapes first; where two likely ones could fit, the first wins.
 */
const EVENTS: readonly PushedEvent[] = [
  dialerTaskChanged,
  dialerContactChanged,
  dialerAgentChanged,
  contactListCompleted,
  workflowStatusChanged,
  chatbotSessionEnded,
  sessionSummarized,
  sessionEnded,
  customApiPush,
  workflowCallCompleted,
  callCompleted,
  taskFinished,
  planFinished,
  wabaMessageStatusChanged,
  smsStatusChanged,
  transferredToAgent,
  inboundCallEnded,
  userResponded,
  userMessage,
  botReplied,
  messageStatusChanged,
  agentTransferRequested,
  templateMessageSent,
];

/** The event of a body that nobody can tell. */
export const UNKNOWN_EVENT = 'unknown';

/** All events, in the order in which they are asked. */
export const allEvents = EVENTS;

/** The events of a trigger, alphabetical by name, as n8n shows them. */
export function eventsOf(trigger: TriggerName): PushedEvent[] {
  return EVENTS.filter((event) => event.trigger === trigger).sort((a, b) =>
    a.name.localeCompare(b.name),
  );
}
