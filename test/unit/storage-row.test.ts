import { inPairs, oneAtATime, storageRow, type StorageRow } from '../../nodes/sending/storage-row';

type Helpers = Parameters<typeof storageRow>[0];

/** What n8n's storage is asked, where it has some marks already. */
function n8n(there: string[] = []) {
  const asked: unknown[][] = [];
  const helpers = {
    async checkProcessedAndRecord(marks: string[], ...where: unknown[]) {
      asked.push(['record', marks, ...where]);
      return { processed: marks.filter((mark) => there.includes(mark)), new: [] };
    },
    async removeProcessed(marks: string[], ...where: unknown[]) {
      asked.push(['remove', marks, ...where]);
    },
    async getProcessedDataCount(...where: unknown[]) {
      asked.push(['count', ...where]);
      return 7;
    },
  } as unknown as Helpers;
  return { helpers, asked };
}

describe('a row of n8n’s storage', () => {
  it('of the workflow keeps all marks, and tells which were there', async () => {
    const { helpers, asked } = n8n(['a']);
    const row = storageRow(helpers, 'workflow');
    expect(await row.record(['a', 'b'])).toEqual(new Set(['a']));
    await row.remove(['b']);
    expect(await row.count()).toBe(7);
    expect(asked).toEqual([
      ['record', ['a', 'b'], 'workflow', { mode: 'entries' }],
      ['remove', ['b'], 'workflow', { mode: 'entries' }],
      ['count', 'workflow', { mode: 'entries' }],
    ]);
  });

  it('of the node keeps so many marks, the newest', async () => {
    const { helpers, asked } = n8n();
    await storageRow(helpers, 'node', 500).record(['a']);
    expect(asked).toEqual([['record', ['a'], 'node', { mode: 'entries', maxEntries: 500 }]]);
  });

  it('is not written for nothing', async () => {
    const { helpers, asked } = n8n();
    const row = storageRow(helpers, 'node');
    expect(await row.record([])).toEqual(new Set());
    await row.remove([]);
    expect(asked).toEqual([]);
  });

  it('has at most two thousand marks taken out at once', async () => {
    const { helpers, asked } = n8n();
    const marks = Array.from({ length: 4_500 }, (_, at) => `m${at}`);
    await storageRow(helpers, 'node').remove(marks);
    expect(asked.map(([, some]) => (some as string[]).length)).toEqual([2_000, 2_000, 500]);
    expect(asked.flatMap(([, some]) => some)).toEqual(marks);
  });

  it('is changed by one at a time, also after a change that failed', async () => {
    const order: string[] = [];
    const slow = async (what: string) => {
      order.push(`${what} begins`);
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      order.push(`${what} ends`);
      if (what === 'record a') throw new Error('the database is locked');
    };
    const row: StorageRow = oneAtATime({
      async record(marks) {
        await slow(`record ${marks[0]}`);
        return new Set();
      },
      remove: async (marks) => await slow(`remove ${marks[0]}`),
      count: async () => 3,
    });
    const all = [row.record(['a']), row.remove(['b']), row.record(['c'])];
    expect(await row.count()).toBe(3);
    await expect(all[0]).rejects.toThrow('the database is locked');
    await Promise.all(all.slice(1));
    expect(order).toEqual([
      ...['record a begins', 'record a ends'],
      ...['remove b begins', 'remove b ends'],
      ...['record c begins', 'record c ends'],
    ]);
  });

  it('in which every mark is a pair has an even number of them, whatever is asked and taken out', async () => {
    const marks = new Set<string>();
    const row = inPairs({
      async record(some) {
        const there = new Set(some.filter((mark) => marks.has(mark)));
        for (const mark of some) marks.add(mark);
        return there;
      },
      remove: async (some) => some.forEach((mark) => marks.delete(mark)),
      count: async () => marks.size,
    });
    expect(await row.record(['a', 'b', 'c'])).toEqual(new Set());
    expect(await row.record(['b', 'd'])).toEqual(new Set(['b']));
    await row.remove(['a', 'nobody']);
    expect(await row.count()).toBe(6);
    expect(await row.record(['a'])).toEqual(new Set());
  });
});
