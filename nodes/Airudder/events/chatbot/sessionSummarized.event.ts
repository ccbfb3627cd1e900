import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const sessionSummarized: PushedEvent = {
  trigger: 'chatbot',
  value: 'sessionSummarized',
  name: 'Session Summarized',
  description: 'The summary of a conversation is there',
  rows: ['F37'],
  isLikely: (_, names) => names.hold(/summary/i),
  facts: hintedFacts,
};
