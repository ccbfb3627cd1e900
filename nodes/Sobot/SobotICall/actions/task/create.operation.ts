import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { checkCallingHours, type CallingHours } from '../../../../campaign/calling-hours';
import { InvalidInput } from '../../../../campaign/invalid-input';
import { toEpochMs } from '../../../../runtime/instants';
import { locatorValue } from '../../../../runtime/locator';
import type { ItemOperation } from '../../../../runtime/operation';
import { createTask, type NewTask } from '../../../api/create-task';
import { normalisedBaseUrl, SOBOT_CREDENTIAL } from '../../../api/credential';
import { checkedPushUrl } from '../../../api/push-url';
import { toPieces } from '../../../api/values';
import { timeoutMs } from '../timeout';
import { createTaskFields } from './create.fields';

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
    const { taskId, foundAgain } = await createTask(context, task, timeoutMs(options));
    if (/^http:/i.test(task.pushUrl)) {
      context.addExecutionHints({
        message:
          'The result push URL begins with http://, so results travel unencrypted. Use https:// outside of tests.',
        type: 'warning',
      });
    }
    return [
      {
        json: {
          taskId,
          taskName: task.taskName,
          templateId: task.templateId,
          callerNumbers: task.callerNumbers,
          robots: task.robots,
          callingHours: task.callingHours.map(({ from, to }) => `${from}-${to}`),
          startTime: task.period === null ? null : new Date(task.period.startMs).toISOString(),
          endTime: task.period === null ? null : new Date(task.period.endMs).toISOString(),
          resultsPushed: task.pushUrl !== '',
          foundAgain,
        },
      },
    ];
  },
};

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
    callerNumbers: callerNumbers(context, itemIndex, options),
    robots: robots(context, itemIndex),
    period: period(context, itemIndex),
    callingHours: checkCallingHours(
      context.getNodeParameter('callingHours.range', itemIndex, []) as CallingHours[],
    ),
    pushUrl: await pushUrl(context, itemIndex),
    pushWhen: Number(options.pushWhen ?? 2),
    numberMasking: Number(options.numberMasking ?? 0),
    allowExport: options.allowExport !== false,
  };
}

function callerNumbers(
  context: IExecuteFunctions,
  itemIndex: number,
  options: IDataObject,
): string[] {
  const first = toPieces(locatorValue(context, 'callerNumber', 'Caller Number', itemIndex));
  const more = Array.isArray(options.moreCallerNumbers)
    ? options.moreCallerNumbers.flatMap(toPieces)
    : toPieces(options.moreCallerNumbers);
  return [...new Set([...first, ...more])];
}

function robots(context: IExecuteFunctions, itemIndex: number): number {
  const typed = context.getNodeParameter('robots', itemIndex, 1);
  const number = Number(typed);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidInput(
      `"Robots" is ${String(typed)}, which is not a number of robots`,
      'Use a whole number of at least 1.',
    );
  }
  return number;
}

function period(context: IExecuteFunctions, itemIndex: number): NewTask['period'] {
  if (context.getNodeParameter('validity', itemIndex, 'permanent') !== 'custom') return null;
  const zone = context.getTimezone();
  const startMs = toEpochMs(context.getNodeParameter('start', itemIndex, ''), zone, 'Start');
  const endMs = toEpochMs(context.getNodeParameter('end', itemIndex, ''), zone, 'End');
  if (endMs <= startMs) {
    throw new InvalidInput('"End" is not later than "Start"', 'Set an end after the start.');
  }
  return { startMs, endMs };
}

async function pushUrl(context: IExecuteFunctions, itemIndex: number): Promise<string> {
  const typed = String(context.getNodeParameter('pushUrl', itemIndex, '') ?? '').trim();
  const credential = await context.getCredentials(SOBOT_CREDENTIAL);
  const token = String(credential.pushToken ?? '').trim();
  return checkedPushUrl(typed, normalisedBaseUrl(credential.baseUrl) ?? '', token);
}
