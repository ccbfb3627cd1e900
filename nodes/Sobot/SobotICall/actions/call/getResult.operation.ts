import { simplify } from '../../../../runtime/fields/simplify';
import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { toCallResult } from '../../../resources/call-result';
import { fetchContact } from '../../../resources/one-contact';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOnly } from '../../../panel/timeout';
import { typedText } from '../../../../basics/values';

/** Call: Get Result. Vendor page 2.9. */
export const getCallResult: ItemOperation = {
  name: 'Get Result',
  value: 'getResult',
  action: 'Get result of a call',
  description:
    'Read what came of the call to one contact: outcome, intentions, recording, transcript',
  fields: [
    taskLocator,
    {
      displayName: 'Contact ID',
      name: 'contactId',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. {{ $json.contactId }}',
      description: 'The ID under which the contact was added to the task',
    },
    simplify,
    timeoutOnly,
  ],
  async runItem(context, itemIndex) {
    const task = taskId(context, itemIndex);
    const contactId = typedText(context.getNodeParameter('contactId', itemIndex, ''));
    if (contactId === '') {
      throw new InvalidInput(
        '"Contact ID" is empty',
        'Give the ID under which the contact was added, e.g. {{ $json.contactId }}.',
      );
    }
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const record = await fetchContact(context, task, contactId, timeoutMs(options));
    if (context.getNodeParameter('simplify', itemIndex, true) !== true) {
      return [{ json: record.reply as IDataObject }];
    }
    const result = toCallResult(record, 'query', { taskId: task, contactId });
    return [{ json: { ...result } as unknown as IDataObject }];
  },
};
