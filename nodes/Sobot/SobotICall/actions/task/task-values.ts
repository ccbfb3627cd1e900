import { InvalidInput } from '../../../../basics/invalid-input';
import { toEpochMs } from '../../../../runtime/fields/instants';
import { clock } from '../../../../runtime/clock';

/** A number of robots. @throws InvalidInput for anything but a whole number of at least 1 */
export function checkedRobots(typed: unknown): number {
  const empty = typed === '' || typed === null || typed === undefined;
  const number = Number(typed);
  if (empty || !Number.isInteger(number) || number < 1) {
    throw new InvalidInput(
      empty ? '"Robots" is empty' : `"Robots" is ${String(typed)}, which is not a number of robots`,
      'Use a whole number of at least 1.',
    );
  }
  return number;
}

/**
 * Start and end of a custom period, as epoch milliseconds.
 *
 * @throws InvalidInput when one is missing or is no date, or the end is not later or lies in the past
 */
export function checkedPeriod(
  start: unknown,
  end: unknown,
  zone: string,
): { startMs: number; endMs: number } {
  const startMs = toEpochMs(start, zone, 'Start');
  const endMs = toEpochMs(end, zone, 'End');
  if (endMs <= startMs) {
    throw new InvalidInput('"End" is not later than "Start"', 'Set an end after the start.');
  }
  return { startMs, endMs: checkedEnd(end, zone) };
}

/** The end of a period as epoch milliseconds. @throws InvalidInput when it is no date, or lies in the past */
export function checkedEnd(end: unknown, zone: string): number {
  const endMs = toEpochMs(end, zone, 'End');
  if (endMs <= clock().now()) {
    throw new InvalidInput('"End" lies in the past', 'The task would never call anybody.');
  }
  return endMs;
}
