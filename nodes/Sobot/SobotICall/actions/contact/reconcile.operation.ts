import type { IDataObject } from 'n8n-workflow';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { sameForAll } from '../../../../runtime/fields/expression';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { reconcile, reconcileOptions } from '../../../../sending/reconcile';
import { knownContacts } from '../../../resources/known-contacts';
import { VENDOR } from '../../../client/request';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOption } from '../../../panel/timeout';

/** Contact: Reconcile. Vendor pages 2.9, `query_task_data`, and 2.15, `query_task_info`. */
export const reconcileContacts: BatchOperation = {
  name: 'Reconcile',
  value: 'reconcile',
  action: 'Reconcile contacts',
  description: 'Say for each incoming contact what Sobot knows of it, to settle which were sent',
  fields: [
    taskLocator,
    ...contactIdFields('Name of the incoming field with the ID under which the contact was sent'),
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: reconcileOptions(timeoutOption),
    },
  ],
  async runAll(context) {
    const options = context.getNodeParameter('options', 0, {}) as IDataObject;
    return await reconcile(context, options, {
      vendor: VENDOR,
      targetName: 'taskId',
      targetOf: sameForAll(context, 'task', (itemIndex) => taskId(context, itemIndex)),
      look: async (task, contacts) =>
        await knownContacts(
          context,
          task,
          contacts.map(({ contactId }) => contactId),
          timeoutMs(options),
        ),
    });
  },
};
