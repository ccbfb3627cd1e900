import { inboundFacts } from './inbound-facts';
import type { PushedEvent } from '../event';

export const transferredToAgent: PushedEvent = {
  trigger: 'inbound',
  value: 'transferredToAgent',
  name: 'Transferred to Agent',
  description: 'An inbound call reached an agent, in the first or second form of the push',
  rows: ['E3', 'E6'],
  isLikely: (_, names) =>
    names.hold(/transfer\w*time|agent_?(?:id|name|number)|seat/i) &&
    !names.hold(/end_?time|hang_?up/i),
  facts: inboundFacts,
};
