import { taskCommandOperation } from './task-command';

/** Task: End. Vendor page 2.14, `end_task`. */
export const endTask = taskCommandOperation({
  name: 'End',
  value: 'end',
  action: 'End task',
  description:
    'Finish a task for good; this cannot be undone, and contacts that wait are not called any more',
  result: { ended: true },
  command: {
    endpoint: 'end_task',
    verb: 'end',
    isDone: (status) => status === 'finished',
    rule: 'A task can be ended once it has started and until it is finished.',
  },
});
