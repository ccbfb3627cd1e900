import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { clock } from '../clock';
import type { RequestContext } from './context';
import { wholeNumber } from '../fields/option-values';
import { pause } from './stop';

const RUNS_KEPT = 200;

/** No vendor documents a limit, so a run begins at a pace that none is known to refuse … */
const START = 5;

/** … and does not go faster than this by itself, however well the vendor answers. */
const FASTEST = 20;

/** After each request answered well, a run that was never refused goes faster by so many a second. */
const RISES_BY = 3;

/** One in 5 s: slower than that, a vendor is not asking for fewer requests but for none. */
const SLOWEST = 0.2;

/** Of so many of the last requests it is measured how fast they went out. */
const MEASURED = 10;

/** After so long without a request or a reply, a run was busy with something else. */
const IDLE_MS = 2_000;

/** How many requests may go out in a second, now and at most. */
interface Pace {
  now: number;
  most: number;
  /** How fast requests went out at most. */
  reached: number;
  /** How fast they went out when the vendor last asked for fewer. */
  refused?: number;
  /** When the last requests went out, in epoch milliseconds, newest last. */
  sent: number[];
  /** When the next request may go out, in epoch milliseconds. */
  next: number;
  /** Requests answered well since the pace last changed. */
  answered: number;
  /** When the vendor last asked for fewer, in epoch milliseconds. */
  askedAt: number;
  /** When the last reply came, in epoch milliseconds. */
  heardAt: number;
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
    'How many requests go out in a second at most, lookups included. Without this option, a run begins with 5 and goes up to 20 while the vendor answers well. If the vendor asks for fewer, it goes half as fast.',
};

/**
 * From now on, requests of this run go out at most as often as its option says; without one, ever faster while the
 * vendor answers well. What the vendor asked for in an earlier turn of a loop, or an earlier try, stays.
 *
 * @throws InvalidInput when the option is not possible
 */
export function setPace(context: RequestContext, options: IDataObject): void {
  const bounds = { byDefault: 0, least: 1, most: 1000 };
  const wanted = wholeNumber(options, 'requestsPerSecond', 'Requests per Second', bounds);
  const key = keyOf(context);
  if (key === undefined) return;
  const before = paces.get(key);
  const [start, most] = wanted === 0 ? [START, FASTEST] : [wanted, wanted];
  const learned = wanted === 0 || before?.refused !== undefined ? before : undefined;
  const now = Math.min(learned?.now ?? start, most);
  paces.delete(key);
  paces.set(key, {
    now,
    most: Math.min(learned?.most ?? most, most),
    reached: before?.reached ?? 0,
    refused: before?.refused,
    sent: before?.sent ?? [],
    next: before?.next ?? 0,
    answered: 0,
    askedAt: before?.askedAt ?? 0,
    heardAt: before?.heardAt ?? 0,
  });
  for (const oldest of paces.keys()) {
    if (paces.size <= RUNS_KEPT) break;
    paces.delete(oldest);
  }
}

/**
 * Waits until the next request of this run may go out, or the execution is stopped; at once where no pace is set.
 *
 * @returns whether the pace held the request back
 */
export async function inPace(context: RequestContext): Promise<boolean> {
  const pace = paceOf(context);
  if (pace === undefined) return false;
  const now = clock().now();
  const turn = Math.max(now, pace.next);
  pace.next = turn + Math.ceil(1000 / pace.now);
  const isAfterBreak = now - Math.max(pace.heardAt, pace.sent.at(-1) ?? 0) > IDLE_MS;
  pace.sent = isAfterBreak ? [turn] : [...pace.sent.slice(1 - MEASURED), turn];
  if (pace.sent.length === MEASURED) pace.reached = Math.max(pace.reached, measured(pace));
  await pause(context, turn - now);
  return turn > now;
}

/** A reply came, or none will. */
export function heard(context: RequestContext): void {
  const pace = paceOf(context);
  if (pace !== undefined) pace.heardAt = clock().now();
}

/**
 * The vendor answered a request well that the pace held back: the next ones may go faster; once it was asked to go
 * slower, by one a second after a second of such answers.
 */
export function answeredWell(context: RequestContext): void {
  const pace = paceOf(context);
  if (pace === undefined || pace.now >= pace.most) return;
  const wasRefused = pace.refused !== undefined;
  if (++pace.answered < (wasRefused ? pace.now : 1)) return;
  change(pace, Math.min(pace.now + (wasRefused ? 1 : RISES_BY), pace.most));
}

/**
 * The vendor asked for fewer requests: the run goes on half as fast, and never again as fast as it did.
 *
 * @param sentAt when the request went out, in epoch milliseconds: of several on their way, one counts
 */
export function slowDown(context: RequestContext, sentAt: number): void {
  const pace = paceOf(context);
  if (pace === undefined || sentAt < pace.askedAt) return;
  // Slow replies may be what kept it below its pace.
  const rate = Math.min(pace.now, measured(pace));
  pace.refused = rate;
  const slower = Math.max(rate / 2, SLOWEST);
  pace.most = Math.max(rate - 1, slower);
  pace.askedAt = clock().now();
  change(pace, slower);
}

/** The pace of a run in a sentence, where it was not the same all the time. */
export function paceInWords(context: RequestContext, vendor: string): string | undefined {
  const pace = paceOf(context);
  if (pace === undefined) return undefined;
  const rate = (value: number) => `${Number(value.toFixed(1))} a second`;
  if (pace.refused !== undefined) {
    return `${vendor} asked for fewer requests: after ${rate(pace.refused)} they went out at ${rate(pace.now)}.`;
  }
  return pace.reached >= 2 * START && pace.most === FASTEST
    ? `Requests went out at up to ${rate(Math.round(pace.reached))}.`
    : undefined;
}

/** How many requests a second went out of late. */
function measured({ sent, now }: Pace): number {
  const [first, last] = [sent.at(0) ?? 0, sent.at(-1) ?? 0];
  return last > first ? (sent.length - 1) / ((last - first) / 1000) : now;
}

function change(pace: Pace, now: number): void {
  pace.now = now;
  pace.answered = 0;
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
