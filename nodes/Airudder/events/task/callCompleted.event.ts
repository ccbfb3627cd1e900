import { callFacts, callsOf } from '../calls';
import type { PushedEvent } from '../event';

export const callCompleted: PushedEvent = {
  trigger: 'task',
  value: 'callCompleted',
  name: 'Call Completed',
  description: 'A call of a task or plan is over, once for each number',
  rows: ['A6', 'B10'],
  find: callsOf('task'),
  facts: callFacts,
};
