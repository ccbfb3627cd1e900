import { taskCommandOperation } from './task-command';

/** Task: Delete. Vendor page 2.16, `delete_task`. */
export const deleteTask = taskCommandOperation({
  name: 'Delete',
  value: 'delete',
  action: 'Delete task',
  description: 'Delete a task with its contacts; this cannot be undone',
  result: { deleted: true },
  command: {
    endpoint: 'delete_task',
    verb: 'delete',
    isDone: (status) => status === undefined || status === 'deleted',
    alreadyDone: '320020',
    rule: 'End the task first, or look at its status with Task: Get.',
  },
});
