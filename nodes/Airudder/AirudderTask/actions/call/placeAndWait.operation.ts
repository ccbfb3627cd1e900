import { placeAndWait } from '../../../../runtime/progress/place-and-wait';
import { accountZone, timeout } from '../../../panel/fields';
import { fetchTaskDetail } from '../../../resources/task-detail';
import { createTask } from '../task/create.operation';

/** Call: Place and Wait, in a task of its own (docs/vendors/airudder.md, A1 and A7). */
export const placeAndWaitForCalls = placeAndWait(
  createTask,
  async (context, taskId, _contactIds, options) => {
    const zone = await accountZone(context);
    const { detail } = await fetchTaskDetail(context, taskId, zone, timeout.milliseconds(options));
    return detail.calls;
  },
);
