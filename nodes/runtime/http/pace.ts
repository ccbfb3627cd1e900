import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { clock } from '../clock';
import type { RequestContext } from './context';
import { wholeNumber } from '../fields/option-values';
import { pause } from './stop';

const RUNS_KEPT = 200;

/** A vendor that asks for fewer requests gets half as many for the rest of the run, at the least one in 5 s. */
const LONGEST_GAP_MS = 5_000;

interface Pace {
  gapMs: number;
  /** When the next request may go out, in epoch milliseconds. */
  next: number;
}

/** How fast the runs under way may go, by execution and node. */
const paces = new Map<string, Pace>();

/** How many requests go out in a second, over all batches and lookups of a run. */
export const requestsPerSecondOption: INodeProperties = {
  displayName: 'Requests per Second',
  name: 'requestsPerSecond',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 1000 },
  default: 5,
  description:
    'How many requests go out in a second at most, lookups included. If the vendor asks for fewer, the rest of the run goes half as fast.',
};

/**
 * From now on, requests of this run go out at most as often as its option says. What the vendor asked for in an
 * earlier turn of a loop, or an earlier try, stays.
 *
 * @throws InvalidInput when the option is not possible
 */
export function setPace(context: RequestContext, options: IDataObject): void {
  const bounds = { byDefault: 5, least: 1, most: 1000 };
  const requestsPerSecond = wholeNumber(
    options,
    'requestsPerSecond',
    'Requests per Second',
    bounds,
  );
  const key = keyOf(context);
  if (key === undefined) return;
  const before = paces.get(key);
  paces.delete(key);
  paces.set(key, {
    gapMs: Math.max(1000 / requestsPerSecond, before?.gapMs ?? 0),
    next: before?.next ?? 0,
  });
  for (const oldest of paces.keys()) {
    if (paces.size <= RUNS_KEPT) break;
    paces.delete(oldest);
  }
}

/** Waits until the next request of this run may go out, or the execution is stopped; at once where no pace is set. */
export async function inPace(context: RequestContext): Promise<void> {
  const pace = paceOf(context);
  if (pace === undefined) return;
  const now = clock().now();
  const turn = Math.max(now, pace.next);
  pace.next = turn + pace.gapMs;
  await pause(context, turn - now);
}

/** The vendor asked for fewer requests: the run goes on half as fast. */
export function slowDown(context: RequestContext): void {
  const pace = paceOf(context);
  if (pace !== undefined) pace.gapMs = Math.min(pace.gapMs * 2, LONGEST_GAP_MS);
}

function paceOf(context: RequestContext): Pace | undefined {
  const key = keyOf(context);
  return key === undefined ? undefined : paces.get(key);
}

function keyOf(context: RequestContext): string | undefined {
  return 'getExecutionId' in context
    ? `${context.getExecutionId()}/${context.getNode().id}`
    : undefined;
}
