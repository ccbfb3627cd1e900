import type { IDataObject } from 'n8n-workflow';
import { checkPhone } from '../../../../campaign/phone';
import { InvalidInput } from '../../../../basics/invalid-input';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { timeout } from '../../../panel/fields';
import { airudderRequest } from '../../../client/request';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';

/** Call: Cancel. docs/vendors/airudder.md, A4; path and body are known from public clients. */
export const cancelCall: ItemOperation = {
  name: 'Cancel',
  value: 'cancel',
  action: 'Cancel call',
  description: 'Take one phone number out of a task, so that it is not called any more',
  fields: [
    taskLocator,
    {
      displayName: 'Phone Number',
      name: 'phone',
      type: 'string',
      required: true,
      default: '={{ $json.phone }}',
      placeholder: 'e.g. +12025550123',
      description: 'The number with + and country code, as it was sent with the task',
    },
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const id = taskId(context, itemIndex);
    const check = checkPhone(context.getNodeParameter('phone', itemIndex, ''), 'international');
    if (!check.ok) {
      throw new InvalidInput(
        `The call can't be cancelled: ${check.reason}`,
        'Give the number as it was sent with the task.',
      );
    }
    await airudderRequest(context, {
      method: 'POST',
      path: '/service/cloud/cancelphonecall',
      body: { TaskID: id, CalleeNumber: check.phone },
      effect: 'change',
      timeoutMs: timeout.milliseconds(options),
    });
    return [{ json: { taskId: id, phone: check.phone, cancelled: true } }];
  },
};
