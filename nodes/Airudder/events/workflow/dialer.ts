import { toFields, toText } from '../../../basics/values';
import { toDialerCall } from '../../resources/dialer-call';
import { isObject, type EventFacts, type Fields, type Found } from '../event';
import { millisecondsToIso } from '../times';

/** Finds a push of the predictive dialer by its own name (docs/vendors/airudder.md, 12.4). */
export function dialerPush(type: string): (body: unknown) => Found | undefined {
  return (body) => {
    const fields = toFields(body);
    if (toText(fields.type) !== type || !isObject(fields.body)) return undefined;
    return { records: [toFields(fields.body)], documented: true };
  };
}

/** The task that a push of the dialer is about, and when. */
export function dialerTaskFacts(record: Fields): EventFacts {
  const state = stateOf(record);
  const ids = taskOf(record);
  return {
    eventTime: millisecondsToIso(record.timestamp),
    identity: [ids.taskId, state, record.timestamp],
    facts: { ...ids, finished: state === 'Finished' },
  };
}

/** A call of the dialer, of a contact or of an agent. */
export function dialerCallFacts(record: Fields): EventFacts {
  const state = stateOf(record);
  const eventTime = millisecondsToIso(record.timestamp);
  const ids = taskOf(record);
  const call = toDialerCall(record, {
    source: 'push',
    taskId: ids.taskId,
    state,
    startTime: null,
    endTime: state === 'HANGUP' ? eventTime : null,
  });
  const { callId, phone, details } = call;
  return {
    eventTime,
    identity: [ids.taskId, callId, phone, details.agentName, state, record.timestamp],
    facts: { ...ids, ...call },
  };
}

/** The vendor writes both `state` and `State`. */
function stateOf(record: Fields): string | null {
  return toText(record.state) ?? toText(record.State);
}

function taskOf(record: Fields) {
  return {
    taskId: toText(record.taskId),
    taskName: toText(record.taskName),
    groupName: toText(record.groupName),
    state: stateOf(record),
  };
}
