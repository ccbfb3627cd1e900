import { inParallel } from '../../basics/parallel';
import type { RequestContext } from '../../runtime/http/context';
import { sobotRequest, type SobotReply } from '../client/request';
import { toFields, toText } from '../../basics/values';

const READS_AT_ONCE = 4;

/** What the vendor has about one contact; both parts are empty when it has nothing (yet). */
export interface ContactRecord {
  detail: Record<string, unknown>;
  msg: unknown;
  /** The vendor's whole reply. */
  reply: SobotReply;
}

/**
 * Reads one contact of a task. Vendor page 2.9, `query_task_data`. What it answers for a contact that
 * was not dialled yet, or that the task does not hold, is not documented.
 */
export async function fetchContact(
  context: RequestContext,
  taskId: string,
  contactId: string,
  timeoutMs?: number,
): Promise<ContactRecord> {
  const reply = await sobotRequest(context, {
    method: 'GET',
    endpoint: 'query_task_data',
    parameters: { taskid: taskId, outid: contactId },
    effect: 'read',
    timeoutMs,
  });
  const data = toFields(reply.data);
  return { detail: toFields(data.detail), msg: data.msg, reply };
}

/** Reads contacts of a task, a few at a time. @returns their records in the same order */
export async function fetchContacts(
  context: RequestContext,
  taskId: string,
  contactIds: string[],
  timeoutMs?: number,
): Promise<ContactRecord[]> {
  return await inParallel(contactIds, READS_AT_ONCE, async (contactId) => {
    return await fetchContact(context, taskId, contactId, timeoutMs);
  });
}

/** Whether the vendor shows a contact: what it answers of others is not documented, and may be an empty frame. */
export function isShown({ detail }: Pick<ContactRecord, 'detail'>): boolean {
  return toText(detail.tel) !== null || toText(detail.callid) !== null;
}
