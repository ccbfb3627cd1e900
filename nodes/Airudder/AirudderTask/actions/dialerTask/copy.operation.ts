import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { flag } from '../../../../runtime/fields/option-values';
import {
  agentMayCallOption,
  isDryRun,
  reasonOfDryRun,
} from '../../../../runtime/operation/agent-tool';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { runMemory, targetMemory } from '../../../../sending/run-memory';
import { copiedOnce } from '../../../resources/create-dialer-task';
import { dialerAccount } from '../../../resources/dialer-tasks';
import { timeout } from '../../../panel/fields';
import {
  dialerTaskId,
  dialerTaskIdField,
  dialerTaskName,
  newDialerTask,
  newDialerTaskFields,
  newDialerTaskOptions,
} from '../../../panel/dialer-task-fields';

/** Dialer Task: Copy, with the contacts of another task (D5). */
export const copyDialerTask: ItemOperation = {
  name: 'Copy',
  value: 'copy',
  action: 'Copy dialer task',
  description:
    'Create a task of the predictive dialer with the contacts of an earlier one: this places real calls',
  fields: [
    {
      ...dialerTaskIdField,
      displayName: 'Copy From',
      description: 'The ID of the task whose contacts are called again',
    },
    ...newDialerTaskFields,
    {
      displayName: 'Contacts',
      name: 'copied',
      type: 'options',
      options: [
        {
          name: 'All',
          value: 'all',
          description: 'Everybody in that task, also those who were reached',
        },
        {
          name: 'Not Answered',
          value: 'notAnswered',
          description: 'Only those who did not answer',
        },
      ],
      default: 'notAnswered',
      description: 'Who is called again',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: newDialerTaskOptions(
        agentMayCallOption,
        {
          displayName: 'Dry Run',
          name: 'dryRun',
          type: 'boolean',
          default: false,
          description:
            'Whether to check the fields and show what would be sent, without sending anything',
        },
        {
          displayName: 'Leave Out Cancelled Contacts',
          name: 'ignoreCancelled',
          type: 'boolean',
          default: true,
          description: 'Whether contacts that were taken out of the earlier task stay out',
        },
        timeout.option,
      ),
    },
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const taskName = dialerTaskName(context, itemIndex);
    const fromTask = dialerTaskId(context, itemIndex);
    const copied = String(context.getNodeParameter('copied', itemIndex, 'notAnswered'));
    if (!['all', 'notAnswered'].includes(copied)) {
      throw new InvalidInput(`"Contacts" is ${copied}`, 'Choose All or Not Answered.');
    }
    const cancelledOut = flag(options, 'ignoreCancelled', 'Leave Out Cancelled Contacts', true);
    const body: IDataObject = {
      ...(await newDialerTask(context, itemIndex, taskName, options)),
      fromTask,
      ...(copied === 'notAnswered' ? { noanswerOnly: 'Y' } : {}),
      ...(cancelledOut ? { ignoreCancelled: 'Y' } : {}),
    };
    if (isDryRun(context, options)) {
      // The address holds the push token.
      const shown = Object.entries(body).filter(([name]) => name !== 'callback');
      const because = reasonOfDryRun(context, options);
      return [
        { json: { outcome: 'dryRun', ...because, taskName, wouldSend: Object.fromEntries(shown) } },
      ];
    }
    const { zone } = await dialerAccount(context);
    const memory = targetMemory(runMemory(context), `copy ${fromTask}\n${taskName}`);
    const timeoutMs = timeout.milliseconds(options);
    const task = await copiedOnce(context, taskName, body, { zone, timeoutMs, memory });
    return [{ json: { ...task, taskName, copiedFrom: fromTask } }];
  },
};
