import { textOf, toInt } from '../../basics/values';
import { callIdOf, type CallRecord, type TimeSpan } from '../resources/calls';

/** When a call that was handed on began and ended, in epoch milliseconds. */
type Moments = [start: number, end: number];

/** What the trigger remembers from one poll to the next, in n8n's static data. */
export interface PollState {
  /** When the last poll succeeded, in epoch milliseconds. */
  polledAt: number;
  /** Calls that ended before this are not handed on; 0 for no bound. */
  notBefore: number;
  /** Calls already handed on that may still turn up in the next span, by task and what a call is known by. */
  seen: Record<string, Record<string, Moments>>;
  /** When each task was last listed; a finished task may vanish from the list before its last call is read. */
  listed: Record<string, number>;
}

/**
 * How far each poll looks back before the last one. Covers clocks that differ by two minutes, records that
 * appear late, and a vendor that compares the span with the start of a call instead of its end (not
 * documented): no call of a robot lasts this long.
 */
export const LOOK_BACK_MS = 30 * 60_000;

/** How far ahead of ours the vendor's clock may be. */
export const CLOCK_SKEW_MS = 2 * 60_000;

/** The span the next poll has to ask for. */
export function nextSpan(state: PollState, now: number): TimeSpan {
  return { fromMs: state.polledAt - LOOK_BACK_MS, toMs: now + CLOCK_SKEW_MS };
}

/**
 * Whether a task's number of calls in the span is explained by calls we know. As it is not documented
 * whether the vendor compares start or end of a call with the span, both must give that number.
 */
export function nothingNew(
  state: PollState,
  taskId: string,
  span: TimeSpan,
  count: number,
): boolean {
  const known = Object.values(state.seen[taskId] ?? {});
  const within = (moment: number) => moment >= span.fromMs && moment <= span.toMs;
  return (
    known.filter(([start]) => within(start)).length === count &&
    known.filter(([, end]) => within(end)).length === count
  );
}

/** Calls of a task that were not handed on yet and are over. */
export function newCalls(state: PollState, taskId: string, records: CallRecord[]): CallRecord[] {
  const known = state.seen[taskId] ?? {};
  return records.filter((record) => {
    const status = toInt(record.detail.status);
    return !Object.hasOwn(known, keyOf(record)) && status !== 0 && status !== 1;
  });
}

/** The state after a successful poll: the new calls are remembered, those that cannot turn up again forgotten. */
export function stateAfter(
  state: PollState,
  now: number,
  listed: string[],
  fresh: Map<string, CallRecord[]>,
): PollState {
  const after: PollState = { ...state, polledAt: now, seen: {}, listed: {} };
  const { fromMs } = nextSpan(after, now);
  const taskIds = new Set([...Object.keys(state.seen), ...fresh.keys()]);
  for (const taskId of taskIds) {
    const known = Object.entries(state.seen[taskId] ?? {});
    const added = (fresh.get(taskId) ?? []).map((record): [string, Moments] => [
      keyOf(record),
      momentsOf(record, now),
    ]);
    const kept = [...known, ...added].filter(([, [, end]]) => end >= fromMs);
    if (kept.length > 0) after.seen[taskId] = Object.fromEntries(kept);
  }
  for (const [taskId, at] of Object.entries(state.listed)) {
    if (at >= now - LOOK_BACK_MS) after.listed[taskId] = at;
  }
  for (const taskId of listed) after.listed[taskId] = now;
  return after;
}

/** What a call is known by: its id or, where the vendor gives none, the number called and when. */
function keyOf(record: CallRecord): string {
  const { tel, start_time, end_time } = record.detail;
  return callIdOf(record) || [tel, start_time, end_time].map(textOf).join(' ');
}

function momentsOf({ detail }: CallRecord, now: number): Moments {
  const end = toInt(detail.end_time) || now;
  return [toInt(detail.start_time) || end, end];
}
