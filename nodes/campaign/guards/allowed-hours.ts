import { DateTime } from 'luxon';

/** When people may be called, by their own clock. */
export interface HoursRule {
  /** Minutes since midnight. */
  from: number;
  /** Minutes since midnight; 1440 is the end of the day. */
  until: number;
  /** 1 for Monday to 7 for Sunday. */
  weekdays: ReadonlySet<number>;
  /** `2026-12-25`, or `12-25` for every year. */
  holidays: ReadonlySet<string>;
}

/** Later than this is never. */
const DAYS_AHEAD = 60;

const NO_HOLIDAYS: ReadonlySet<string> = new Set();

/** By minute, the next moment that is allowed; null if there is none. */
type Found = Map<number, number | null>;

/** Says when it is allowed to call people in one or several time zones. */
export class AllowedHours {
  /**
   * By zones, further holidays and minute. Zones of a number are the same list for all numbers of a place, and equal
   * holidays of contacts should be the same set: a search takes up to a millisecond.
   */
  private readonly known = new Map<readonly string[], Map<ReadonlySet<string>, Found>>();

  constructor(readonly rule: HoursRule) {}

  /**
   * The first moment from another one on that lies within the hours in all of these zones: nobody is called at night
   * because it is unknown in which of them he lives.
   *
   * @param zones IANA names
   * @param at epoch milliseconds
   * @param holidays further ones, of this contact
   * @returns epoch milliseconds; `at` itself if it is allowed; null if there is no such moment in two months
   */
  next(
    zones: readonly string[],
    at: number,
    holidays: ReadonlySet<string> = NO_HOLIDAYS,
  ): number | null {
    const minute = Math.floor(at / 60_000) * 60_000;
    const found = this.remembered(zones, minute, holidays);
    return found === minute ? at : found;
  }

  private remembered(
    zones: readonly string[],
    minute: number,
    holidays: ReadonlySet<string>,
  ): number | null {
    const bySet = this.known.get(zones) ?? new Map<ReadonlySet<string>, Found>();
    this.known.set(zones, bySet);
    const minutes: Found = bySet.get(holidays) ?? new Map();
    bySet.set(holidays, minutes);
    const known = minutes.get(minute);
    if (known !== undefined) return known;
    const found = this.search(zones, minute, holidays);
    minutes.set(minute, found);
    return found;
  }

  /** Whether the clock of a zone shows a time within the hours, on whatever day. */
  isInHours(zone: string, at: number): boolean {
    const { hour, minute } = DateTime.fromMillis(at, { zone });
    const minutes = hour * 60 + minute;
    return minutes >= this.rule.from && minutes < this.rule.until;
  }

  /** Whether it is allowed to call at a moment. */
  isAllowed(zones: readonly string[], at: number): boolean {
    return this.next(zones, at) === at;
  }

  private search(
    zones: readonly string[],
    minute: number,
    holidays: ReadonlySet<string>,
  ): number | null {
    const last = minute + DAYS_AHEAD * 24 * 60 * 60_000;
    let candidate = minute;
    let isAllowed = false;
    while (!isAllowed && candidate <= last) {
      isAllowed = true;
      for (const zone of zones) {
        const next = this.nextIn(zone, candidate, holidays);
        if (next === null) return null;
        if (next === candidate) continue;
        candidate = next;
        isAllowed = false;
      }
    }
    return isAllowed ? candidate : null;
  }

  private nextIn(zone: string, at: number, holidays: ReadonlySet<string>): number | null {
    const { from, until, weekdays } = this.rule;
    const today = DateTime.fromMillis(at, { zone }).startOf('day');
    for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      const day = today.plus({ days: ahead });
      if (!weekdays.has(day.weekday) || this.isHoliday(day, holidays)) continue;
      const start = timeOf(day, from);
      if (at < timeOf(day, until)) return Math.max(at, start);
    }
    return null;
  }

  private isHoliday(day: DateTime, more: ReadonlySet<string>): boolean {
    return [day.toFormat('yyyy-MM-dd'), day.toFormat('MM-dd')].some(
      (text) => this.rule.holidays.has(text) || more.has(text),
    );
  }
}

/** A time of a day as its clock shows it, also on days on which the clock is changed. @param minutes since midnight */
export function timeOf(day: DateTime, minutes: number): number {
  if (minutes === 24 * 60) return day.plus({ days: 1 }).toMillis();
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis();
}
