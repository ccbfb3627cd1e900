import { InvalidInput } from '../../../../basics/invalid-input';
import { waitUntilFinished } from '../../../../runtime/progress/wait-until-finished';
import { fetchTaskInfo } from '../../../resources/task-info';
import { isOver } from '../../../resources/task-status';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOnly } from '../../../panel/timeout';

/** Task: Wait Until Finished. Vendor page 2.15, `query_task_info`: permanent tasks never say that they are finished. */
export const waitUntilTasksAreFinished = waitUntilFinished(
  taskLocator,
  timeoutOnly,
  async (context, taskId, options) => {
    const tasks = await fetchTaskInfo(context, [taskId], timeoutMs(options));
    const info = tasks.get(taskId)?.info;
    if (info === undefined) {
      throw new InvalidInput(
        `Sobot has no task with the ID ${taskId}`,
        'Choose the task from the list, or check the expression that gives its ID.',
      );
    }
    const { taskName, status, contactCount, calledCount, connectedCount, interestedCount } = info;
    return {
      facts: { taskName, status, contactCount, calledCount, connectedCount, interestedCount },
      contacts: contactCount ?? 0,
      done: calledCount ?? 0,
      isOver: isOver(status),
    };
  },
);
