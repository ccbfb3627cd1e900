import { halfWidth } from '../basics/half-width';
import { InvalidInput } from '../basics/invalid-input';

/** One span of the day in which calls may be placed, as wall-clock times. */
export interface CallingHours {
  from: string;
  to: string;
}

/**
 * Checks spans of the day and puts them in order. Times may be typed `9:00`, `09:00` or `09:00:00`,
 * with a full-width colon too; they come back as `HH:mm`.
 *
 * A span that ends before it begins is refused, because no vendor documents what spans over
 * midnight do (docs/vendors/sobot-icall.md, R32); so are spans that overlap.
 *
 * @throws InvalidInput when a time cannot be read, a span is empty or backwards, two spans overlap,
 *   or there is none
 */
export function checkCallingHours(spans: CallingHours[]): CallingHours[] {
  if (spans.length === 0) {
    throw new InvalidInput(
      'No calling hours are set',
      'Add at least one time range to "Calling Hours", e.g. from 09:00 to 20:00.',
    );
  }
  const ordered = spans
    .map((span) => ({ from: minuteOfDay(span.from), to: minuteOfDay(span.to) }))
    .sort((a, b) => a.from - b.from);

  ordered.forEach((span, index) => {
    const text = `${clock(span.from)} to ${clock(span.to)}`;
    if (span.from >= span.to) {
      throw new InvalidInput(
        `The calling hours ${text} end before they begin`,
        'Calling hours lie within one day. For a span over midnight there is no documented form.',
      );
    }
    const next = ordered[index + 1];
    if (next !== undefined && next.from < span.to) {
      throw new InvalidInput(
        `The calling hours ${text} and ${clock(next.from)} to ${clock(next.to)} overlap`,
        'Join them into one time range, or move one of them.',
      );
    }
  });
  return ordered.map((span) => ({ from: clock(span.from), to: clock(span.to) }));
}

/** A time of day such as `9:00` as minutes since midnight. @throws InvalidInput when it is none */
export function minuteOfDay(typed: string): number {
  const text = halfWidth(String(typed ?? '')).trim();
  const parts = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(text);
  const hour = Number(parts?.[1]);
  const minute = Number(parts?.[2]);
  if (parts === null || hour > 23 || minute > 59) {
    throw new InvalidInput(
      text === '' ? 'A calling hour is empty' : `The calling hour "${text}" is not a time of day`,
      'Write hours and minutes with a colon, from 00:00 to 23:59, e.g. 09:00.',
    );
  }
  return hour * 60 + minute;
}

function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
