import type { StorageRow } from './storage-row';

const asked = (way: string) => `waiting asked ${way}`;
const unseen = (way: string) => `waiting unseen ${way}`;

/**
 * Whether a vendor was ever seen to show a contact that waits. Noted so that asking, cut off in the middle, forgets it
 * and never makes it up.
 */
export async function sawWaiting(journal: StorageRow, way: string): Promise<boolean> {
  const there = await journal.record([asked(way), unseen(way)]);
  const seen = there.has(asked(way)) && !there.has(unseen(way));
  if (seen) await journal.remove([unseen(way)]);
  return seen;
}

/** Notes that it was seen. */
export async function noteWaiting(journal: StorageRow, way: string): Promise<void> {
  await journal.record([asked(way)]);
  await journal.remove([unseen(way)]);
}
