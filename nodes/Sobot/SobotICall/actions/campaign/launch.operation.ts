import type { IDataObject } from 'n8n-workflow';
import { sameForAll } from '../../../../runtime/fields/expression';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { byTarget, handOver } from '../../../../sending/hand-over';
import { rememberedName, runMemory } from '../../../../sending/run-memory';
import { VENDOR } from '../../../client/request';
import { contactData, refuseContact } from '../../../resources/contact-data';
import { findOrCreateTask } from '../../../resources/find-or-create-task';
import { taskVendor } from '../../../resources/task-vendor';
import { timeoutMs } from '../../../panel/timeout';
import { newTask } from '../task/new-task';
import { launchFields } from './launch.fields';

/**
 * Campaign: Launch. Contacts in, one outcome per contact out: checks all rows, finds or makes the task of that name, and
 * hands the contacts over. Vendor pages 2.5 and 2.7, `add_task` and `add_task_data`.
 */
export const launchCampaign: BatchOperation = {
  name: 'Launch',
  value: 'launch',
  action: 'Launch campaign',
  description:
    'Call all incoming contacts, in a task that is made if it is not there yet: this places real calls',
  fields: launchFields,
  async runAll(context) {
    const options = context.getNodeParameter('options', 0, {}) as IDataObject;
    const nameOf = rememberedName(
      runMemory(context),
      sameForAll(context, 'taskName', (itemIndex) =>
        String(context.getNodeParameter('taskName', itemIndex, '') ?? '').trim(),
      ),
    );
    const names = new Map<string, string>();
    return await handOver(context, options, {
      vendor: VENDOR,
      rules: { phoneRule: 'china', check: refuseContact },
      targets: (valid) => byTarget(valid, nameOf),
      async findTarget(taskName, [{ itemIndex }]) {
        const task = { ...(await newTask(context, itemIndex, options)), taskName };
        const { taskId } = await findOrCreateTask(context, task, timeoutMs(options));
        names.set(taskId, taskName);
        return taskId;
      },
      open: (target) => ({
        vendor: taskVendor(context, target, timeoutMs(options)),
        facts: () =>
          names.has(target)
            ? { taskId: target, taskName: names.get(target) }
            : { taskId: null, taskName: target },
      }),
      wouldSend: contactData,
      batchSize: { byDefault: 200, most: 1000 },
      words: {
        notTaken:
          'Sobot raised no objection but does not hold this contact; it drops numbers it does not like without a word',
        unknown: 'Look them up with Contact: Reconcile before you send them again.',
        again:
          'Running this node again over the same rows, with the same campaign name, looks each unknown contact up, and sends it only if Sobot would show it and does not.',
      },
    });
  },
};
