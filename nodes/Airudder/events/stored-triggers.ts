import type { PushedEvent } from './event';

/**
 * What triggers that are stored in workflows rely on when an event comes in with a later release: what was unknown goes
 * on arriving as unknown, and n8n keeps connections by the number of the output.
 */

/** The choice under Trigger On for everything that is none of the trigger's own events. */
export const ANYTHING_ELSE = 'anythingElse';

type Event = Pick<PushedEvent, 'value' | 'name' | 'since'>;

/** What Trigger On is where nobody touched it, also in workflows that were stored before an event came in. */
export function chosenByDefault(events: readonly Event[]): string[] {
  return [ANYTHING_ELSE, ...events.filter(isFirst).map(({ value }) => value)];
}

/** Whether a trigger knows of an event. Of a later one it does only if somebody chose it; to others it is unknown. */
export function isKnownTo(chosen: readonly string[], event: Event | undefined): boolean {
  return event === undefined || isFirst(event) || chosen.includes(event.value);
}

/** The outputs of a trigger with one per event, in order; undefined stands for the one of anything else. */
export function outputsOf<E extends Event>(events: readonly E[]): Array<E | undefined> {
  const later = events
    .filter((event) => !isFirst(event))
    .sort((a, b) => order(a).localeCompare(order(b), 'en', { numeric: true }));
  return [...events.filter(isFirst), undefined, ...later];
}

function isFirst({ since }: Event): boolean {
  return since === undefined;
}

function order({ since, value }: Event): string {
  return `${since} ${value}`;
}
