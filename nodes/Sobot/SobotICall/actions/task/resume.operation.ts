import { taskCommandOperation } from './task-command';

/** Task: Resume. Vendor page 2.13, `resume_task`. */
export const resumeTask = taskCommandOperation({
  name: 'Resume',
  value: 'resume',
  action: 'Resume task',
  description: 'Go on calling the contacts of a paused task: this places real calls',
  placesCalls: true,
  result: { resumed: true },
  command: {
    endpoint: 'resume_task',
    verb: 'resume',
    isDone: (status) => status !== undefined && status !== 'paused',
    rule: 'Only a paused task can be resumed.',
  },
});
