import { toFields } from '../../../basics/values';
import { isSession, sessionFacts } from '../session';
import type { PushedEvent } from '../event';

export const chatbotSessionEnded: PushedEvent = {
  trigger: 'workflow',
  value: 'chatbotSessionEnded',
  name: 'Chatbot Session Ended',
  description: 'A conversation by WhatsApp inside a workflow is over',
  rows: ['C25'],
  find(body, home) {
    const fields = toFields(body);
    if (home === 'chatbot' || !isSession(fields)) return undefined;
    return { records: [fields], documented: true };
  },
  facts: sessionFacts,
};
