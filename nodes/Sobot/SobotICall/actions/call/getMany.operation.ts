import { simplify } from '../../../../runtime/fields/simplify';
import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { returnAllAndLimit, wantedCount } from '../../../../runtime/fields/paging-fields';
import { toCallResult } from '../../../resources/call-result';
import { fetchCalls } from '../../../resources/calls';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeSpan, timeSpanFields } from '../../../panel/time-span';
import { timeoutMs, timeoutOnly } from '../../../panel/timeout';

/** Call: Get Many. Vendor page 2.19, `query_time_task_data`; its records do not say the contact id. */
export const getManyCalls: ItemOperation = {
  name: 'Get Many',
  value: 'getMany',
  action: 'Get many calls',
  description:
    'List the finished calls of a task in a time span; Sobot does not say their contact IDs here',
  fields: [taskLocator, ...timeSpanFields, ...returnAllAndLimit, simplify, timeoutOnly],
  async runItem(context, itemIndex) {
    const id = taskId(context, itemIndex);
    const span = timeSpan(context, itemIndex);
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const most = wantedCount(context, itemIndex);
    const simple = context.getNodeParameter('simplify', itemIndex, true) === true;
    const calls = await fetchCalls(context, id, span, most, timeoutMs(options));
    return calls.map((record) => ({
      json: simple
        ? ({ ...toCallResult(record, 'query', { taskId: id }) } as unknown as IDataObject)
        : (record.raw as IDataObject),
    }));
  },
};
