import { textOf } from '../../../basics/values';
import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const botReplied: PushedEvent = {
  trigger: 'chatbot',
  value: 'botReplied',
  name: 'Bot Replied',
  description: 'The bot answered a message',
  rows: ['F34', 'F41'],
  isLikely: ({ sender_type }) => /bot/.test(textOf(sender_type)),
  facts: hintedFacts,
};
