import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const templateMessageSent: PushedEvent = {
  trigger: 'chatbot',
  value: 'templateMessageSent',
  name: 'Template Message Result',
  description: 'Template messages were sent or not',
  rows: ['F6'],
  isLikely: (_, names) => names.hold(/template/i) && names.hold(/status|result|success|fail/i),
  facts: hintedFacts,
};
