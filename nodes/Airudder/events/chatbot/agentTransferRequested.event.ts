import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const agentTransferRequested: PushedEvent = {
  trigger: 'chatbot',
  value: 'agentTransferRequested',
  name: 'Agent Transfer Requested',
  description: 'The chatbot asks for an agent to take over',
  rows: ['F9', 'F10', 'F35', 'F42'],
  isLikely: (_, names) => names.hold(/transfer|seat_?id/i),
  facts: hintedFacts,
};
