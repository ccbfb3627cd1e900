import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { checkPhone } from '../../../../campaign/phone';
import { distinctPieces, toText } from '../../../../basics/values';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { dialerRequest } from '../../../resources/dialer-tasks';
import { timeout } from '../../../panel/fields';
import { dialerTaskId, dialerTaskIdField } from '../../../panel/dialer-task-fields';

/** Dialer Task: Cancel Contacts (D8). Sending it twice does no harm. */
export const cancelDialerContacts: ItemOperation = {
  name: 'Cancel Contacts',
  value: 'cancelContacts',
  action: 'Cancel contacts of a dialer task',
  description: 'Take phone numbers out of a dialer task, so that they are not called any more',
  fields: [
    dialerTaskIdField,
    {
      displayName: 'Phone Numbers',
      name: 'phones',
      type: 'string',
      required: true,
      default: '={{ $json.phone }}',
      placeholder: 'e.g. +12025550123, +12025550124',
      description: 'Numbers as they were sent with the task, separated by commas',
    },
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const taskId = dialerTaskId(context, itemIndex);
    const phones = givenPhones(context, itemIndex);
    const { body } = await dialerRequest(context, {
      call: 'canceltaskcontacts',
      body: { TaskID: taskId, contactList: phones },
      effect: 'change',
      timeoutMs: timeout.milliseconds(options),
    });
    const told = Array.isArray(body) ? body.map(toText) : [];
    return phones.map((phone) => ({
      json: { taskId, phone, cancelled: Array.isArray(body) ? told.includes(phone) : null },
    }));
  },
};

function givenPhones(context: IExecuteFunctions, itemIndex: number): string[] {
  const given = distinctPieces(context.getNodeParameter('phones', itemIndex, ''));
  if (given.length === 0) {
    throw new InvalidInput('"Phone Numbers" is empty', 'Give the numbers as they were sent.');
  }
  return given.map((phone) => {
    const check = checkPhone(phone, 'international');
    if (check.ok) return check.phone;
    throw new InvalidInput(
      `The contacts can't be cancelled: ${check.reason}`,
      'Give the numbers as they were sent with the task.',
    );
  });
}
