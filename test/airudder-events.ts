import type { EventFacts, Fields, TriggerName } from '../nodes/Airudder/events/event';
import { hintedFacts } from '../nodes/Airudder/events/hinted';
import { allEvents, eventsOf, UNKNOWN_EVENT } from '../nodes/Airudder/events';
import { recognise as recogniseEvent } from '../nodes/Airudder/events/recognise';

export type { TriggerName } from '../nodes/Airudder/events/event';
export { UNKNOWN_EVENT } from '../nodes/Airudder/events';

/** The kinds of event of each trigger. */
export const EVENT_KINDS = {
  task: eventsOf('task'),
  workflow: eventsOf('workflow'),
  inbound: eventsOf('inbound'),
  chatbot: eventsOf('chatbot'),
};

/** What a body is taken for, with the event by its name. */
export function recognise(body: unknown, home: TriggerName) {
  const { event, ...recognised } = recogniseEvent(body, home);
  return { event: event?.value ?? UNKNOWN_EVENT, ...recognised };
}

/** The fields of an item for an event by its name. */
export function eventFacts(value: string, record: Fields, zone: string): EventFacts {
  const event = allEvents.find((one) => one.value === value);
  return event?.facts(record, zone) ?? hintedFacts(record, zone);
}
