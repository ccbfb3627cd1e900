import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const messageStatusChanged: PushedEvent = {
  trigger: 'chatbot',
  value: 'messageStatusChanged',
  name: 'Message Status Changed',
  description: 'A message that was sent has a new status',
  rows: ['F11', 'F12'],
  isLikely: (_, names) => names.hold(/msg_?id|message_?id/i) && names.hold(/status/i),
  facts: hintedFacts,
};
