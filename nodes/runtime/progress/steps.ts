const SHORTEST_MS = 10_000;
const LONGEST_MS = 10 * 60_000;

/**
 * How long to wait until the next look, in milliseconds: a tenth of what was waited already, from ten seconds to ten
 * minutes. A short campaign is noticed at once, a long one costs few requests.
 */
export function nextLook(waitedMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.round(waitedMs / 10)));
}
