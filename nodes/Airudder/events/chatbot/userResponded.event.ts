import { toText } from '../../../basics/values';
import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const userResponded: PushedEvent = {
  trigger: 'chatbot',
  value: 'userResponded',
  name: 'User Responded',
  description: 'A user answered a single template message',
  rows: ['F8'],
  isLikely: ({ sender_type }, names) => names.hold(/reply/i) && toText(sender_type) === 'user',
  facts: hintedFacts,
};
