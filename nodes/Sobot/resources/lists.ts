import type { RequestContext } from '../../runtime/http/context';
import { sobotRequest } from '../client/request';
import { taskStatus } from './task-status';
import { textOf, toInt, toList, toPieces, toText } from '../../basics/values';

export interface Template {
  templateId: string;
  templateName: string;
  /** Text of the first thing the robot says; null where the vendor has none. */
  content: string | null;
  recordings: string[];
}

export interface CallerNumber {
  /** With its leading zero. */
  callerNumber: string;
  /** How many calls can run over this line at once. */
  concurrency: number | null;
}

export interface TaskSummary {
  taskId: string;
  taskName: string;
  status: string;
  statusCode: number | null;
}

/** All templates (scripts) of the account. Vendor page 2.2, `query_template`. */
export async function fetchTemplates(context: RequestContext): Promise<Template[]> {
  const reply = await sobotRequest(context, {
    method: 'GET',
    endpoint: 'query_template',
    effect: 'read',
  });
  return toList(reply.data).map((template) => ({
    templateId: textOf(template.templateid),
    templateName: textOf(template.template_name),
    content: toText(template.content),
    recordings: toPieces(template.record),
  }));
}

/** All numbers the account may call from. Vendor page 2.4, `query_number`. */
export async function fetchCallerNumbers(context: RequestContext): Promise<CallerNumber[]> {
  return (await fetchLines(context)).numbers;
}

/**
 * The numbers the account may call from, and how many calls all of them carry at once: the vendor's own total, or
 * the sum of the lines where it gives none. Vendor page 2.4, `query_number`.
 */
export async function fetchLines(
  context: RequestContext,
): Promise<{ numbers: CallerNumber[]; concurrency: number }> {
  const reply = await sobotRequest(context, {
    method: 'GET',
    endpoint: 'query_number',
    effect: 'read',
  });
  const numbers = toList(reply.data).map((line) => ({
    callerNumber: textOf(line.telephone),
    concurrency: toInt(line.count),
  }));
  const sum = numbers.reduce((total, { concurrency }) => total + (concurrency ?? 0), 0);
  return { numbers, concurrency: toInt(reply.total_count) ?? sum };
}

/**
 * The account's tasks in the order the vendor gives them. Vendor page 2.10, `query_task`; it promises
 * unfinished tasks only, its values say otherwise, so nothing is filtered (docs/vendors/sobot-icall.md, R14).
 */
export async function fetchTasks(context: RequestContext): Promise<TaskSummary[]> {
  const reply = await sobotRequest(context, {
    method: 'GET',
    endpoint: 'query_task',
    effect: 'read',
  });
  const tasks = toList(reply.data).map((task) => {
    const statusCode = toInt(task.task_status);
    return {
      taskId: textOf(task.taskid),
      taskName: textOf(task.task_name),
      status: taskStatus(statusCode),
      statusCode,
    };
  });
  return tasks.filter(({ taskId }) => taskId !== '');
}

/** How many robots are free. Vendor page 2.3, `query_robot_num`. */
export async function fetchFreeRobots(context: RequestContext): Promise<number | null> {
  const reply = await sobotRequest(context, {
    method: 'GET',
    endpoint: 'query_robot_num',
    effect: 'read',
  });
  return toInt(reply.robot_num);
}
