import { taskCommandOperation } from './task-command';

/** Task: Pause. Vendor page 2.12, `pause_task`. */
export const pauseTask = taskCommandOperation({
  name: 'Pause',
  value: 'pause',
  action: 'Pause task',
  description: 'Stop calling until the task is resumed; calls that are running go on to their end',
  result: { paused: true },
  command: {
    endpoint: 'pause_task',
    verb: 'pause',
    isDone: (status) => status === 'paused',
    rule: 'A task can be paused while it is running, queued or outside its calling hours.',
  },
});
