import { Windows } from '../../nodes/sending/windows';

const order = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);
const nobody = () => false;

describe('how many contacts are looked at together', () => {
  it.each([
    [1, 10],
    [7, 70],
    [200, 2_000],
    [300, 1_800],
    [1_000, 2_000],
    [5_000, 5_000],
  ])(
    'with batches of %i: whole batches, ten and two thousand contacts at most: %i',
    (batch, most) => {
      expect(new Windows([], batch).most()).toBe(most);
    },
  );

  it.each([
    [0, 200],
    [9_999, 200],
    [20_000, 400],
    [50_000, 1_000],
    [1_000_000, 2_000],
  ])('in a task used before, where n8n remembers %i contacts: %i', (remembered, count) => {
    expect(new Windows([], 200).forRegister(remembered, 200)).toBe(count);
  });

  it('is never fewer than were asked for', () => {
    expect(new Windows([], 200).forRegister(0, 700)).toBe(700);
  });

  it('of those that were not reached is a batch, and two hundred where batches are smaller', () => {
    expect(new Windows([], 7).leastOfRest()).toBe(200);
    expect(new Windows([], 300).leastOfRest()).toBe(300);
  });
});

describe('the contacts that come with those asked for', () => {
  it('are the next ones of the run, each once', () => {
    const windows = new Windows(order(7), 1);
    expect(windows.around(['c0'], 3, nobody)).toEqual([['c0', 'c1', 'c2']]);
    expect(windows.around(['c3'], 3, nobody)).toEqual([['c3', 'c4', 'c5']]);
    expect(windows.around(['c6'], 3, nobody)).toEqual([['c6']]);
  });

  it('are none where others than the next ones are asked for, or one of the next is known', () => {
    const windows = new Windows(order(7), 1);
    expect(windows.around(['c4', 'c5', 'c6'], 2, nobody)).toEqual([['c4', 'c5'], ['c6']]);
    expect(windows.around(['c0'], 3, (id) => id === 'c2')).toEqual([['c0']]);
    // Nothing of that moved the run on.
    expect(windows.around(['c0'], 3, nobody)).toEqual([['c0', 'c1', 'c2']]);
  });

  it('are noted ahead once, and not where one of them is known', () => {
    const windows = new Windows(order(5), 1);
    expect(windows.ahead(2, (id) => id === 'c1')).toEqual([]);
    expect(windows.ahead(2, nobody)).toEqual(['c0', 'c1']);
    expect(windows.ahead(2, nobody)).toEqual(['c2', 'c3']);
    expect(windows.ahead(2, nobody)).toEqual(['c4']);
    expect(windows.ahead(2, nobody)).toEqual([]);
  });
});

describe('of those that a run did not reach', () => {
  const all = order(5_000);
  const windows = new Windows(all, 200);

  it('two thousand are asked for in a task that was used before', () => {
    expect(windows.rest(all, false, new Map())).toEqual(all.slice(0, 2_000));
    expect(windows.rest(all, false, new Map([['c7', undefined]]))).toEqual(all.slice(0, 2_000));
  });

  it('a batch in a new one, or those that were looked at already', () => {
    expect(windows.rest(all, true, new Map())).toEqual(all.slice(0, 200));
    const known = new Map([
      ['c7', undefined],
      ['c4000', undefined],
    ]);
    expect(windows.rest(all, true, known)).toEqual(['c7', 'c4000']);
  });
});

it('batches of them are those of the run', () => {
  expect(new Windows([], 2).batchesOf(order(5))).toEqual([['c0', 'c1'], ['c2', 'c3'], ['c4']]);
});
