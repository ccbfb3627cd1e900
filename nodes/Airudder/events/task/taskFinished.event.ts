import { hintedFacts } from '../hinted';
import type { PushedEvent } from '../event';

export const taskFinished: PushedEvent = {
  trigger: 'task',
  value: 'taskFinished',
  name: 'Task Finished',
  description: 'A task has its final status',
  rows: ['A5', 'B9'],
  isLikely: (_, names) => names.hold(/task_?id/i) && names.holdStatus(),
  facts: hintedFacts,
};
