import type { IExecuteFunctions } from 'n8n-workflow';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { sobotRequest } from '../client/request';
import { fetchTaskInfo } from './task-info';
import { statusInWords } from './task-status';

/** What a command does to a task, and how one sees afterwards that it has. */
export interface TaskCommand {
  /** Path below the base URL. */
  endpoint: string;
  /** What was wanted, in the infinitive: "pause". */
  verb: string;
  /** Whether a task with this status (undefined: not found any more) shows that the command worked. */
  isDone(status: string | undefined): boolean;
  /** A return code that means it was done before. */
  alreadyDone?: string;
  /** What the vendor demands, for a state error. */
  rule: string;
}

/** The vendor says only that the state does not fit (320023, 320024). */
const STATE_ERRORS = ['320023', '320024'];

/**
 * Pauses, resumes, ends or deletes a task. These are GET requests that change something (docs/vendors/sobot-icall.md,
 * R5), so they are never repeated; if the reply is lost, the task's status tells what happened.
 *
 * @throws VendorFailure that names the task's present status when it does not allow the command
 */
export async function commandTask(
  context: IExecuteFunctions,
  taskId: string,
  command: TaskCommand,
  timeoutMs?: number,
): Promise<void> {
  const sent = await tried(
    sobotRequest(context, {
      method: 'GET',
      endpoint: command.endpoint,
      parameters: { taskid: taskId },
      effect: 'change',
      timeoutMs,
    }),
  );
  if (sent.ok) return;
  const { error } = sent;
  if (!(error instanceof VendorFailure)) throw error;
  const code = error.vendorCode ?? '';
  if (code !== '' && code === command.alreadyDone) return;
  if (error.effect === 'none' && !STATE_ERRORS.includes(code)) throw error;

  const tasks = await tried(fetchTaskInfo(context, [taskId], timeoutMs));
  const status = tasks.ok ? tasks.value.get(taskId)?.info.status : undefined;
  if (error.effect === 'unknown') {
    if (tasks.ok && command.isDone(status)) return;
    throw new VendorFailure(
      `${error.message}. Whether Sobot did ${command.verb} the task is unknown`,
      {
        effect: 'unknown',
        httpStatus: error.httpStatus,
        advice: `Its status now: ${inWords(status)}. Running this again does no harm. ${error.advice}`,
      },
    );
  }
  throw new VendorFailure(`Sobot can't ${command.verb} the task, which is ${inWords(status)}`, {
    effect: 'none',
    vendorCode: code,
    advice: command.rule,
  });
}

function inWords(status: string | undefined): string {
  return status === undefined ? 'not to be found' : statusInWords(status);
}
