import type { IExecuteFunctions } from 'n8n-workflow';
import { tried } from '../basics/tried';
import { clock } from '../runtime/clock';
import { bucketOf, youngBuckets } from './buckets';
import { storageRow } from './storage-row';

const REMEMBERED_MARKS = 100_000;

/**
 * Since when contacts have been missing at the vendor, as far as this node has looked: a lost request may still
 * arrive, and what a vendor shows may lag, so that a contact is missing says something only after a while. Kept in
 * n8n's deduplication storage, the node's row.
 *
 * Asking sets marks; a process killed in between leaves a later time behind, never an earlier one.
 *
 * @param target which vendor's which target
 * @param waitMs how long is long enough
 * @returns those that were missing at a look at least so long ago; they are forgotten, so that the time of a further
 *   try counts from its own first look. Nobody where n8n has no storage.
 */
export async function missingLongEnough(
  context: IExecuteFunctions,
  target: string,
  missing: string[],
  waitMs: number,
): Promise<Set<string>> {
  const row = storageRow(context.helpers, 'node', REMEMBERED_MARKS);
  const now = clock().now();
  const current = bucketOf(now);
  const earlier = youngBuckets(now, waitMs).filter((bucket) => bucket !== current);
  const first = (id: string) => `missing\n${target}\n${id}`;
  const time = (id: string, bucket: number) => `missing at\n${target}\n${id}\n${bucket}`;
  const looked = await tried(row.record(missing.flatMap((id) => [first(id), time(id, current)])));
  if (!looked.ok) return new Set();
  const known = missing.filter((id) => looked.value.has(first(id)));
  const asked = known.flatMap((id) => earlier.map((bucket) => time(id, bucket)));
  const there = new Set([...looked.value, ...(await row.record(asked))]);
  const old = known.filter((id) =>
    [current, ...earlier].every((bucket) => !there.has(time(id, bucket))),
  );
  await row.remove([
    ...known.map((id) => time(id, current)).filter((mark) => !there.has(mark)),
    ...asked.filter((mark) => !there.has(mark)),
    ...old.map(first),
  ]);
  return new Set(old);
}
