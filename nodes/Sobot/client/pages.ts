import { inParallel } from '../../basics/parallel';
import { toInt, toList } from '../../basics/values';
import type { SobotReply } from './request';

const REQUESTS_AT_ONCE = 5;

/**
 * The entries of a list that Sobot gives in pages. The first page tells how many there are (`page_count`); the others
 * are fetched five at a time. If more entries came in meanwhile, the pages they need are fetched as well, so an entry
 * may come twice.
 *
 * @param page fetches one page, counted from 1
 * @param pageSize how many entries a full page has
 * @param most no more pages than so many entries need
 */
export async function entriesOfPages(
  page: (number: number) => Promise<SobotReply>,
  pageSize: number,
  most = Infinity,
): Promise<Array<Record<string, unknown>>> {
  const pages: SobotReply[] = [await page(1)];
  const wanted = () => {
    const count = Math.max(...pages.map((reply) => toInt(reply.page_count) ?? 1));
    return Math.min(count, Math.ceil(most / pageSize));
  };
  while (pages.length < wanted()) {
    const numbers = Array.from(
      { length: wanted() - pages.length },
      (_, at) => pages.length + 1 + at,
    );
    pages.push(...(await inParallel(numbers, REQUESTS_AT_ONCE, page)));
  }
  return pages.flatMap((reply) => toList(reply.data));
}
