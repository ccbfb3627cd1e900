import { retryAfterMs, waitBefore } from '../../nodes/runtime/http/retry';

describe('how long to wait before a read is tried again', () => {
  it('grows from attempt to attempt, give or take a quarter', () => {
    for (const [attempt, middle] of [
      [1, 400],
      [2, 800],
      [3, 1600],
    ]) {
      const wait = waitBefore(attempt);
      expect(wait).toBeGreaterThanOrEqual(middle * 0.75);
      expect(wait).toBeLessThanOrEqual(middle * 1.25);
    }
  });

  it('is what the vendor asks for, at most 30 seconds', () => {
    expect(waitBefore(1, 2_000)).toBe(2_000);
    expect(waitBefore(1, 600_000)).toBe(30_000);
  });

  const now = Date.UTC(2026, 0, 1, 12);
  it.each([
    ['5', 5_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 12:00:07 GMT', 7_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('Retry-After %j asks for %j ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
