import { forgetRepeat, forgetRepeats, isRepeated } from '../../nodes/runtime/push/repeats';

const MINUTE = 60_000;

describe('repeated pushes', () => {
  beforeEach(() => forgetRepeats());

  it('are known for ten minutes, at the trigger where they arrived', () => {
    expect(isRepeated('a', ['call', 1], 0)).toBe(false);
    expect(isRepeated('a', ['call', 1], 5 * MINUTE)).toBe(true);
    expect(isRepeated('b', ['call', 1], 5 * MINUTE)).toBe(false);
    expect(isRepeated('a', ['call', 2], 5 * MINUTE)).toBe(false);
    expect(isRepeated('a', ['call', 1], 10 * MINUTE)).toBe(false);
  });

  it('are forgotten when the push was not taken after all', () => {
    isRepeated('a', ['call', 1], 0);
    forgetRepeat('a', ['call', 1]);
    expect(isRepeated('a', ['call', 1], 1)).toBe(false);
  });

  it('are remembered up to a bound, the newest longest', () => {
    for (let event = 0; event < 20_001; event++) isRepeated('a', event, 0);
    expect(isRepeated('a', 20_000, 1)).toBe(true);
    expect(isRepeated('a', 0, 1)).toBe(false);
  });
});
