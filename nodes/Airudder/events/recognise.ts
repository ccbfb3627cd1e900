import { toFields } from '../../basics/values';
import { Names, type Fields, type PushedEvent, type TriggerName } from './event';
import { allEvents } from './index';

/** What a body was taken for; without event where nobody can tell. */
export interface Recognised {
  event?: PushedEvent;
  /** `documented`: the vendor's own shape. `hint`: a likely one, since the vendor does not publish it. */
  recognisedBy: 'documented' | 'hint' | null;
  /** The parts of the body that are one event each. */
  records: Fields[];
  /** Entries of a list beside them in which no event could be found. */
  strange: unknown[];
}

/**
 * Tells which event a body is: by the vendor's shapes first, wherever they arrive, since one address may receive every
 * kind; then, for the shapes that the vendor does not publish, by what is likely at this trigger. Never throws.
 *
 * @param home the trigger it arrived at
 */
export function recognise(body: unknown, home: TriggerName): Recognised {
  for (const event of allEvents) {
    const found = event.find?.(body, home);
    if (found === undefined) continue;
    const { records, strange = [], documented } = found;
    return { event, recognisedBy: documented ? 'documented' : 'hint', records, strange };
  }
  const fields = toFields(body);
  for (const layer of [fields, toFields(fields.data), toFields(fields.body)]) {
    const names = new Names(layer);
    const event = allEvents.find(
      ({ trigger, isLikely }) => trigger === home && isLikely?.(layer, names) === true,
    );
    if (event !== undefined) return { event, recognisedBy: 'hint', records: [layer], strange: [] };
  }
  return { recognisedBy: null, records: [fields], strange: [] };
}
