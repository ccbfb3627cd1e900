import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { inTurn, type Queues } from '../../../../basics/lock';
import { createTask, existingTask } from '../../../resources/create-task';
import type { TaskInfo } from '../../../resources/task-info';
import { NOT_TOLD } from '../../../resources/task-set-up';
import { timeoutMs } from '../../../panel/timeout';
import { createTaskFields } from './create.fields';
import { newTask } from './new-task';

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
