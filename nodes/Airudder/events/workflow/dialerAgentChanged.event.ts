import { dialerCallFacts, dialerPush } from './dialer';
import type { PushedEvent } from '../event';

export const dialerAgentChanged: PushedEvent = {
  trigger: 'workflow',
  value: 'dialerAgentChanged',
  name: 'Dialer: Agent Changed',
  description: 'An agent of the predictive dialer changed state, or wrote a talk result',
  rows: ['D3'],
  find: dialerPush('AgentStatus'),
  facts: dialerCallFacts,
};
