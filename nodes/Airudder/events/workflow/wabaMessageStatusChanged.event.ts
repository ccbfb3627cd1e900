import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const wabaMessageStatusChanged: PushedEvent = {
  trigger: 'workflow',
  value: 'wabaMessageStatusChanged',
  name: 'WhatsApp Message Status Changed',
  description: 'A template message of a workflow has a new status',
  rows: ['C24'],
  isLikely: (_, names) =>
    names.holdStatus() && (names.hold(/waba/i) || (names.hold(/msg_?id/i) && !names.hold(/sms/i))),
  facts: hintedFacts,
};
