import type { CallOutcome, CallResult } from '../../campaign/call-result';
import { toFields, toInt, toList, toText } from '../../basics/values';
import type { RequestContext } from '../../runtime/http/context';
import { vendorTimeToIso } from '../../runtime/fields/instants';
import { toCallResult } from './call-result';
import { airudderRequest } from '../client/request';

/** A task with its calls, in clean names. */
export interface TaskDetail {
  taskId: string;
  taskName: string | null;
  robotMethod: string | null;
  robotId: string | null;
  sipLine: string | null;
  /** created, pending, calling, paused, finished or canceled. */
  status: string | null;
  startTime: string | null;
  endTime: string | null;
  repeatInterval: number | null;
  repeatNumber: number | null;
  contactCount: number;
  /** How many calls there are of each outcome. */
  outcomes: Partial<Record<CallOutcome, number>>;
  calls: CallResult[];
}

/**
 * One task with all its calls; the vendor sends it in one piece, without paging. Vendor page "Obtain the
 * Detailed Information of Tasks", docs/vendors/airudder.md, A7.
 *
 * @param zone in which the account writes times without a zone
 */
export async function fetchTaskDetail(
  context: RequestContext,
  taskId: string,
  zone: string,
  timeoutMs?: number,
): Promise<{ detail: TaskDetail; raw: Record<string, unknown> }> {
  const reply = await airudderRequest(context, {
    method: 'GET',
    path: '/service/cloud/detail',
    query: { TaskID: taskId },
    effect: 'read',
    timeoutMs,
  });
  const raw = toFields(reply.data);
  return { detail: toTaskDetail(raw, taskId, zone), raw };
}

/** A `data` object of a detail reply; the reply for a workflow's outbound tasks has the same fields and some more. */
export function toTaskDetail(
  raw: Record<string, unknown>,
  taskId: string | null,
  zone: string,
): TaskDetail {
  const id = toText(raw.TaskID) ?? taskId ?? '';
  const calls = toList(raw.detail).map((record) =>
    toCallResult(record, { taskId: id === '' ? null : id, source: 'query', zone }),
  );
  const outcomes: TaskDetail['outcomes'] = {};
  for (const { outcome } of calls) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    taskId: id,
    taskName: toText(raw.TaskName),
    robotMethod: toText(raw.RobotMethod),
    robotId: toText(raw.RobotID),
    sipLine: toText(raw.SIPLine),
    status: toText(raw.Status),
    startTime: vendorTimeToIso(raw.ScheduleStartTime, zone),
    endTime: vendorTimeToIso(raw.ScheduleEndTime, zone),
    repeatInterval: toInt(raw.RepeatInterval),
    repeatNumber: toInt(raw.RepeatNumber),
    contactCount: calls.length,
    outcomes,
    calls,
  };
}

/** Whether AIRUDDER says that nobody will be called any more. */
export function isOver({ status }: TaskDetail): boolean {
  return ['finished', 'canceled'].includes(status ?? '');
}

/** Whether a detail can be taken for the whole task: it is over, or contacts that wait are shown too. */
export function showsAll(detail: TaskDetail): boolean {
  const { calls } = detail;
  if (calls.length === 0) return false;
  return isOver(detail) || calls.some(({ outcome }) => outcome === 'pending');
}
