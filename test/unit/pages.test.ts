import { entriesOfPages } from '../../nodes/Sobot/client/pages';

/** A list of so many entries in pages of two, and which of its pages were asked for. */
function list(count: number, more: { pageCount?: (page: number) => unknown } = {}) {
  const asked: number[] = [];
  const entries = Array.from({ length: count }, (_, at) => ({ at }));
  let atOnce = 0;
  let most = 0;
  const page = async (number: number) => {
    asked.push(number);
    most = Math.max(most, ++atOnce);
    await new Promise(setImmediate);
    atOnce--;
    return {
      page_count: more.pageCount?.(number) ?? String(Math.ceil(count / 2)),
      data: entries.slice(2 * number - 2, 2 * number),
    };
  };
  return { page, asked, entries, mostAtOnce: () => most };
}

describe('a list that comes in pages', () => {
  it.each([0, 1, 2, 3, 25])('of %d entries is read whole, in order', async (count) => {
    const { page, asked, entries } = list(count);
    expect(await entriesOfPages(page, 2)).toEqual(entries);
    expect(asked).toEqual(
      Array.from({ length: Math.max(1, Math.ceil(count / 2)) }, (_, i) => i + 1),
    );
  });

  it('is read five pages at a time', async () => {
    const { page, mostAtOnce } = list(40);
    await entriesOfPages(page, 2);
    expect(mostAtOnce()).toBe(5);
  });

  it('is read no further than the limit needs', async () => {
    const { page, asked } = list(40);
    expect(await entriesOfPages(page, 2, 5)).toHaveLength(6);
    expect(asked).toEqual([1, 2, 3]);
  });

  it('that grows meanwhile is read to its new end', async () => {
    const { page, asked } = list(6, { pageCount: (number) => (number === 1 ? 2 : 3) });
    expect(await entriesOfPages(page, 2)).toHaveLength(6);
    expect(asked).toEqual([1, 2, 3]);
  });

  it('that does not say how many pages it has is taken for one', async () => {
    const { page, asked } = list(6, { pageCount: () => 'many' });
    expect(await entriesOfPages(page, 2)).toHaveLength(2);
    expect(asked).toEqual([1]);
  });
});
