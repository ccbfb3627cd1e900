import { DateTime } from 'luxon';
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

const STEP_MS = 30 * 60_000;
const WEEK_MS = 7 * 24 * 60 * 60_000;

/**
 * The first moment of the coming week at which a task may dial and it is not allowed to call; looked at in half hours.
 *
 * @param isAllowed whether it is allowed to call at a moment
 * @param now epoch milliseconds
 */
export function dialsOutside(
  times: DialTimes,
  isAllowed: (at: number) => boolean,
  now: number,
): number | undefined {
  const first = Math.max(times.from ?? now, now);
  const last = Math.min(times.until ?? Infinity, first + WEEK_MS);
  for (let at = Math.ceil(first / STEP_MS) * STEP_MS; at < last; at += STEP_MS) {
    if (mayDial(times, at) && !isAllowed(at)) return at;
  }
  return undefined;
}

function mayDial({ hours, zone }: DialTimes, at: number): boolean {
  if (hours === undefined) return true;
  const { hour, minute } = DateTime.fromMillis(at, { zone });
  const now = hour * 60 + minute;
  return hours.some(({ from, to }) => minuteOfDay(from) <= now && now < minuteOfDay(to));
}
