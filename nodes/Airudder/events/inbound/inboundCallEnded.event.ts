import { inboundFacts } from './inbound-facts';
import type { PushedEvent } from '../event';

export const inboundCallEnded: PushedEvent = {
  trigger: 'inbound',
  value: 'inboundCallEnded',
  name: 'Call Ended',
  description: 'An inbound call is over, in the first or second form of the push',
  rows: ['E4', 'E7'],
  isLikely: (_, names) => names.hold(/call_?id/i) && names.hold(/end_?time|hang_?up|duration/i),
  facts: inboundFacts,
};
