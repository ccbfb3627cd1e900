import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { textOf, toFields, toList } from '../../basics/values';
import { vendorTimeToIso, wallClock } from '../../runtime/fields/instants';
import { NAIVE_TIME } from './create-task';
import { airudderRequest, DEFAULT_TIMEOUT_MS } from '../client/request';

export type StatisticsView = 'totals' | 'days' | 'hours';

/**
 * The figures of the inbound dashboard. Vendor page "Query statistics" (docs/vendors/airudder.md, E5).
 *
 * @param zone in which the account reads and writes times
 * @returns the whole reply; the figures are under `data`
 */
export async function fetchStatistics(
  context: IExecuteFunctions,
  span: { startMs: number; endMs: number },
  zone: string,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<Record<string, unknown>> {
  const reply = await airudderRequest(context, {
    method: 'GET',
    path: '/service/cloud/inbound/dashboard/statistics',
    query: {
      start_time: wallClock(span.startMs, zone, NAIVE_TIME),
      end_time: wallClock(span.endMs, zone, NAIVE_TIME),
    },
    effect: 'read',
    timeoutMs,
  });
  return reply;
}

/**
 * The figures as flat items: one with totals, or one per day or hour. The vendor keeps two books, `offline` and
 * `realtime`; entries of the same day or hour are joined. Inner objects become columns such as
 * `intention_distribution_A`. `total_count` is not trusted: the vendor's sample counts rows it does not have.
 */
export function statisticsItems(
  reply: Record<string, unknown>,
  view: StatisticsView,
  zone: string,
): IDataObject[] {
  const data = toFields(reply.data);
  const books = [toFields(data.offline), toFields(data.realtime)];
  if (view === 'totals') {
    return [joined(...books.map((book) => flat(book.total)))];
  }
  const [key, list] = view === 'days' ? ['date', 'daily'] : ['time', 'hourly'];
  const rows = new Map<string, IDataObject>();
  for (const book of books) {
    for (const entry of toList(toFields(book[list]).data_list)) {
      const at = textOf(entry[key]);
      rows.set(at, joined(rows.get(at) ?? {}, flat(entry)));
    }
  }
  return [...rows]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([at, row]) =>
      view === 'days'
        ? { ...row, date: at }
        : { ...row, time: vendorTimeToIso(at, zone), timeRaw: at },
    );
}

/** Inner objects as columns of their own; rates and counts that come as text become numbers. */
function flat(value: unknown, prefix = ''): IDataObject {
  const row: IDataObject = {};
  for (const [name, entry] of Object.entries(toFields(value))) {
    const column = `${prefix}${name}`;
    if (typeof entry === 'object' && entry !== null && !Array.isArray(entry)) {
      Object.assign(row, flat(entry, `${column}_`));
    } else row[column] = asNumber(entry);
  }
  return row;
}

function asNumber(value: unknown): IDataObject[string] {
  const numeric = typeof value === 'string' && /^-?\d{1,15}(?:\.\d+)?$/.test(value);
  return numeric ? Number(value) : (value as IDataObject[string]);
}

/** Both books in one row; where they disagree about a column, the second one's keeps a name of its own. */
function joined(...books: IDataObject[]): IDataObject {
  const row: IDataObject = {};
  for (const book of books) {
    for (const [name, value] of Object.entries(book)) {
      const differs = Object.hasOwn(row, name) && row[name] !== value;
      row[differs ? `realtime_${name}` : name] = value;
    }
  }
  return row;
}
