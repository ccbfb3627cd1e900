import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { checkCallingHours, type CallingHours } from '../../../../campaign/calling-hours';
import { InvalidInput } from '../../../../basics/invalid-input';
import { locatorValue } from '../../../../runtime/fields/locator';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { flag } from '../../../../runtime/fields/option-values';
import { checkedPushUrl } from '../../../../runtime/push/push-url';
import { inTurn, type Queues } from '../../../../basics/lock';
import { createTask, existingTask } from '../../../resources/create-task';
import { DEFAULT_BASE_URL, normalisedBaseUrl, SOBOT_CREDENTIAL } from '../../../client/credential';
import type { TaskInfo } from '../../../resources/task-info';
import { NOT_TOLD, type NewTask } from '../../../resources/task-set-up';
import { distinctPieces } from '../../../../basics/values';
import { timeoutMs } from '../../../panel/timeout';
import { createTaskFields } from './create.fields';
import { checkedPeriod, checkedRobots } from './task-values';

/** Tasks that are being created, by account and name: two executions at once make one. */
const creations: Queues = new Map();

/** Task: Create. Vendor page 2.5, `add_task`. */
export const createTaskOperation: ItemOperation = {
  name: 'Create',
  value: 'create',
  action: 'Create task',
  description: 'Create a calling task; calls begin when contacts are added to it',
  fields: createTaskFields,
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const task = await newTask(context, itemIndex, options);
    const create = async () => await createTask(context, task, timeoutMs(options));
    const made =
      options.nameTaken === 'use'
        ? await inTurn(creations, `task ${task.taskName}`, async () => {
            const existing = await existingTask(context, task, timeoutMs(options));
            return existing ?? (await create());
          })
        : await create();
    if ('taskName' in made) return [{ json: reused(context, made) }];
    if (itemIndex === 0 && /^http:/i.test(task.pushUrl)) {
      context.addExecutionHints({
        message:
          'The result push URL begins with http://, so results travel unencrypted. Use https:// outside of tests.',
        type: 'warning',
      });
    }
    return [
      {
        json: {
          taskId: made.taskId,
          taskName: task.taskName,
          templateId: task.templateId,
          callerNumbers: task.callerNumbers,
          robots: task.robots,
          callingHours: task.callingHours.map(({ from, to }) => `${from}-${to}`),
          startTime: task.period === null ? null : new Date(task.period.startMs).toISOString(),
          endTime: task.period === null ? null : new Date(task.period.endMs).toISOString(),
          resultsPushed: task.pushUrl !== '',
          foundAgain: made.foundAgain,
          notCompared: [],
        },
      },
    ];
  },
};

/** What a task has that was there before, as the vendor tells it; what it does not tell is null, and named. */
function reused(context: IExecuteFunctions, info: TaskInfo): IDataObject {
  const { taskId, taskName, callerNumbers, robots, callingHours, startTime, endTime } = info;
  context.addExecutionHints({
    message: `The task "${taskName}" was there already and is used. Sobot does not tell its template, result push URL, number masking and export, so they could not be compared with what is set here.`,
    type: 'info',
  });
  return {
    taskId,
    taskName,
    templateId: null,
    callerNumbers,
    robots,
    callingHours,
    startTime,
    endTime,
    resultsPushed: null,
    foundAgain: true,
    notCompared: [...NOT_TOLD],
  };
}

async function newTask(
  context: IExecuteFunctions,
  itemIndex: number,
  options: IDataObject,
): Promise<NewTask> {
  const taskName = String(context.getNodeParameter('taskName', itemIndex, '') ?? '').trim();
  if (taskName === '') {
    throw new InvalidInput(
      '"Task Name" is empty',
      'Give the task a name, so that you find it again.',
    );
  }
  return {
    taskName,
    templateId: locatorValue(context, 'template', 'Template', itemIndex),
    callerNumbers: distinctPieces(
      locatorValue(context, 'callerNumber', 'Caller Number', itemIndex),
      options.moreCallerNumbers,
    ),
    robots: checkedRobots(context.getNodeParameter('robots', itemIndex, 1)),
    period:
      context.getNodeParameter('validity', itemIndex, 'permanent') === 'custom'
        ? checkedPeriod(
            context.getNodeParameter('start', itemIndex, ''),
            context.getNodeParameter('end', itemIndex, ''),
            context.getTimezone(),
          )
        : null,
    callingHours: checkCallingHours(
      context.getNodeParameter('callingHours.range', itemIndex, []) as CallingHours[],
    ),
    pushUrl: await pushUrl(context, itemIndex),
    pushWhen: Number(options.pushWhen ?? 2),
    numberMasking: Number(options.numberMasking ?? 0),
    allowExport: flag(options, 'allowExport', 'Allow Export', true),
  };
}

async function pushUrl(context: IExecuteFunctions, itemIndex: number): Promise<string> {
  const typed = String(context.getNodeParameter('pushUrl', itemIndex, '') ?? '').trim();
  const credential = await context.getCredentials(SOBOT_CREDENTIAL);
  const token = String(credential.pushToken ?? '').trim();
  const apiBaseUrl = normalisedBaseUrl(credential.baseUrl) ?? DEFAULT_BASE_URL;
  return checkedPushUrl(typed, apiBaseUrl, token, {
    vendor: 'Sobot',
    trigger: 'Sobot iCall Trigger',
    without: 'read results with Call: Get Result',
  });
}
