import type { RequestContext } from '../../runtime/http/context';
import { sobotRequest } from '../client/request';
import { inTaskBatches } from './task-batches';
import { taskStatus } from './task-status';
import { textOf, toInt, toList, toPieces } from '../../basics/values';
import { toIsoTime } from './values';

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
 * order of the returned tasks is promised, so they are keyed by id (docs/vendors/sobot-icall.md, R35).
 *
 * @returns what was found; ids that are missing are not there
 */
export async function fetchTaskInfo(
  context: RequestContext,
  taskIds: string[],
  timeoutMs?: number,
): Promise<Map<string, TaskRecord>> {
  const records = await inTaskBatches(taskIds, async (ids): Promise<TaskRecord[]> => {
    const reply = await sobotRequest(context, {
      method: 'GET',
      endpoint: 'query_task_info',
      parameters: { taskid: ids.join(',') },
      effect: 'read',
      timeoutMs,
    });
    return toList(reply.data).map((raw) => ({ info: toTaskInfo(raw), raw }));
  });
  return new Map(records.map((record) => [record.info.taskId, record]));
}

function toTaskInfo(raw: Record<string, unknown>): TaskInfo {
  const statusCode = toInt(raw.task_status);
  return {
    taskId: textOf(raw.taskid),
    taskName: textOf(raw.task_name),
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
