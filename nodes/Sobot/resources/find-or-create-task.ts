import type { IExecuteFunctions } from 'n8n-workflow';
import { findOrMake } from '../../sending/find-or-make';
import { inTurn, type Queues } from '../../basics/lock';
import { SOBOT_CREDENTIAL } from '../client/credential';
import { createTask, existingTask } from './create-task';
import type { TaskInfo } from './task-info';
import type { NewTask } from './task-set-up';

/** Tasks that are being created, by name: two executions at once make one. */
const creations: Queues = new Map();

/**
 * The one task of this name that is not over, or else a new one.
 *
 * @returns what the vendor tells of a task that was there, or the id of the new one
 * @throws InvalidInput when there are several, or the one is set up otherwise; what `createTask` throws
 */
export async function findOrCreateTask(
  context: IExecuteFunctions,
  task: NewTask,
  timeoutMs?: number,
  settings: { refuseOver?: boolean } = {},
): Promise<TaskInfo | { taskId: string; foundAgain: boolean }> {
  return await inTurn(creations, `task ${task.taskName}`, async () => {
    const existing = await existingTask(context, task, timeoutMs, settings);
    return existing ?? (await createTask(context, task, timeoutMs));
  });
}

/**
 * The same for a node whose contacts are not remembered by the task's name: one task, whichever process of n8n runs it.
 *
 * @param waitMs how old the last try to create it must be before it counts that the vendor does not show it
 * @throws VendorFailure, with effect `none`, before that; what `findOrCreateTask` throws
 */
export async function oneTaskOfName(
  context: IExecuteFunctions,
  task: NewTask,
  waitMs: number,
  timeoutMs?: number,
): Promise<TaskInfo | { taskId: string; foundAgain: boolean }> {
  const { id, credentials } = context.getNode();
  const account = String(credentials?.[SOBOT_CREDENTIAL]?.id ?? '');
  return await findOrMake<TaskInfo, Awaited<ReturnType<typeof createTask>>>(
    context,
    {
      scope: `${id}\nSobot iCall task\n${account}`,
      name: task.taskName,
      waitMs,
      // Campaign: Launch takes its turns in the same order: the lease first, then the name.
      inTurn: async (work) => await inTurn(creations, `task ${task.taskName}`, work),
    },
    async () => await existingTask(context, task, timeoutMs),
    async () => await createTask(context, task, timeoutMs),
  );
}
