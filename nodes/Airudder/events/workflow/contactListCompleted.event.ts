import { toFields, toList, toText } from '../../../basics/values';
import { nodeTask, workflowIds } from './ids';
import { has } from '../event';
import type { PushedEvent } from '../event';

export const contactListCompleted: PushedEvent = {
  trigger: 'workflow',
  value: 'contactListCompleted',
  name: 'Contact Completed',
  description: 'A contact has gone through its nodes of the workflow',
  rows: ['C20'],
  find(body) {
    const fields = toFields(body);
    if (!has(fields, 'workflow_id') || !Array.isArray(fields.rows)) return undefined;
    return { records: [fields], documented: true };
  },
  facts(record) {
    const facts = {
      ...workflowIds(record),
      contactId: toText(record.case_id),
      phone: toText(record.callee_number),
      nodes: toList(record.rows).map(nodeTask),
    };
    return {
      eventTime: null,
      identity: [facts.workflowId, facts.contactId, facts.phone, record.rows],
      facts,
    };
  },
};
