import type { IExecuteFunctions } from 'n8n-workflow';
import type { CallResult } from '../../campaign/call-result';
import { knowledgeOf, type Knowledge } from '../../sending/reconcile';
import { READ_BACK_WAITS_MS } from '../../runtime/http/retry';
import { pause } from '../../runtime/http/stop';
import { toCallResult } from './call-result';
import { fetchContacts, isShown } from './one-contact';
import { fetchTaskInfo } from './task-info';

/**
 * What the vendor knows of contacts of a task, one request each (vendor page 2.9). Those without a record are asked
 * for three times, since the vendor may still be storing them.
 *
 * Of a contact that waits it may show nothing (not documented). That a contact without a record is not in the
 * task is certain only where the task is empty or finished, or where others of ours are shown while they wait.
 */
export async function knownContacts(
  context: IExecuteFunctions,
  taskId: string,
  contactIds: string[],
  timeoutMs: number,
): Promise<Map<string, Knowledge>> {
  const results = new Map<string, CallResult>();
  let emptyOrOver = false;
  for (const wait of READ_BACK_WAITS_MS) {
    const open = contactIds.filter((contactId) => !results.has(contactId));
    if (open.length === 0) break;
    await pause(context, wait);
    // Asked before the look: a contact that is called between both is found.
    emptyOrOver = await isEmptyOrOver(context, taskId, timeoutMs);
    const looked = await resultsOf(context, taskId, open, timeoutMs);
    looked.forEach((result, at) => {
      if (result !== undefined) results.set(open[at], result);
    });
  }
  const certain = emptyOrOver || [...results.values()].some(waits);
  const missing: Knowledge = { known: certain ? 'notHeld' : 'notFound' };
  return new Map(
    contactIds.map((contactId) => {
      const result = results.get(contactId);
      return [contactId, result === undefined ? missing : knowledgeOf(result)];
    }),
  );
}

/**
 * Whether the vendor would show a contact of ours if the task held it: the task is empty or finished, or one of the
 * others that it certainly holds is shown while it waits.
 *
 * @param others ids of contacts that the task holds
 */
export async function wouldShow(
  context: IExecuteFunctions,
  taskId: string,
  others: string[],
  timeoutMs?: number,
): Promise<boolean> {
  if (await isEmptyOrOver(context, taskId, timeoutMs)) return true;
  return (await resultsOf(context, taskId, others, timeoutMs)).some(waits);
}

/** What each contact's record says; undefined for those that are not shown. */
async function resultsOf(
  context: IExecuteFunctions,
  taskId: string,
  contactIds: string[],
  timeoutMs?: number,
): Promise<Array<CallResult | undefined>> {
  const records = await fetchContacts(context, taskId, contactIds, timeoutMs);
  return records.map((record, at) => {
    if (!isShown(record)) return undefined;
    return toCallResult(record, 'query', { taskId, contactId: contactIds[at] });
  });
}

function waits(result: CallResult | undefined): boolean {
  return result?.outcome === 'pending';
}

async function isEmptyOrOver(
  context: IExecuteFunctions,
  taskId: string,
  timeoutMs?: number,
): Promise<boolean> {
  const info = (await fetchTaskInfo(context, [taskId], timeoutMs)).get(taskId)?.info;
  return info?.contactCount === 0 || info?.status === 'finished';
}
