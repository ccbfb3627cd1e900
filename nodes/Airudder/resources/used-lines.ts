import { tried } from '../../basics/tried';
import type { RequestContext } from '../../runtime/http/context';
import { fetchTasks } from './lists';
import { fetchTaskDetail } from './task-detail';

/** A task's detail comes with all its calls, so only so many are read. */
const TASKS_READ = 3;

/**
 * The SIP lines of the first tasks in the account's list: AIRUDDER publishes no list of lines, but a task says which it uses
 * (docs/vendors/airudder.md, A2 and A7).
 */
export async function fetchUsedLines(context: RequestContext): Promise<string[]> {
  const tasks = await fetchTasks(context);
  const lines = new Set<string>();
  for (const { id } of tasks.filter((task) => task.id !== '').slice(0, TASKS_READ)) {
    const task = await tried(fetchTaskDetail(context, id, 'UTC'));
    const line = task.ok ? task.value.detail.sipLine : null;
    if (line !== null) lines.add(line);
  }
  return [...lines];
}
