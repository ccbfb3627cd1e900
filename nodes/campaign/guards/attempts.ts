import { DateTime } from 'luxon';

/** How often somebody may be called; 0 stands for no limit. */
export interface AttemptLimits {
  aDay: number;
  aWeek: number;
  hoursBetween: number;
}

/** What a row says of calls that were made before. */
export interface CallsBefore {
  today?: number;
  thisWeek?: number;
  /** Epoch milliseconds. */
  last?: number;
}

const NO_CALLS: CallsBefore[] = [];

/** From a moment on and before another one, in epoch milliseconds. */
interface Span {
  start: number;
  end: number;
}

/** Why somebody is not called again yet, and from when on he may be. */
export interface TooOften {
  reason: string;
  /** Epoch milliseconds. */
  from: number;
}

/**
 * Counts calls by phone number. Days and weeks (from Monday) are those of the person's clock. A number that comes in
 * several rows is one: their calls add up, and so do the calls of this run.
 */
export class Attempts {
  private readonly calls = new Map<string, CallsBefore[]>();
  /** The day and the week of each zone in which moments were asked for last. */
  private readonly spans = new Map<string, { day: Span; week: Span }>();

  /** @param inThisRun contacts that are called in this run, by number; goes on where an earlier try of it stopped */
  constructor(
    private readonly limits: AttemptLimits,
    private readonly inThisRun: Map<string, Set<string>>,
  ) {}

  /** Notes what a row says of earlier calls. */
  before(number: string, calls: CallsBefore): void {
    const rows = this.calls.get(number);
    if (rows === undefined) this.calls.set(number, [calls]);
    else rows.push(calls);
  }

  /** Notes that a contact is called now. */
  called(number: string, contactId: string): void {
    const contacts = this.inThisRun.get(number) ?? new Set();
    this.inThisRun.set(number, contacts.add(contactId));
  }

  /**
   * Whether somebody was called often enough.
   *
   * @param zones where the person may live
   * @param at epoch milliseconds
   */
  tooOften(
    number: string,
    contactId: string,
    zones: readonly string[],
    at: number,
  ): TooOften | undefined {
    const rows = this.calls.get(number) ?? NO_CALLS;
    const together = this.inThisRun.get(number);
    const now = (together?.size ?? 0) - (together?.has(contactId) === true ? 1 : 0);
    const { aDay, aWeek, hoursBetween } = this.limits;
    if (rows.length === 0 && now === 0) return undefined;
    const spans = zones.map((zone) => this.spansOf(zone, at));
    const counted = (unit: 'day' | 'week') => {
      let count = now;
      for (const { today = 0, thisWeek = 0, last } of rows) {
        const field = unit === 'day' ? today : thisWeek;
        // One that lies ahead was written by another clock; it was made lately.
        const isNow = last !== undefined && spans.some((span) => last >= span[unit].start);
        if (last === undefined) count += field;
        else if (isNow) count += Math.max(field, 1);
      }
      return count;
    };
    const endOf = (unit: 'day' | 'week') => Math.max(...spans.map((span) => span[unit].end));
    const refusals: TooOften[] = [];
    const week = counted('week');
    if (aWeek > 0 && week >= aWeek) {
      refusals.push({ reason: times(week, aWeek, 'week'), from: endOf('week') });
    }
    const day = counted('day');
    if (aDay > 0 && day >= aDay) {
      refusals.push({ reason: times(day, aDay, 'day'), from: endOf('day') });
    }
    const last = rows.reduce(
      (latest, row) => Math.max(latest, row.last ?? latest),
      now > 0 ? at : Number.NEGATIVE_INFINITY,
    );
    const pauseOver = last + hoursBetween * 60 * 60_000;
    if (hoursBetween > 0 && pauseOver > at) {
      refusals.push({
        reason: `the number was called less than ${hoursBetween} hours ago`,
        from: pauseOver,
      });
    }
    if (refusals.length === 0) return undefined;
    return refusals.reduce((one, other) => (other.from > one.from ? other : one));
  }

  private spansOf(zone: string, at: number): { day: Span; week: Span } {
    const known = this.spans.get(zone);
    if (known !== undefined && known.day.start <= at && at < known.day.end) return known;
    const spans = { day: spanAt('day', zone, at), week: spanAt('week', zone, at) };
    this.spans.set(zone, spans);
    return spans;
  }
}

function times(count: number, most: number, unit: 'day' | 'week'): string {
  const when = unit === 'day' ? 'today' : 'this week';
  const often = count === 1 ? 'once' : `${count} times`;
  return `the number is called ${often} ${when} already, and at most ${most} a ${unit} is allowed`;
}

/** The day or week that a moment lies in, by the clock of a zone. */
function spanAt(unit: 'day' | 'week', zone: string, at: number): Span {
  const start = DateTime.fromMillis(at, { zone }).startOf(unit);
  return { start: start.toMillis(), end: start.plus({ [`${unit}s`]: 1 }).toMillis() };
}
