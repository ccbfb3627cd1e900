import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { countCalls } from '../../../resources/calls';
import { taskIds, taskIdsField } from '../../../panel/task-ids';
import { timeSpan, timeSpanFields } from '../../../panel/time-span';
import { timeoutMs, timeoutOnly } from '../../../panel/timeout';

/** Task: Count Calls. Vendor page 2.18, `calls_count`. */
export const countTaskCalls: ItemOperation = {
  name: 'Count Calls',
  value: 'countCalls',
  action: 'Count calls of tasks',
  description:
    'Count the finished calls of one or more tasks in a time span, one item for each task',
  fields: [taskIdsField, ...timeSpanFields, timeoutOnly],
  async runItem(context, itemIndex) {
    const ids = taskIds(context, itemIndex);
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const span = timeSpan(context, itemIndex);
    const counts = await countCalls(context, ids, span, timeoutMs(options));
    return ids.map((taskId) => {
      const count = counts.get(taskId);
      return { json: { taskId, found: count !== undefined, ...count } };
    });
  },
};
