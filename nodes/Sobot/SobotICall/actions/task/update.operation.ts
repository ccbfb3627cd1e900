import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { checkCallingHours, type CallingHours } from '../../../../campaign/calling-hours';
import { InvalidInput } from '../../../../campaign/invalid-input';
import type { ItemOperation } from '../../../../runtime/operation';
import { flag } from '../../../../runtime/option-values';
import { checkCallerNumbers, checkRobots } from '../../../api/account-checks';
import { callTimeSlot } from '../../../api/call-time-slot';
import { sobotRequest } from '../../../api/request';
import { distinctPieces } from '../../../../campaign/values';
import { taskId, taskLocator } from '../locators';
import { timeoutMs, timeoutOption } from '../timeout';
import { callingHoursField } from './create.fields';
import { checkedPeriod, checkedRobots } from './task-values';

const updateFields: INodeProperties[] = [
  {
    displayName: 'Caller Number Names or IDs',
    name: 'callerNumbers',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getCallerNumbers' },
    default: [],
    description:
      'The numbers that call from now on, in place of the present ones. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  callingHoursField,
  {
    displayName: 'End',
    name: 'end',
    type: 'dateTime',
    default: '',
    description:
      'When a task with a custom period ends, in the time zone of the workflow unless the value says another',
  },
  {
    displayName: 'Robots',
    name: 'robots',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 1,
    description: 'How many robots call at the same time; at most the free robots of the account',
  },
  {
    displayName: 'Start',
    name: 'start',
    type: 'dateTime',
    default: '',
    description:
      'When a task with a custom period begins, in the time zone of the workflow unless the value says another',
  },
  {
    displayName: 'Task Name',
    name: 'taskName',
    type: 'string',
    default: '',
    placeholder: 'e.g. Shipping delay, week 9',
    description: 'How the task is called in the Sobot console',
  },
  {
    displayName: 'Validity',
    name: 'validity',
    type: 'options',
    options: [
      { name: 'Custom Period', value: 'custom', description: 'Needs Start and End as well' },
      { name: 'Permanent', value: 'permanent' },
    ],
    default: 'permanent',
    description: 'How long the task places calls',
  },
];

/** Task: Update. Vendor page 2.11, `editor_task`: a GET with a query, whatever its broken example shows (R6). */
export const updateTask: ItemOperation = {
  name: 'Update',
  value: 'update',
  action: 'Update task',
  description:
    'Change a task; template, result push URL, number masking and export cannot be changed after it was created',
  fields: [
    taskLocator,
    {
      displayName: 'Update Fields',
      name: 'updateFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: updateFields,
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        {
          displayName: 'Send by Form',
          name: 'asForm',
          type: 'boolean',
          default: false,
          description:
            'Whether to send the changes as a POST form instead of a GET query; only if Sobot does not take the query',
        },
        timeoutOption,
      ],
    },
  ],
  async runItem(context, itemIndex) {
    const id = taskId(context, itemIndex);
    const fields = context.getNodeParameter('updateFields', itemIndex, {}) as IDataObject;
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const changes = await checkedChanges(context, fields);
    await sobotRequest(context, {
      method: flag(options, 'asForm', 'Send by Form') ? 'POST' : 'GET',
      endpoint: 'editor_task',
      parameters: { taskid: id, ...changes },
      effect: 'change',
      timeoutMs: timeoutMs(options),
    });
    return [{ json: { taskId: id, updated: Object.keys(fields) } }];
  },
};

/** What the user set, in the vendor's terms, after the checks that Task: Create makes too. */
async function checkedChanges(
  context: IExecuteFunctions,
  fields: IDataObject,
): Promise<IDataObject> {
  if (Object.keys(fields).length === 0) {
    throw new InvalidInput(
      'There is nothing to update',
      'Add at least one field under "Update Fields".',
    );
  }

  const changes: IDataObject = {};
  if ('taskName' in fields) {
    changes.task_name = String(fields.taskName ?? '').trim();
    if (changes.task_name === '') throw new InvalidInput('"Task Name" is empty', 'Give a name.');
  }
  if ('callingHours' in fields) {
    const { range = [] } = fields.callingHours as { range?: CallingHours[] };
    changes.call_time_slot = callTimeSlot(checkCallingHours(range));
  }
  if (fields.validity === 'permanent') changes.time_type = 2;
  if (fields.validity === 'custom' || 'start' in fields || 'end' in fields) {
    if (fields.validity === 'permanent') {
      throw new InvalidInput(
        'A permanent task has neither start nor end',
        'Set "Validity" to Custom Period, or remove "Start" and "End".',
      );
    }
    const { startMs, endMs } = checkedPeriod(fields.start, fields.end, context.getTimezone());
    Object.assign(changes, { time_type: 1, start_time: startMs, end_time: endMs });
  }
  if ('robots' in fields) {
    changes.robot_num = checkedRobots(fields.robots);
    await checkRobots(context, changes.robot_num as number);
  }
  if ('callerNumbers' in fields) {
    const numbers = distinctPieces(fields.callerNumbers);
    if (numbers.length === 0) {
      throw new InvalidInput('"Caller Number" is empty', 'Choose at least one number.');
    }
    await checkCallerNumbers(context, numbers);
    changes.telephone = numbers.join(',');
  }
  return changes;
}
