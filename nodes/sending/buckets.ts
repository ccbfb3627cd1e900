/** How exactly the time of a try or a look is noted, since a mark holds no number. */
const BUCKET_MS = 5 * 60_000;

/** The number of the span of time that a moment lies in. @param epochMs epoch milliseconds */
export function bucketOf(epochMs: number): number {
  return Math.floor(epochMs / BUCKET_MS);
}

/** @returns epoch milliseconds */
export function endOf(bucket: number): number {
  return (bucket + 1) * BUCKET_MS;
}

/** The spans that have not ended for so long yet, youngest first. Times are epoch milliseconds and milliseconds. */
export function youngBuckets(now: number, waitMs: number): number[] {
  const young: number[] = [];
  for (let bucket = bucketOf(now); endOf(bucket) > now - waitMs; bucket--) young.push(bucket);
  return young;
}
