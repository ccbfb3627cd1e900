import type { StorageRow } from '../../nodes/sending/storage-row';
import { noteWaiting, sawWaiting } from '../../nodes/sending/waiting-sign';

let marks: Set<string>;
/** Writes after which the process is killed. */
let writesLeft: number;

beforeEach(() => {
  marks = new Set();
  writesLeft = Infinity;
});

const row: StorageRow = {
  async record(asked) {
    if (writesLeft-- <= 0) throw new Error('killed');
    const there = asked.filter((mark) => marks.has(mark));
    for (const mark of asked) marks.add(mark);
    return new Set(there);
  },
  async remove(gone) {
    if (writesLeft-- <= 0) throw new Error('killed');
    for (const mark of gone) marks.delete(mark);
  },
  count: async () => marks.size,
};

describe('that a vendor was seen to show contacts that wait', () => {
  it('is not known before it was seen, however often it is asked', async () => {
    expect(await sawWaiting(row, 'list')).toBe(false);
    expect(await sawWaiting(row, 'list')).toBe(false);
  });

  it.each([0, 1, 2])(
    'stays known once it was seen, after %s questions in vain',
    async (questions) => {
      for (let asked = 0; asked < questions; asked++) await sawWaiting(row, 'list');
      await noteWaiting(row, 'list');
      expect(await sawWaiting(row, 'list')).toBe(true);
      expect(await sawWaiting(row, 'list')).toBe(true);
    },
  );

  it('says nothing of another way of asking', async () => {
    await noteWaiting(row, 'list');
    expect(await sawWaiting(row, 'search')).toBe(false);
  });

  it('leaves one mark', async () => {
    await sawWaiting(row, 'list');
    await noteWaiting(row, 'list');
    await sawWaiting(row, 'list');
    expect(marks.size).toBe(1);
  });

  it('is forgotten, not made up, by a process that is killed while it asks', async () => {
    await noteWaiting(row, 'list');
    writesLeft = 1;
    await expect(sawWaiting(row, 'list')).rejects.toThrow('killed');
    writesLeft = Infinity;
    expect(await sawWaiting(row, 'list')).toBe(false);
  });
});
