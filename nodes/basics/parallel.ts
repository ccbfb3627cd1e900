import { tried } from './tried';

/**
 * Runs `work` for every entry with at most `limit` at a time; results come back in the order of the
 * list. The first error stops new work from being started and is passed on.
 */
export async function inParallel<T, R>(
  list: readonly T[],
  limit: number,
  work: (entry: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(list.length);
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < list.length && !failed) {
      const index = next++;
      const settled = await tried(work(list[index], index));
      if (!settled.ok) {
        failed = true;
        throw settled.error;
      }
      results[index] = settled.value;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, list.length) }, worker));
  return results;
}
