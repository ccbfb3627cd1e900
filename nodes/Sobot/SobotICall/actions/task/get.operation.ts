import { simplify } from '../../../../runtime/fields/simplify';
import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { fetchTaskInfo, type TaskInfo } from '../../../resources/task-info';
import { taskIds, taskIdsField } from '../../../panel/task-ids';
import { timeoutMs, timeoutOnly } from '../../../panel/timeout';

/** Task: Get. Vendor page 2.15, `query_task_info`. */
export const getTasks: ItemOperation = {
  name: 'Get',
  value: 'get',
  action: 'Get task',
  description: 'Read the status and progress of one or more tasks, one item for each',
  fields: [taskIdsField, simplify, timeoutOnly],
  async runItem(context, itemIndex) {
    const ids = taskIds(context, itemIndex);
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const simple = context.getNodeParameter('simplify', itemIndex, true) === true;
    const found = await fetchTaskInfo(context, ids, timeoutMs(options));
    return ids.map((taskId) => {
      const record = found.get(taskId);
      if (record === undefined) return { json: { taskId, found: false } };
      return {
        json: simple ? simplified(record.info) : { found: true, ...(record.raw as IDataObject) },
      };
    });
  },
};

function simplified(info: TaskInfo): IDataObject {
  const { taskId, taskName, status, contactCount, calledCount } = info;
  const { connectedCount, interestedCount, robots, callerNumbers } = info;
  const { callingHours, permanent, startTime, endTime } = info;
  return {
    taskId,
    found: true,
    taskName,
    status,
    contactCount,
    calledCount,
    connectedCount,
    interestedCount,
    robots,
    callerNumbers,
    callingHours,
    validity: permanent ? 'permanent' : 'custom',
    startTime,
    endTime,
  };
}
