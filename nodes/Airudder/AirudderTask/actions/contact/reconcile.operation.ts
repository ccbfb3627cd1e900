import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CallResult } from '../../../../campaign/call-result';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { groupedInSlices } from '../../../../runtime/rows/in-slices';
import { sameForAll } from '../../../../runtime/fields/expression';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import {
  knowledgeFields,
  knowledgeOf,
  reconcile,
  reconcileOptions,
  type Knowledge,
  type LookedUp,
} from '../../../../sending/reconcile';
import { VENDOR } from '../../../client/credential';
import { accountZone, timeout } from '../../../panel/fields';
import { fetchTaskDetail, showsAll } from '../../../resources/task-detail';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';

/**
 * Contact: Reconcile. Vendor page "Obtain the Detailed Information of Tasks" (docs/vendors/airudder.md, A7): one
 * request a task.
 */
export const reconcileContacts: BatchOperation = {
  name: 'Reconcile',
  value: 'reconcile',
  action: 'Reconcile contacts',
  description: 'Say for each contact what AIRUDDER knows of it, to settle which were sent',
  fields: [
    taskLocator,
    {
      displayName: 'Contacts',
      name: 'contacts',
      type: 'options',
      options: [
        {
          name: 'All of the Task',
          value: 'task',
          description: 'One output item for each contact that the task holds',
        },
        {
          name: 'Incoming Items',
          value: 'items',
          description: 'One output item for each incoming item',
        },
      ],
      default: 'items',
      description: 'Whom to look up',
    },
    ...contactIdFields(
      'Name of the incoming field with the ID under which the contact was sent',
    ).map((field) => ({
      ...field,
      displayOptions: { show: { contacts: ['items'], ...field.displayOptions?.show } },
    })),
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: reconcileOptions(timeout.option),
    },
  ],
  async runAll(context) {
    const options = context.getNodeParameter('options', 0, {}) as IDataObject;
    const zone = await accountZone(context);
    const targetOf = sameForAll(context, 'task', (itemIndex) => taskId(context, itemIndex));
    const detailOf = async (task: string) =>
      (await fetchTaskDetail(context, task, zone, timeout.milliseconds(options))).detail;

    if (context.getNodeParameter('contacts', 0, 'items') === 'task') {
      const output: INodeExecutionData[] = [];
      const items = [...context.getInputData().keys()];
      for (const [task, [item]] of await groupedInSlices(context, items, targetOf)) {
        for (const result of (await detailOf(task)).calls) {
          const { contactId, phone } = result;
          const fields = knowledgeFields(knowledgeOf(result), VENDOR);
          output.push({
            json: { contactId, phone, taskId: task, ...fields },
            pairedItem: { item },
          });
        }
      }
      return output;
    }
    return await reconcile(context, options, {
      vendor: VENDOR,
      targetName: 'taskId',
      targetOf,
      async look(task, contacts) {
        const detail = await detailOf(task);
        const calls = new Map(detail.calls.map((call) => [call.contactId, call]));
        const certain = showsAll(detail) && showsOurIds(detail.calls, contacts);
        const missing: Knowledge = { known: certain ? 'notHeld' : 'notFound' };
        return new Map(
          contacts.map(({ contactId }) => {
            const call = calls.get(contactId);
            return [contactId, call === undefined ? missing : knowledgeOf(call)];
          }),
        );
      },
    });
  },
};

/** Whether every call comes with an id and ours are among them: other fields may stand where ids are expected. */
function showsOurIds(calls: CallResult[], contacts: LookedUp[]): boolean {
  const ours = new Set(contacts.map(({ contactId }) => contactId));
  return (
    calls.every(({ contactId }) => contactId !== null) &&
    calls.some(({ contactId }) => contactId !== null && ours.has(contactId))
  );
}
