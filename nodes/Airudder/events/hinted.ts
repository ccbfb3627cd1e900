import { textOf, toText } from '../../basics/values';
import { vendorTimeToIso } from '../../runtime/fields/instants';
import type { EventFacts, Fields } from './event';
import { millisecondsToIso, secondsToIso } from './times';

/** Names under which an id is likely to stand. */
export const ID_NAMES: Record<string, RegExp> = {
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
export function hintedFacts(record: Fields, zone: string, names = ID_NAMES): EventFacts {
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
  const digits = textOf(value);
  if (/^\d{13}$/.test(digits)) return millisecondsToIso(digits);
  if (/^\d{10}$/.test(digits)) return secondsToIso(digits);
  return /^\d{4}-/.test(digits) ? vendorTimeToIso(value, zone) : null;
}
