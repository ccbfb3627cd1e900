import { tried } from '../../../../basics/tried';
import { handOver } from '../../../../sending/hand-over';
import { contactFields } from '../../../../runtime/rows/contact-fields';
import { guardsOfNewNodes } from '../../../../runtime/guards/fields';
import { submissionOptions } from '../../../../runtime/rows/submission-options';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { sameForAll } from '../../../../runtime/fields/expression';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { CONTACT_HANDOVER, CONTACT_WORDS } from '../../../resources/contact-handover';
import { dialTimesOf } from '../../../resources/dial-times';
import { fetchTaskInfo } from '../../../resources/task-info';
import { taskVendor } from '../../../resources/task-vendor';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOption } from '../../../panel/timeout';
import { handoverOptions, optionsInTwoRanks } from '../../../../runtime/rows/handover-options';

/** Contact: Add. Vendor page 2.7, `add_task_data`. */
export const addContacts: BatchOperation = {
  name: 'Add',
  value: 'add',
  action: 'Add contacts',
  description: 'Hand all incoming items to a task, which then calls them: this places real calls',
  fields: [
    taskLocator,
    ...contactIdFields(
      'Name of the incoming field that holds your own ID of the row, unique in its task. Results come back under it. Start IDs with a letter, since Sobot may cut long numbers.',
    ),
    ...contactFields,
    guardsOfNewNodes,
    ...optionsInTwoRanks(submissionOptions('china', timeoutOption)),
  ],
  async runAll(context) {
    const options = handoverOptions(context);
    const taskOf = sameForAll(context, 'task', (itemIndex) => taskId(context, itemIndex));
    return await handOver(context, options, {
      ...CONTACT_HANDOVER,
      targetOf: taskOf,
      async dialTimes(task) {
        const found = await tried(fetchTaskInfo(context, [task], timeoutMs(options)));
        const info = found.ok ? found.value.get(task)?.info : undefined;
        return info === undefined ? undefined : dialTimesOf(info);
      },
      open: (task) => ({
        vendor: taskVendor(context, task, timeoutMs(options)),
        facts: () => ({ taskId: task }),
      }),
      words: {
        ...CONTACT_WORDS,
        again:
          'Running this node again over the same rows looks each unknown contact up, and sends it only if Sobot would show it and does not.',
      },
    });
  },
};
