import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const smsStatusChanged: PushedEvent = {
  trigger: 'workflow',
  value: 'smsStatusChanged',
  name: 'SMS Status Changed',
  description: 'An SMS of a workflow has a new status',
  rows: ['C27'],
  isLikely: (_, names) => names.hold(/sms/i),
  facts: hintedFacts,
};
