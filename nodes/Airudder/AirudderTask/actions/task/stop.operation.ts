import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { jsonField, jsonValue, timeout } from '../../../panel/fields';
import { airudderRequest } from '../../../client/request';

/** Task: Stop. docs/vendors/airudder.md, A3: the path is known, the body is not public. */
export const stopTask: ItemOperation = {
  name: 'Stop',
  value: 'stop',
  action: 'Stop task',
  description:
    "Stop a task; AIRUDDER does not publish this call's fields, so they are typed in as JSON",
  fields: [
    {
      ...jsonField(
        'Body',
        'body',
        'The fields of the vendor\'s page "Cancel a Calling Task" as JSON. A task ID and a word for the operation are to be expected; ask AIRUDDER for their names.',
      ),
      required: true,
    },
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const reply = await airudderRequest(context, {
      method: 'POST',
      path: '/service/cloud/operation',
      body: jsonValue(context, 'body', 'Body', itemIndex),
      effect: 'change',
      timeoutMs: timeout.milliseconds(options),
    });
    return [{ json: reply as IDataObject }];
  },
};
