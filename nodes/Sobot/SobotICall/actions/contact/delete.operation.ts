import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inBatches } from '../../../../basics/batches';
import { InvalidInput } from '../../../../basics/invalid-input';
import { tried } from '../../../../basics/tried';
import { toNodeError } from '../../../../runtime/operation/errors';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { errorItem } from '../../../../runtime/operation/router';
import { inSlices } from '../../../../runtime/rows/in-slices';
import { sobotRequest } from '../../../client/request';
import { toInt, toPieces } from '../../../../basics/values';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOnly } from '../../../panel/timeout';

/** Most contact ids in one request (return code 320033). */
const MOST_CONTACTS = 100;

/** Task, and the contacts to delete from it with the items that named them. */
type Wanted = Map<string, { contactIds: Set<string>; items: number[] }>;

/**
 * Contact: Delete. Vendor page 2.17, `delete_task_data`; its reply counts, but does not say which
 * (docs/vendors/sobot-icall.md, R12, R28).
 */
export const deleteContacts: BatchOperation = {
  name: 'Delete',
  value: 'delete',
  action: 'Delete contacts',
  description: 'Take contacts that were not called yet out of a task; this cannot be undone',
  fields: [
    taskLocator,
    {
      displayName: 'Contact IDs',
      name: 'contactIds',
      type: 'string',
      required: true,
      default: '={{ $json.contactId }}',
      placeholder: 'e.g. {{ $json.contactId }}',
      description: 'The ID of the contact; several are separated by commas',
    },
    timeoutOnly,
  ],
  async runAll(context) {
    const options = context.getNodeParameter('options', 0, {}) as IDataObject;
    const output: INodeExecutionData[] = [];
    for (const [task, { contactIds, items }] of await wantedContacts(context)) {
      const counted = { deletedCount: 0 };
      const deleted = await tried(
        deleteFrom(context, task, contactIds, timeoutMs(options), counted),
      );
      if (!deleted.ok) {
        if (!context.continueOnFail()) throw deleted.error;
        const error = toNodeError(context.getNode(), deleted.error);
        output.push(...items.map((item) => errorItem(error, item, counted)));
        continue;
      }
      output.push({
        json: {
          taskId: task,
          deleted: true,
          requestedCount: contactIds.size,
          ...counted,
        },
        pairedItem: items.map((item) => ({ item })),
      });
    }
    return output;
  },
};

/** @param counted how many were deleted, as Sobot counts; grows */
async function deleteFrom(
  context: IExecuteFunctions,
  task: string,
  contactIds: ReadonlySet<string>,
  timeout: number,
  counted: { deletedCount: number },
): Promise<void> {
  for (const batch of inBatches([...contactIds], MOST_CONTACTS)) {
    const reply = await sobotRequest(context, {
      method: 'POST',
      endpoint: 'delete_task_data',
      parameters: { taskid: task, outid: batch.join(',') },
      effect: 'change',
      timeoutMs: timeout,
    });
    counted.deletedCount += toInt(reply.del_counts) ?? 0;
  }
}

async function wantedContacts(context: IExecuteFunctions): Promise<Wanted> {
  const wanted: Wanted = new Map();
  await inSlices(context, context.getInputData(), (_, itemIndex) => {
    const ids = toPieces(context.getNodeParameter('contactIds', itemIndex, ''));
    if (ids.length === 0) {
      throw new InvalidInput(
        `[item ${itemIndex}] "Contact IDs" is empty, so nothing was deleted`,
        'Give the ID under which the contact was added, e.g. {{ $json.contactId }}.',
      );
    }
    const task = taskId(context, itemIndex);
    const entry = wanted.get(task) ?? { contactIds: new Set<string>(), items: [] };
    for (const id of ids) entry.contactIds.add(id);
    entry.items.push(itemIndex);
    wanted.set(task, entry);
  });
  return wanted;
}
