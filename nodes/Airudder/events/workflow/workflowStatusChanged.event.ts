import { toFields, toList, toText } from '../../../basics/values';
import { nodeTask, workflowIds } from './ids';
import { has } from '../event';
import type { PushedEvent } from '../event';

export const workflowStatusChanged: PushedEvent = {
  trigger: 'workflow',
  value: 'workflowStatusChanged',
  name: 'Workflow Status Changed',
  description: 'A workflow instance has a new status',
  rows: ['C21'],
  find(body) {
    const fields = toFields(body);
    if (!has(fields, 'workflow_id') || !Array.isArray(fields.actions)) return undefined;
    return { records: [fields], documented: true };
  },
  facts(record) {
    const facts = {
      ...workflowIds(record),
      status: toText(record.status),
      nodes: toList(record.actions).map((action) => ({
        ...nodeTask(action),
        taskStatus: toText(action.task_status),
      })),
    };
    return { eventTime: null, identity: [facts.workflowId, facts.status, record.actions], facts };
  },
};
