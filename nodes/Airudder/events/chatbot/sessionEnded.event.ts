import { toFields } from '../../../basics/values';
import { hintedFacts } from '../hinted';
import { isSession, sessionFacts } from '../session';
import type { PushedEvent } from '../event';

export const sessionEnded: PushedEvent = {
  trigger: 'chatbot',
  value: 'sessionEnded',
  name: 'Session Ended',
  description: 'A conversation is over',
  rows: ['F15', 'F36', 'F43'],
  find(body, home) {
    const fields = toFields(body);
    // The documented shape is that of workflows; that chatbots push the same is likely.
    if (home !== 'chatbot' || !isSession(fields)) return undefined;
    return { records: [fields], documented: false };
  },
  isLikely: (_, names) => names.hold(/session_?end/i),
  facts: (record, zone) =>
    Array.isArray(record.messages) ? sessionFacts(record, zone) : hintedFacts(record, zone),
};
