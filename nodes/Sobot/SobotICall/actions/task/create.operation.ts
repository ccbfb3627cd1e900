import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { createTask } from '../../../resources/create-task';
import { findOrCreateTask, oneTaskOfName } from '../../../resources/find-or-create-task';
import type { TaskInfo } from '../../../resources/task-info';
import { NOT_TOLD, type NewTask } from '../../../resources/task-set-up';
import { timeoutMs } from '../../../panel/timeout';
import { waitBeforeAgain } from '../../../../sending/wait-before-again';
import { createTaskFields, waitBeforeCreatingOption } from './create.fields';
import { newTask } from './new-task';
import { sayNotCompared } from './not-compared';

type Made = Awaited<ReturnType<typeof findOrCreateTask>>;

/** What this run made, by all that describes a task. */
const madeInRun = new WeakMap<IExecuteFunctions, Map<string, { made: Made; isShared: boolean }>>();

/** Items that describe the same task get the same one: contacts that arrive here are no tasks of their own. */
async function onceInARun(
  context: IExecuteFunctions,
  task: NewTask,
  make: () => Promise<Made>,
): Promise<Made> {
  const ofRun = madeInRun.get(context) ?? new Map<string, { made: Made; isShared: boolean }>();
  madeInRun.set(context, ofRun);
  const description = JSON.stringify(task);
  const before = ofRun.get(description);
  if (before === undefined) {
    const made = await make();
    ofRun.set(description, { made, isShared: false });
    return made;
  }
  if (!before.isShared) {
    before.isShared = true;
    context.addExecutionHints({
      message: `Several items describe the task "${task.taskName}", so it was made once. To call the items that come in here, use Campaign: Launch in place of Task: Create.`,
      type: 'info',
    });
  }
  return before.made;
}

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
    const made = await onceInARun(context, task, async () => {
      const timeout = timeoutMs(options);
      if (options.nameTaken !== 'use') return await createTask(context, task, timeout);
      const waitMs = waitBeforeAgain(options, waitBeforeCreatingOption.displayName);
      return await oneTaskOfName(context, task, waitMs, timeout);
    });
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
  sayNotCompared(context, taskName);
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
