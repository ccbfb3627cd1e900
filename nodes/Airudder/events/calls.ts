import { toFields } from '../../basics/values';
import { toCallResult } from '../resources/call-result';
import { MOST_ENTRIES } from '../../runtime/push/push-body';
import { has, type EventFacts, type Fields, type Found } from './event';

/**
 * Finds calls that are over: the body itself, or what lies one level below. Those of a workflow say so.
 */
export function callsOf(whose: 'task' | 'workflow'): (body: unknown) => Found | undefined {
  return (body) => {
    const { calls, strange } = callsIn(body);
    if (calls.length === 0 || calls.length > MOST_ENTRIES) return undefined;
    const ofWorkflow = calls.some((call) => has(call, 'workflow_id'));
    if (ofWorkflow !== (whose === 'workflow')) return undefined;
    const documented = calls.every((call) => has(call, 'CallID'));
    return { records: calls, strange, documented };
  };
}

/** The common call result of one call. */
export function callFacts(record: Fields, zone: string): EventFacts {
  const call = toCallResult(record, { source: 'push', zone });
  return {
    eventTime: call.endTime ?? call.startTime,
    identity: [
      call.taskId,
      record.workflow_id,
      record.nodetask_id,
      call.contactId,
      call.phone,
      call.callId,
      record.Status,
    ],
    facts: { ...call },
  };
}

/** The vendor's list of earlier tries of a call; they are no calls of their own. */
const REDIALS = 'RedailCall';

/** Calls: the body itself, or what lies one level below; with them, entries of a list that are none. */
function callsIn(body: unknown): { calls: Fields[]; strange: unknown[] } {
  if (Array.isArray(body)) return sorted(body, {});
  const fields = toFields(body);
  if (isCall(fields)) return { calls: [fields], strange: [] };
  for (const [name, value] of Object.entries(fields)) {
    if (name === REDIALS) continue;
    const entries = Array.isArray(value) ? value : [value];
    // The fields beside them are gone through only once: a hostile body has a great many.
    if (entries.some((entry) => isCall(toFields(entry)))) {
      return sorted(entries, withoutContainers(fields));
    }
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
