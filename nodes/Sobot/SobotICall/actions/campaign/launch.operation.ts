import type { IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { differsPerItem, sameForAll } from '../../../../runtime/fields/expression';
import { isDryRun } from '../../../../runtime/operation/agent-tool';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { handOver } from '../../../../sending/hand-over';
import { groupedInSlices } from '../../../../runtime/rows/in-slices';
import type { ValidContact } from '../../../../runtime/rows/prepare-contacts';
import { rememberedName, runMemory } from '../../../../sending/run-memory';
import { CONTACT_HANDOVER, CONTACT_WORDS } from '../../../resources/contact-handover';
import { dialTimesOfNew } from '../../../resources/dial-times';
import { findOrCreateTask } from '../../../resources/find-or-create-task';
import type { NewTask } from '../../../resources/task-set-up';
import { taskVendor } from '../../../resources/task-vendor';
import { timeoutMs } from '../../../panel/timeout';
import { newTask } from '../task/new-task';
import { sayNotCompared } from '../task/not-compared';
import { launchFields } from './launch.fields';
import { handoverOptions } from '../../../../runtime/rows/handover-options';
import { typedText } from '../../../../basics/values';

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
    const options = handoverOptions(context);
    const nameOf = rememberedName(
      runMemory(context),
      sameForAll(context, 'taskName', (itemIndex) =>
        typedText(context.getNodeParameter('taskName', itemIndex, '')),
      ),
    );
    const names = new Map<string, string>();
    // A dry run makes no task, and finds out all the same whether it could be made.
    if (isDryRun(context, options)) await described(context, 0);
    return await handOver(context, options, {
      ...CONTACT_HANDOVER,
      targetOf: nameOf,
      dialTimes: async (_name, [{ itemIndex }]) =>
        dialTimesOfNew(await described(context, itemIndex)),
      async prepareTarget(taskName, entries) {
        const task = { ...(await sameTask(context, entries)), taskName };
        return async () => {
          const found = await findOrCreateTask(context, task, timeoutMs(options), {
            refuseOver: true,
          });
          const isNew = !('taskName' in found);
          if (!isNew) sayNotCompared(context, taskName);
          names.set(found.taskId, taskName);
          return { id: found.taskId, isNew };
        };
      },
      open: (target) => ({
        vendor: taskVendor(context, target, timeoutMs(options)),
        facts: () =>
          names.has(target)
            ? { taskId: target, taskName: names.get(target) }
            : { taskId: null, taskName: target },
      }),
      words: {
        ...CONTACT_WORDS,
        again:
          'Running this node again over the same rows, with the same campaign name, looks each unknown contact up, and sends it only if Sobot would show it and does not.',
      },
    });
  },
};

/** What describes the task, beside its name. */
const SET_UP = [
  'template',
  'callerNumber',
  'robots',
  'validity',
  'start',
  'end',
  'callingHours',
  'pushUrl',
  'options',
];

/** The task that an item describes. */
async function described(context: IExecuteFunctions, itemIndex: number): Promise<NewTask> {
  return await newTask(context, itemIndex, handoverOptions(context, itemIndex));
}

/** The task that all these items describe. @throws InvalidInput when they describe different ones */
async function sameTask(context: IExecuteFunctions, entries: ValidContact[]): Promise<NewTask> {
  const [first] = entries;
  const task = await described(context, first.itemIndex);
  const perItem = SET_UP.filter((name) => differsPerItem(context, name));
  if (perItem.length === 0) return task;
  const text = JSON.stringify(task);
  const alike = await groupedInSlices(context, entries, ({ itemIndex }) =>
    JSON.stringify(perItem.map((name) => context.getNodeParameter(name, itemIndex, null))),
  );
  for (const [{ itemIndex }] of alike.values()) {
    const other = { ...(await described(context, itemIndex)), taskName: task.taskName };
    if (JSON.stringify(other) === text) continue;
    throw new InvalidInput(
      `Item ${itemIndex} describes the campaign "${task.taskName}" otherwise than item ${first.itemIndex}`,
      'Template, caller numbers, robots, times, push URL and task options must be the same for all contacts of one campaign. Nobody was called.',
      itemIndex,
    );
  }
  return task;
}
