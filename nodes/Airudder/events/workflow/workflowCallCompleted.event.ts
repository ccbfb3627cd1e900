import { callFacts, callsOf } from '../calls';
import type { PushedEvent } from '../event';

export const workflowCallCompleted: PushedEvent = {
  trigger: 'workflow',
  value: 'workflowCallCompleted',
  name: 'Call Completed',
  description: 'A call of a workflow was connected, or its redials are used up',
  rows: ['C6', 'C7'],
  find: callsOf('workflow'),
  facts: callFacts,
};
