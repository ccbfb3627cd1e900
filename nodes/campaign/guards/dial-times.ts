import { DateTime } from 'luxon';
import { timeOf, type AllowedHours } from './allowed-hours';
import { minuteOfDay, type CallingHours } from '../calling-hours';

/** When a vendor dials the contacts of a task, which may be later than they are handed over. */
export interface DialTimes {
  /** When it begins, in epoch milliseconds; left out if at once. */
  from?: number;
  /** When it is over, in epoch milliseconds; left out if that is not known. */
  until?: number;
  /** In which hours of the day it dials; left out if in all. */
  hours?: CallingHours[];
  /** By which clock those hours are meant; IANA name. */
  zone: string;
}

const DAYS = 8;

/**
 * The first moment of the coming week at which a task may dial and it is not allowed to call. Such a time begins where
 * the task begins to dial, or where the allowed hours end, so only these moments are looked at.
 *
 * @param hours when it is allowed to call
 * @param zones of the person called
 * @param now epoch milliseconds
 */
export function dialsOutside(
  times: DialTimes,
  hours: AllowedHours,
  zones: readonly string[],
  now: number,
): number | undefined {
  const first = Math.max(times.from ?? now, now);
  const last = times.until ?? Infinity;
  const moments = [
    first,
    ...beginnings(times, first),
    ...zones.flatMap((zone) => momentsOf([hours.rule.until], zone, first)),
  ];
  return moments
    .filter((at) => at >= first && at < last)
    .sort((a, b) => a - b)
    .find((at) => mayDial(times, at) && !hours.isAllowed(zones, at));
}

/** When a task dials first, from a moment on; that moment itself if it cannot be told. */
export function firstDial(times: DialTimes, from: number): number {
  return [from, ...beginnings(times, from)]
    .filter((at) => at >= from && mayDial(times, at))
    .reduce((first, at) => Math.min(first, at), Infinity);
}

/** When a task begins to dial, on the days that come next. */
function beginnings({ hours = [], zone }: DialTimes, from: number): number[] {
  return momentsOf(
    hours.map((span) => minuteOfDay(span.from)),
    zone,
    from,
  );
}

/** Times of the day, on the days that come next. */
function momentsOf(minutes: number[], zone: string, from: number): number[] {
  const today = DateTime.fromMillis(from, { zone }).startOf('day');
  return Array.from({ length: DAYS }, (_, ahead) => today.plus({ days: ahead })).flatMap((day) =>
    minutes.map((minute) => timeOf(day, minute)),
  );
}

function mayDial({ hours, zone }: DialTimes, at: number): boolean {
  if (hours === undefined) return true;
  const { hour, minute } = DateTime.fromMillis(at, { zone });
  const now = hour * 60 + minute;
  return hours.some(({ from, to }) => minuteOfDay(from) <= now && now < minuteOfDay(to));
}
