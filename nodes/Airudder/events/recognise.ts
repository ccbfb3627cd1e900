import { toFields, toText } from '../../basics/values';
import { MOST_ENTRIES } from '../../runtime/push/push-body';
import { UNKNOWN_EVENT, type TriggerName } from './kinds';

/** What a body was taken for. */
export interface Recognised {
  event: string;
  /** `documented`: the vendor's own shape. `hint`: a likely one, since the vendor does not publish it. */
  recognisedBy: 'documented' | 'hint' | null;
  /** The parts of the body that are one event each. */
  records: Array<Record<string, unknown>>;
  /** Entries of a list beside them in which no event could be found. */
  strange: unknown[];
}

type Fields = Record<string, unknown>;

/** The predictive dialer's own names (reference, 12.4). */
const DIALER_TYPES: Record<string, string | undefined> = {
  TaskStatus: 'dialerTaskChanged',
  ContactStatus: 'dialerContactChanged',
  AgentStatus: 'dialerAgentChanged',
};

/**
 * Tells which event a body is: the documented shapes first, in the order of the reference (12.5) and wherever
 * they arrive, since one address may receive every kind; then, for the shapes that the vendor does not
 * publish, what is likely at this trigger. Never throws.
 *
 * @param home the trigger it arrived at
 */
export function recognise(body: unknown, home: TriggerName): Recognised {
  const fields = toFields(body);
  const shape = shapeOf(fields);
  if (shape !== undefined) {
    const record = shape.startsWith('dialer') ? toFields(fields.body) : fields;
    const ofChatbot = home === 'chatbot' && shape === 'chatbotSessionEnded';
    return {
      event: ofChatbot ? 'sessionEnded' : shape,
      recognisedBy: ofChatbot ? 'hint' : 'documented',
      records: [record],
      strange: [],
    };
  }
  const { calls, strange } = callsIn(body);
  if (calls.length > 0 && calls.length <= MOST_ENTRIES) {
    const event = calls.some((call) => has(call, 'workflow_id'))
      ? 'workflowCallCompleted'
      : 'callCompleted';
    const documented = calls.every((call) => has(call, 'CallID'));
    return { event, recognisedBy: documented ? 'documented' : 'hint', records: calls, strange };
  }
  for (const layer of [fields, toFields(fields.data), toFields(fields.body)]) {
    const likely = likelyEvent(layer, home);
    if (likely !== undefined) {
      return { event: likely, recognisedBy: 'hint', records: [layer], strange: [] };
    }
  }
  return { event: UNKNOWN_EVENT, recognisedBy: null, records: [fields], strange: [] };
}

function shapeOf(fields: Fields): string | undefined {
  const type = toText(fields.type) ?? '';
  if (Object.hasOwn(DIALER_TYPES, type) && isObject(fields.body)) return DIALER_TYPES[type];
  const ofWorkflow = has(fields, 'workflow_id');
  if (ofWorkflow && Array.isArray(fields.rows)) return 'contactListCompleted';
  if (ofWorkflow && Array.isArray(fields.actions)) return 'workflowStatusChanged';
  if (Array.isArray(fields.messages) && has(fields, 'session_end_time')) {
    return 'chatbotSessionEnded';
  }
  if (has(fields, 'node_id') && isObject(fields.callee)) return 'customApiPush';
  return undefined;
}

/** The vendor's list of earlier tries of a call; they are no calls of their own. */
const REDIALS = 'RedailCall';

/** Calls: the body itself, or what lies one level below; with them, entries of a list that are none. */
function callsIn(body: unknown): { calls: Fields[]; strange: unknown[] } {
  if (Array.isArray(body)) return sorted(body, {});
  const fields = toFields(body);
  if (isCall(fields)) return { calls: [fields], strange: [] };
  for (const [name, value] of Object.entries(fields)) {
    if (name === REDIALS || typeof value !== 'object' || value === null) continue;
    const found = sorted(Array.isArray(value) ? value : [value], withoutContainers(fields));
    if (found.calls.length > 0) return found;
  }
  return { calls: [], strange: [] };
}

function sorted(entries: unknown[], beside: Fields): { calls: Fields[]; strange: unknown[] } {
  return {
    calls: entries
      .map(toFields)
      .filter(isCall)
      .map((call) => ({ ...beside, ...call })),
    strange: entries.filter((entry) => !isCall(toFields(entry))),
  };
}

/** A contact that was never called has no call id; its number and status tell. */
function isCall(fields: Fields): boolean {
  return has(fields, 'CallID') || (has(fields, 'CalleeNumber') && has(fields, 'Status'));
}

/** Ids that stand beside the calls: the task's, the workflow's. */
function withoutContainers(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => typeof value !== 'object' && /(?:^task|id$|name$)/i.test(name),
    ),
  );
}

/** What is likely, by the words of the vendor's titles and the ids it uses elsewhere. */
function likelyEvent(fields: Fields, home: TriggerName): string | undefined {
  const names = Object.keys(fields).join(' ');
  const any = (...words: RegExp[]) => words.some((word) => word.test(names));
  const status = any(/(?:^|\s)\w*status(?:\s|$)/i);
  switch (home) {
    case 'task':
      if (any(/task_?id/i) && status) return 'taskFinished';
      return any(/plan_?id/i) ? 'planFinished' : undefined;
    case 'workflow':
      if (any(/waba/i) && status) return 'wabaMessageStatusChanged';
      if (any(/sms/i)) return 'smsStatusChanged';
      return any(/msg_?id/i) && status ? 'wabaMessageStatusChanged' : undefined;
    case 'inbound':
      if (any(/transfer\w*time|agent_?(?:id|name|number)|seat/i) && !any(/end_?time|hang_?up/i)) {
        return 'transferredToAgent';
      }
      return any(/call_?id/i) && any(/end_?time|hang_?up|duration/i)
        ? 'inboundCallEnded'
        : undefined;
    case 'chatbot':
      return likelyChatbotEvent(fields, any);
  }
}

function likelyChatbotEvent(
  fields: Fields,
  any: (...words: RegExp[]) => boolean,
): string | undefined {
  const sender = toText(fields.sender_type) ?? '';
  if (any(/summary/i)) return 'sessionSummarized';
  if (any(/session_?end/i)) return 'sessionEnded';
  if (any(/reply/i) && sender === 'user') return 'userResponded';
  if (sender === 'user') return 'userMessage';
  if (/bot/.test(sender)) return 'botReplied';
  if (any(/msg_?id|message_?id/i) && any(/status/i)) return 'messageStatusChanged';
  if (any(/transfer|seat_?id/i)) return 'agentTransferRequested';
  return any(/template/i) && any(/status|result|success|fail/i) ? 'templateMessageSent' : undefined;
}

function has(fields: Fields, name: string): boolean {
  const value = fields[name];
  return value !== undefined && value !== null && value !== '';
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
