import type { EventFacts, Fields } from '../event';
import { hintedFacts, ID_NAMES } from '../hinted';

/** Of an inbound call, the phone number is that of the caller. */
export function inboundFacts(record: Fields, zone: string): EventFacts {
  return hintedFacts(record, zone, { ...ID_NAMES, phone: /^caller(?:_?number)?$/i });
}
