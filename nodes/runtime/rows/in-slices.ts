import { grouped } from '../../basics/grouped';
import { clock } from '../clock';
import type { RequestContext } from '../http/context';
import { isStopped, pause } from '../http/stop';
import { executionStopped } from '../http/vendor-failure';

/** After so long, n8n does something else. That costs a twentieth of the time it takes to read rows. */
const SLICE_MS = 20;

/**
 * Works on one after the other. In between, n8n goes on with what else it has to do: it has one thread for all
 * executions, requests and pushes. Whatever reads a parameter for each item belongs in here: an expression takes n8n
 * half a millisecond.
 *
 * @param work done at once, not later
 * @throws VendorFailure when the execution was stopped, and whatever the work throws
 */
export async function inSlices<One, Result>(
  context: RequestContext,
  all: readonly One[],
  work: (one: One, at: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let since = clock().now();
  for (const [at, one] of all.entries()) {
    results.push(work(one, at));
    if (clock().now() - since < SLICE_MS) continue;
    await pause(context, 1);
    if (isStopped(context)) throw executionStopped();
    since = clock().now();
  }
  return results;
}

/** Entries by what they have in common, both in the order in which they come; read in slices. */
export async function groupedInSlices<Key, One>(
  context: RequestContext,
  all: readonly One[],
  keyOf: (one: One) => Key,
): Promise<Map<Key, One[]>> {
  const keys = await inSlices(context, all, keyOf);
  return grouped(all, (_, at) => keys[at]);
}
