import { waitUntilFinished } from '../../../../runtime/progress/wait-until-finished';
import { accountZone, timeout } from '../../../panel/fields';
import { taskLocator } from '../../../panel/locators';
import { fetchTaskDetail, isOver, showsAll } from '../../../resources/task-detail';

/** Task: Wait Until Finished. Vendor page "Obtain the Detailed Information of Tasks" (docs/vendors/airudder.md, A7). */
export const waitUntilTasksAreFinished = waitUntilFinished(
  taskLocator,
  timeout.only,
  async (context, taskId, options) => {
    const zone = await accountZone(context);
    const { detail } = await fetchTaskDetail(context, taskId, zone, timeout.milliseconds(options));
    const { taskName, status, contactCount, outcomes } = detail;
    const waiting = (outcomes.pending ?? 0) + (outcomes.dialing ?? 0);
    return {
      facts: { taskName, status, contactCount, calledCount: contactCount - waiting, outcomes },
      // Where AIRUDDER hides who waits, nobody knows how many there are until the task is over.
      contacts: showsAll(detail) ? contactCount : 0,
      done: contactCount - waiting,
      isOver: isOver(detail),
    };
  },
);
