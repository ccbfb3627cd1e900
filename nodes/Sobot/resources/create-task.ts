import type { IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { READ_BACK_WAITS_MS } from '../../runtime/http/retry';
import { pause } from '../../runtime/http/stop';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { callTimeSlot } from './call-time-slot';
import { checkCallerNumbers, checkRobots, checkTemplate } from './account-checks';
import { fetchTasks } from './lists';
import { sobotRequest } from '../client/request';
import { fetchTaskInfo, type TaskInfo } from './task-info';
import { differences, type NewTask } from './task-set-up';
import { isOver } from './task-status';
import { toFields, toText } from '../../basics/values';

/**
 * Creates a calling task. What the vendor would refuse, or silently accept and never dial, is looked up
 * first: free robots, caller numbers, template (no return code exists for an unknown caller number).
 *
 * When the reply is lost, the tasks are read back: exactly one new task of that name and set-up is ours.
 *
 * Vendor page 2.5, `add_task`.
 *
 * @returns the task's id, and whether it was found again after a lost reply
 * @throws InvalidInput for what the account does not have, VendorFailure for the rest
 */
export async function createTask(
  context: IExecuteFunctions,
  task: NewTask,
  timeoutMs?: number,
): Promise<{ taskId: string; foundAgain: boolean }> {
  const looked = await tried(
    Promise.all([
      idsByName(context, task.taskName),
      checkRobots(context, task.robots),
      checkCallerNumbers(context, task.callerNumbers),
      checkTemplate(context, task.templateId),
    ]),
  );
  if (!looked.ok) throw beforeAnything(looked.error);
  const [before] = looked.value;

  const created = await tried(sendTask(context, task, timeoutMs));
  if (created.ok) return { taskId: created.value, foundAgain: false };
  const { error } = created;
  if (!(error instanceof VendorFailure) || error.effect === 'none') throw error;

  const taskId = await foundAgain(context, task, before);
  if (taskId !== undefined) return { taskId, foundAgain: true };
  throw new VendorFailure(
    `${error.message}. Whether the task "${task.taskName}" exists now is unknown`,
    {
      effect: 'unknown',
      httpStatus: error.httpStatus,
      advice: `Look for it in the Sobot console before you create it again. No contact is in it, so nobody is called. ${error.advice}`,
    },
  );
}

/**
 * The task of that name that takes contacts, if there is one; names need not be unique at the vendor.
 *
 * @param settings.refuseOver whether one that is over is an error, since its contacts would be called again in another
 * @throws InvalidInput when there are several, or the one is set up otherwise
 */
export async function existingTask(
  context: IExecuteFunctions,
  task: NewTask,
  timeoutMs?: number,
  { refuseOver = false } = {},
): Promise<TaskInfo | undefined> {
  const ids = await idsByName(context, task.taskName);
  const records =
    ids.length === 0 ? [] : [...(await fetchTaskInfo(context, ids, timeoutMs)).values()];
  const open = records.filter(({ info }) => !isOver(info.status));
  if (open.length === 0 && records.length < ids.length && !refuseOver) {
    throw new InvalidInput(
      `Sobot lists a task named "${task.taskName}" and says nothing of it: ${ids.join(', ')}`,
      'No second one was made. Run this again, or give the task another name.',
    );
  }
  if (open.length === 0) {
    const isGone = records.every(({ info }) => info.status === 'deleted');
    if (refuseOver && !(isGone && records.length === ids.length)) {
      throw new InvalidInput(
        `The campaign "${task.taskName}" is over at Sobot, or Sobot says nothing of its task: ${ids.join(', ')}`,
        'Nobody was called. For further contacts, or to call the same ones again, give the campaign another name.',
      );
    }
    return undefined;
  }
  const [{ info }] = open;
  const found = open.map((record) => record.info.taskId).join(', ');
  if (open.length > 1) {
    throw new InvalidInput(
      `There are ${open.length} tasks named "${task.taskName}" that are not over: ${found}`,
      'Give the task another name, or end those that are not needed.',
    );
  }
  const different = differences(info, task);
  if (different.length > 0) {
    throw new InvalidInput(
      `The task "${task.taskName}" (${found}) exists and is set up otherwise: ${different.join('; ')}`,
      'Set the same here as in the existing task, change that with Task: Update, or give the task another name.',
    );
  }
  return info;
}

/** A read that failed before the request that makes the task: no task was made. */
function beforeAnything(error: unknown): unknown {
  if (!(error instanceof VendorFailure) || error.effect === 'none') return error;
  const { httpStatus, transient, advice } = error;
  return new VendorFailure(error.message, { effect: 'none', httpStatus, transient, advice });
}

/** The one task of this name that was not there before and is set up as ours, if there is exactly one. */
async function foundAgain(
  context: IExecuteFunctions,
  task: NewTask,
  before: string[],
): Promise<string | undefined> {
  for (const wait of READ_BACK_WAITS_MS) {
    await pause(context, wait);
    const after = await tried(idsByName(context, task.taskName));
    const fresh = after.ok ? after.value.filter((id) => !before.includes(id)) : [];
    const records = fresh.length === 0 ? undefined : await tried(fetchTaskInfo(context, fresh));
    if (records === undefined || !records.ok) continue;
    const ours = [...records.value.values()].filter(
      ({ info }) => differences(info, task).length === 0,
    );
    return ours.length === 1 ? ours[0].info.taskId : undefined;
  }
  return undefined;
}

async function sendTask(
  context: IExecuteFunctions,
  task: NewTask,
  timeoutMs?: number,
): Promise<string> {
  const period =
    task.period === null
      ? { time_type: 2 }
      : { time_type: 1, start_time: task.period.startMs, end_time: task.period.endMs };
  const push = task.pushUrl === '' ? {} : { push_url: task.pushUrl, push_type: task.pushWhen };
  const reply = await sobotRequest(context, {
    method: 'POST',
    endpoint: 'add_task',
    parameters: {
      templateid: task.templateId,
      task_name: task.taskName,
      line_type: 1,
      telephone: task.callerNumbers.join(','),
      robot_num: task.robots,
      call_time_slot: callTimeSlot(task.callingHours),
      task_status: 0,
      number_hide: task.numberMasking,
      export_status: task.allowExport ? 0 : 1,
      ...period,
      ...push,
    },
    effect: 'change',
    timeoutMs,
  });
  const taskId = toText(toFields(reply.data).taskid);
  if (taskId === null) {
    throw new VendorFailure('Sobot iCall confirmed the task but gave no task ID', {
      effect: 'unknown',
    });
  }
  return taskId;
}

async function idsByName(context: IExecuteFunctions, name: string): Promise<string[]> {
  const tasks = await fetchTasks(context);
  return tasks.filter(({ taskName }) => taskName === name).map(({ taskId }) => taskId);
}
