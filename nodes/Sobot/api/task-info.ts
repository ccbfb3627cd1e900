import { inBatches } from '../../campaign/batches';
import type { RequestContext } from '../../runtime/exchange';
import { inParallel } from '../../runtime/parallel';
import { settle } from '../../runtime/settle';
import { VendorFailure } from '../../runtime/vendor-failure';
import { sobotRequest } from './request';
import { taskStatus } from './task-status';
import { toInt, toIsoTime, toList, toPieces, toText } from './values';

/** Most task ids in one request; more have no return code of their own (reference, section 9). */
export const MOST_TASKS = 15;

const REQUESTS_AT_ONCE = 4;

const NO_SUCH_TASK = ['320020', '320022'];

/** A task with its progress, in clean names. */
export interface TaskInfo {
  taskId: string;
  taskName: string;
  status: string;
  statusCode: number | null;
  contactCount: number | null;
  calledCount: number | null;
  connectedCount: number | null;
  interestedCount: number | null;
  robots: number | null;
  callerNumbers: string[];
  callingHours: string[];
  permanent: boolean;
  startTime: string | null;
  endTime: string | null;
}

/** The vendor's own record beside ours. */
export interface TaskRecord {
  info: TaskInfo;
  raw: Record<string, unknown>;
}

/**
 * Details of any number of tasks, 15 a request. Vendor page 2.15, `query_task_info`; neither number nor
 * order of the returned tasks is promised, so they are keyed by id (R35).
 *
 * @returns what was found; ids that are missing are not there
 */
export async function fetchTaskInfo(
  context: RequestContext,
  taskIds: string[],
  timeoutMs?: number,
): Promise<Map<string, TaskRecord>> {
  const records = await inParallel(
    inBatches([...new Set(taskIds)], MOST_TASKS),
    REQUESTS_AT_ONCE,
    async (ids) => await fetchBatch(context, ids, timeoutMs),
  );
  return new Map(records.flat().map((record) => [record.info.taskId, record]));
}

/** One unknown id may refuse the whole request; then each is asked for alone. */
async function fetchBatch(
  context: RequestContext,
  ids: string[],
  timeoutMs?: number,
): Promise<TaskRecord[]> {
  const reply = await settle(
    sobotRequest(context, {
      method: 'GET',
      endpoint: 'query_task_info',
      parameters: { taskid: ids.join(',') },
      effect: 'read',
      timeoutMs,
    }),
  );
  if (reply.ok) return toList(reply.value.data).map((raw) => ({ info: toTaskInfo(raw), raw }));
  const { error } = reply;
  const missing = error instanceof VendorFailure && NO_SUCH_TASK.includes(error.vendorCode ?? '');
  if (!missing) throw error;
  if (ids.length === 1) return [];
  const alone = await inParallel(
    ids,
    REQUESTS_AT_ONCE,
    async (id) => await fetchBatch(context, [id], timeoutMs),
  );
  return alone.flat();
}

function toTaskInfo(raw: Record<string, unknown>): TaskInfo {
  const statusCode = toInt(raw.task_status);
  return {
    taskId: toText(raw.taskid) ?? '',
    taskName: toText(raw.task_name) ?? '',
    status: taskStatus(statusCode),
    statusCode,
    contactCount: toInt(raw.call_total_data),
    calledCount: toInt(raw.call_times),
    connectedCount: toInt(raw.call_connected_times),
    interestedCount: toInt(raw.call_intent_times),
    robots: toInt(raw.robot_num),
    callerNumbers: toPieces(raw.telephone),
    callingHours: toPieces(raw.call_time_slot),
    permanent: toInt(raw.time_type) === 2,
    startTime: toIsoTime(raw.start_time),
    endTime: toIsoTime(raw.end_time),
  };
}
