import type { IExecuteFunctions } from 'n8n-workflow';
import { READ_BACK_WAITS_MS } from '../../runtime/http/retry';
import { isStopped, pause } from '../../runtime/http/stop';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { sobotRequest } from '../client/request';
import { fetchTaskInfo } from './task-info';
import { toInt } from '../../basics/values';

/** What the vendor says of an uploaded file, in clean names (docs/vendors/sobot-icall.md, R17). */
export interface Upload {
  rowCount: number | null;
  submittedCount: number | null;
  rejectedCount: number | null;
  repeatedCount: number | null;
  /** Rows that the account's own do-not-disturb list took out. */
  filteredCount: number | null;
  /** Contacts that the vendor counts as submitted and that the task has not gained; null when it cannot be told. */
  notTakenCount: number | null;
  /** Numbers of the rejected rows as the vendor counts them, with the heading as row 1. */
  rejectedRows: number[];
}

/**
 * Uploads an Excel file of contacts. The file goes out exactly once. If the reply is lost, the task's number
 * of contacts before and after is all there is to tell whether it was taken.
 *
 * Vendor page 2.8, `add_task_file_data`.
 *
 * @throws VendorFailure that says how many contacts the task gained when the reply was lost
 */
export async function uploadContacts(
  context: IExecuteFunctions,
  taskId: string,
  { fileName, file }: { fileName: string; file: Buffer },
  timeoutMs?: number,
): Promise<Upload> {
  const before = await countBefore(context, taskId, timeoutMs);
  const form = new FormData();
  form.set('taskid', taskId);
  form.set('data_file', new Blob([new Uint8Array(file)]), fileName);
  const sent = await tried(
    sobotRequest(context, {
      method: 'POST',
      endpoint: 'add_task_file_data',
      form,
      effect: 'change',
      timeoutMs,
    }),
  );
  if (!sent.ok) {
    const { error } = sent;
    if (!(error instanceof VendorFailure) || error.effect === 'none') throw error;
    const after = await tried(contactCount(context, taskId, timeoutMs));
    const gained =
      after.ok && after.value !== null && before !== null ? after.value - before : null;
    throw new VendorFailure(
      `${error.message}. Since then the task has gained ${gained === null ? 'an unknown number of' : gained} contacts`,
      {
        effect: 'unknown',
        httpStatus: error.httpStatus,
        advice: `Do not upload the file again before you have compared this with its rows, or people are called twice. ${error.advice}`,
      },
    );
  }
  const reply = sent.value;
  const rejected = Array.isArray(reply.error_data) ? reply.error_data : [];
  const submitted = toInt(reply.success_counts);
  return {
    rowCount: toInt(reply.counts),
    submittedCount: submitted,
    rejectedCount: toInt(reply.defeat_counts),
    repeatedCount: toInt(reply.repeat_counts),
    filteredCount: toInt(reply.filter_count),
    notTakenCount: await notTaken(context, taskId, { before, submitted }, timeoutMs),
    rejectedRows: rejected.map(toInt).filter((row): row is number => row !== null),
  };
}

/** How many contacts the task has gained too few; the vendor may still be storing them, so it looks three times. */
async function notTaken(
  context: IExecuteFunctions,
  taskId: string,
  { before, submitted }: { before: number | null; submitted: number | null },
  timeoutMs?: number,
): Promise<number | null> {
  if (before === null || submitted === null) return null;
  let missing: number | null = null;
  for (const wait of READ_BACK_WAITS_MS) {
    await pause(context, wait);
    const after = await tried(contactCount(context, taskId, timeoutMs));
    if (!after.ok || after.value === null) return null;
    missing = Math.max(0, submitted - (after.value - before));
    if (missing === 0 || isStopped(context)) break;
  }
  return missing;
}

/** @throws VendorFailure with `effect` `none`: the file has not left yet */
async function countBefore(
  context: IExecuteFunctions,
  taskId: string,
  timeoutMs?: number,
): Promise<number | null> {
  const counted = await tried(contactCount(context, taskId, timeoutMs));
  if (counted.ok) return counted.value;
  const { error } = counted;
  if (!(error instanceof VendorFailure)) throw error;
  throw new VendorFailure(error.message, {
    effect: 'none',
    advice: `The file was not sent. ${error.advice}`,
  });
}

async function contactCount(
  context: IExecuteFunctions,
  taskId: string,
  timeoutMs?: number,
): Promise<number | null> {
  const task = (await fetchTaskInfo(context, [taskId], timeoutMs)).get(taskId);
  return task?.info.contactCount ?? null;
}
