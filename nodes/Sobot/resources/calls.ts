import type { RequestContext } from '../../runtime/http/context';
import { entriesOfPages } from '../client/pages';
import { sobotRequest } from '../client/request';
import { inTaskBatches } from './task-batches';
import { textOf, toFields, toInt, toList } from '../../basics/values';

/** Largest page; more has no return code of its own (docs/vendors/sobot-icall.md, section 9). */
const PAGE_SIZE = 15;

/** A span of time in epoch milliseconds. */
export interface TimeSpan {
  fromMs: number;
  toMs: number;
}

/** A call as the vendor records it. */
export interface CallRecord {
  detail: Record<string, unknown>;
  msg: unknown;
  /** The whole entry. */
  raw: Record<string, unknown>;
}

/**
 * The finished calls of a task in a span of time, each once (by call id), in the vendor's order.
 *
 * Vendor page 2.19, `query_time_task_data`. Which moment of a call the span is compared with is not
 * documented.
 *
 * @param most stop once there are this many
 */
export async function fetchCalls(
  context: RequestContext,
  taskId: string,
  span: TimeSpan,
  most = Infinity,
  timeoutMs?: number,
): Promise<CallRecord[]> {
  const page = async (number: number) =>
    await sobotRequest(context, {
      method: 'GET',
      endpoint: 'query_time_task_data',
      parameters: {
        taskid: taskId,
        begin_time: span.fromMs,
        end_time: span.toMs,
        page_size: PAGE_SIZE,
        page_num: number,
      },
      effect: 'read',
      timeoutMs,
    });

  return eachOnce(await entriesOfPages(page, PAGE_SIZE, most)).slice(0, most);
}

/** How many calls each task finished in a span of time. Vendor page 2.18, `calls_count`. */
export async function countCalls(
  context: RequestContext,
  taskIds: string[],
  span: TimeSpan,
  timeoutMs?: number,
): Promise<Map<string, { taskName: string; calls: number }>> {
  const counts = await inTaskBatches(taskIds, async (ids) => {
    const reply = await sobotRequest(context, {
      method: 'GET',
      endpoint: 'calls_count',
      parameters: { taskid: ids.join(','), begin_time: span.fromMs, end_time: span.toMs },
      effect: 'read',
      timeoutMs,
    });
    return toList(reply.data).map((task): [string, { taskName: string; calls: number }] => [
      textOf(task.taskid),
      { taskName: textOf(task.task_name), calls: toInt(task.count) ?? 0 },
    ]);
  });
  return new Map(counts);
}

/** The id of a call, trimmed (docs/vendors/sobot-icall.md, R18). */
export function callIdOf(record: Pick<CallRecord, 'detail'>): string {
  return textOf(record.detail.callid);
}

function eachOnce(rows: Array<Record<string, unknown>>): CallRecord[] {
  const seen = new Set<string>();
  const records: CallRecord[] = [];
  for (const row of rows) {
    const record = { detail: toFields(row.detail), msg: row.msg, raw: row };
    const callId = callIdOf(record);
    if (callId !== '' && seen.has(callId)) continue;
    seen.add(callId);
    records.push(record);
  }
  return records;
}
