import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { checkCallingHours, type CallingHours } from '../../../../campaign/calling-hours';
import { InvalidInput } from '../../../../basics/invalid-input';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { flag } from '../../../../runtime/fields/option-values';
import { checkCallerNumbers, checkRobots } from '../../../resources/account-checks';
import { callTimeSlot } from '../../../resources/call-time-slot';
import { sobotRequest } from '../../../client/request';
import { fetchTaskInfo, type TaskInfo } from '../../../resources/task-info';
import { toEpochMs } from '../../../../runtime/fields/instants';
import { distinctPieces, typedText } from '../../../../basics/values';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOption } from '../../../panel/timeout';
import { callingHoursField } from './create.fields';
import { checkedEnd, checkedPeriod, checkedRobots } from './task-values';

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
    description:
      'How many robots call at the same time; at most the free robots of the account and those the task has',
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
      {
        name: 'Custom Period',
        value: 'custom',
        description: 'Turns a permanent task into one with a start and an end; needs both',
      },
      { name: 'Permanent', value: 'permanent' },
    ],
    default: 'permanent',
    description: 'How long the task places calls',
  },
];

/**
 * Task: Update. Vendor page 2.11, `editor_task`: a GET with a query, whatever its broken example shows
 * (docs/vendors/sobot-icall.md, R6).
 */
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
    const changes = await checkedChanges(context, id, fields);
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

/** What the user set and nothing else, in the vendor's terms, after the checks that Task: Create makes too. */
async function checkedChanges(
  context: IExecuteFunctions,
  id: string,
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
    changes.task_name = typedText(fields.taskName);
    if (changes.task_name === '') throw new InvalidInput('"Task Name" is empty', 'Give a name.');
  }
  if ('callingHours' in fields) {
    const { range = [] } = fields.callingHours as { range?: CallingHours[] };
    changes.call_time_slot = callTimeSlot(checkCallingHours(range));
  }
  const period = typedPeriod(context, fields);
  const robots = 'robots' in fields ? checkedRobots(fields.robots) : undefined;
  const asked = robots !== undefined || period.start_time !== undefined || period.end_time;
  const info = asked ? (await fetchTaskInfo(context, [id])).get(id)?.info : undefined;
  if (info !== undefined) checkAgainstTask(info, period);
  Object.assign(changes, period);
  if (robots !== undefined) {
    await checkRobots(context, robots, info?.robots ?? 0);
    changes.robot_num = robots;
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

/** Validity, start and end under the vendor's names, each only if it was set. */
interface Period {
  time_type?: number;
  start_time?: number;
  end_time?: number;
}

/** @throws InvalidInput for a period that cannot be, as far as the fields alone tell */
function typedPeriod(context: IExecuteFunctions, fields: IDataObject): Period {
  const period: Period = {};
  const zone = context.getTimezone();
  if (fields.validity === 'permanent') period.time_type = 2;
  if (fields.validity === 'custom') period.time_type = 1;
  if (fields.validity === 'permanent' && ('start' in fields || 'end' in fields)) {
    throw new InvalidInput(
      'A permanent task has neither start nor end',
      'Set "Validity" to Custom Period, or remove "Start" and "End".',
    );
  }
  if (fields.validity === 'custom' || ('start' in fields && 'end' in fields)) {
    const { startMs, endMs } = checkedPeriod(fields.start, fields.end, zone);
    return { ...period, start_time: startMs, end_time: endMs };
  }
  if ('start' in fields) period.start_time = toEpochMs(fields.start, zone, 'Start');
  if ('end' in fields) period.end_time = checkedEnd(fields.end, zone);
  return period;
}

/** @throws InvalidInput when a start or an end alone does not fit what the task has */
function checkAgainstTask(info: TaskInfo, period: Period): void {
  const { start_time: start, end_time: end } = period;
  if (period.time_type !== undefined || (start === undefined && end === undefined)) return;
  if (info.permanent) {
    throw new InvalidInput(
      'The task is permanent, so it has neither start nor end',
      'To give it both, set "Validity" to Custom Period, with "Start" and "End".',
    );
  }
  const startMs = start ?? Date.parse(info.startTime ?? '');
  const endMs = end ?? Date.parse(info.endTime ?? '');
  if (endMs <= startMs) {
    const kept = start === undefined ? `start (${info.startTime})` : `end (${info.endTime})`;
    throw new InvalidInput(
      '"End" is not later than "Start"',
      `The task keeps its ${kept}. Set the other one as well, or an end after the start.`,
    );
  }
}
