import type { PushedEvent } from './event';

/**
 * What triggers that are stored in workflows rely on when an event comes in with a later release: what arrived before
 * goes on arriving, and n8n keeps connections by the number of the output.
 */

/** The choice under Trigger On for everything that is none of the trigger's own events. */
export const ANYTHING_ELSE = 'anythingElse';

type Event = Pick<PushedEvent, 'value' | 'name' | 'since'>;

/** What Trigger On is where nobody touched it. A later event comes with Anything Else. */
export function chosenByDefault(events: readonly Event[]): string[] {
  return [ANYTHING_ELSE, ...events.filter(isFirst).map(({ value }) => value)];
}

/** Whether an event of the trigger's own starts a run. A trigger that was stored before knows nothing of a later one. */
export function isWanted(event: Event, chosen: readonly string[]): boolean {
  return chosen.includes(event.value) || (!isFirst(event) && chosen.includes(ANYTHING_ELSE));
}

/** The outputs of a trigger with one per event, in order; undefined stands for the one of anything else. */
export function outputsOf<E extends Event>(events: readonly E[]): Array<E | undefined> {
  const later = events
    .filter((event) => !isFirst(event))
    .sort((a, b) => order(a).localeCompare(order(b), undefined, { numeric: true }));
  return [...events.filter(isFirst), undefined, ...later];
}

function isFirst({ since }: Event): boolean {
  return since === undefined;
}

function order({ since, name }: Event): string {
  return `${since} ${name}`;
}
