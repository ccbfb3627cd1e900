import type { IDataObject } from 'n8n-workflow';
import { toList } from '../../../../basics/values';
import type { ItemOperation, OutputItem } from '../../../../runtime/operation/operation';
import { simplify } from '../../../../runtime/fields/simplify';
import { accountZone, timeout } from '../../../panel/fields';
import { fetchTaskDetail } from '../../../resources/task-detail';
import { taskDetailItems, viewField } from '../../../panel/task-items';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';

/** Task: Get. Vendor page "Obtain the Detailed Information of Tasks" (docs/vendors/airudder.md, A7). */
export const getTask: ItemOperation = {
  name: 'Get',
  value: 'get',
  action: 'Get task',
  description: 'Read a task with all its calls: status, outcome, intention, transcript',
  fields: [taskLocator, viewField, simplify, timeout.only],
  async runItem(context, itemIndex): Promise<OutputItem[]> {
    const id = taskId(context, itemIndex);
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const zone = await accountZone(context);
    const { detail, raw } = await fetchTaskDetail(context, id, zone, timeout.milliseconds(options));
    if (context.getNodeParameter('simplify', itemIndex, true) === true) {
      return taskDetailItems(context, itemIndex, detail);
    }
    const perCall = context.getNodeParameter('view', itemIndex, 'calls') === 'calls';
    return perCall
      ? toList(raw.detail).map((json) => ({ json: json as IDataObject }))
      : [{ json: raw as IDataObject }];
  },
};
