import { toText } from '../../../basics/values';
import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const userMessage: PushedEvent = {
  trigger: 'chatbot',
  value: 'userMessage',
  name: 'User Message',
  description: 'A user wrote a message',
  rows: ['F13', 'F14'],
  isLikely: ({ sender_type }) => toText(sender_type) === 'user',
  facts: hintedFacts,
};
