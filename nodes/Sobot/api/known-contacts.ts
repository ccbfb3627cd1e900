import type { IExecuteFunctions } from 'n8n-workflow';
import { inParallel } from '../../runtime/parallel';
import { knowledgeOf, type Knowledge } from '../../runtime/reconcile';
import { toCallResult } from './call-result';
import { fetchContact } from './one-contact';
import { fetchTaskInfo } from './task-info';

const READS_AT_ONCE = 4;

/** States in which a task calls nobody any more. */
const OVER = ['finished', 'deleted'];

/**
 * What the vendor knows of contacts of a task, one request each (vendor page 2.9).
 *
 * Of a contact that waits it may show nothing (not documented). That a contact without a record is not in the
 * task is certain only where the task is empty or over, or where others of ours are shown while they wait.
 */
export async function knownContacts(
  context: IExecuteFunctions,
  taskId: string,
  contactIds: string[],
  timeoutMs: number,
): Promise<Map<string, Knowledge>> {
  const found = await inParallel(contactIds, READS_AT_ONCE, async (contactId) => {
    const record = await fetchContact(context, taskId, contactId, timeoutMs);
    return knowledgeOf(toCallResult(record, 'query', { taskId, contactId }));
  });
  const tasks = await fetchTaskInfo(context, [taskId], timeoutMs);
  const info = tasks.get(taskId)?.info;
  const certain =
    info?.contactCount === 0 ||
    OVER.includes(info?.status ?? '') ||
    found.some(({ known }) => known === 'waiting');
  return new Map(
    contactIds.map((contactId, at) => [
      contactId,
      found[at].known === 'notFound' && certain ? { known: 'notHeld' } : found[at],
    ]),
  );
}
