import type { IDataObject } from 'n8n-workflow';
import type { CallResult } from '../../campaign/call-result';
import { InvalidInput } from '../../basics/invalid-input';
import { textOf, toFields, toList, toText } from '../../basics/values';
import type { RequestContext } from '../../runtime/http/context';
import { vendorTimeToIso, wallClock } from '../../runtime/fields/instants';
import { NAIVE_TIME } from './create-task';
import { accountOf, AIRUDDER_CREDENTIAL, type AirudderAccount } from '../client/credential';
import { toDialerCall } from './dialer-call';
import { airudderRequest } from '../client/request';
import { clock } from '../../runtime/clock';

const BASE = '/service/callcenter/call/predict';

const DAY_MS = 24 * 3_600_000;

/** How far back and ahead tasks are looked for by name; the list demands a span of start times. */
const SPAN_MS = 366 * DAY_MS;

/** Most tasks of one request; how many the list gives is not documented. */
const MOST_LISTED = 1_000;

/** States after which a task calls nobody any more. */
const OVER = ['Finished', 'Cancelled'];

/** A task of the predictive dialer as the list shows it. */
export interface DialerTask {
  taskId: string;
  taskName: string | null;
  groupName: string | null;
  /** Creating, Not Started, Running, Paused, Cancelled or Finished. */
  state: string | null;
  over: boolean;
  raw: Record<string, unknown>;
}

/**
 * The account of the predictive dialer, which has a login of its own.
 *
 * @throws InvalidInput for a credential of the other product
 */
export async function dialerAccount(context: RequestContext): Promise<AirudderAccount> {
  const account = accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
  if (account.direct || account.readyToken !== '') return account;
  throw new InvalidInput(
    'This credential logs in to tasks and workflows, and the predictive dialer has a login of its own',
    'Make a second credential with the same key and secret, and choose "Predictive Dialer (Direct API)" under Product.',
  );
}

/**
 * Sends one request to the direct API of the predictive dialer (D4 to D9 of the table of contents; known from one
 * public client). Its login is another one than that of tasks and workflows.
 *
 * @returns the `body` of the reply
 * @throws InvalidInput for a credential of the other product, VendorFailure for the rest
 */
export async function dialerRequest(
  context: RequestContext,
  request: {
    /** Path behind the common part, e.g. `createtask`. */
    call: string;
    body: IDataObject;
    effect: 'read' | 'change';
    timeoutMs?: number;
  },
): Promise<{ body: unknown; reply: Record<string, unknown> }> {
  await dialerAccount(context);
  const { call, ...rest } = request;
  const reply = await airudderRequest(context, {
    method: 'POST',
    path: `${BASE}/${call}`,
    ...rest,
  });
  return { body: reply.body, reply };
}

/** Which tasks are wanted; times as epoch milliseconds. */
export interface DialerTaskQuery {
  startMs: number;
  endMs: number;
  limit: number;
  taskName?: string;
  state?: string;
}

/**
 * The tasks that start within a span of time (D6).
 *
 * @param zone in which the account reads times
 */
export async function fetchDialerTasks(
  context: RequestContext,
  { startMs, endMs, limit, taskName, state }: DialerTaskQuery,
  zone: string,
  timeoutMs?: number,
): Promise<DialerTask[]> {
  const { body } = await dialerRequest(context, {
    call: 'querytasklist',
    body: {
      minstarttime: wallClock(startMs, zone, NAIVE_TIME),
      maxstarttime: wallClock(endMs, zone, NAIVE_TIME),
      limit,
      ...(taskName === undefined ? {} : { taskName }),
      ...(state === undefined ? {} : { state }),
    },
    effect: 'read',
    timeoutMs,
  });
  return toList(toFields(body).list).map((raw) => {
    const status = toText(raw.state) ?? toText(raw.status);
    return {
      taskId: textOf(raw.taskId),
      taskName: toText(raw.name) ?? toText(raw.taskName),
      groupName: toText(raw.groupName),
      state: status,
      over: OVER.includes(status ?? ''),
      raw,
    };
  });
}

/** The task of exactly this name, if there is one; the vendor takes a name once (code 10508). */
export async function dialerTaskNamed(
  context: RequestContext,
  taskName: string,
  zone: string,
  timeoutMs?: number,
): Promise<DialerTask | undefined> {
  const now = clock().now();
  const tasks = await fetchDialerTasks(
    context,
    { startMs: now - SPAN_MS, endMs: now + SPAN_MS, limit: MOST_LISTED, taskName },
    zone,
    timeoutMs,
  );
  return tasks.find((task) => task.taskName === taskName && task.taskId !== '');
}

/**
 * The calls of a task (D7). Contacts that wait to be called are not known to be among them.
 *
 * @param contactIdColumn the column that the contact id was sent in, where it was
 */
export async function fetchDialerCalls(
  context: RequestContext,
  taskId: string,
  {
    zone,
    contactIdColumn,
    timeoutMs,
  }: { zone: string; contactIdColumn?: string; timeoutMs?: number },
): Promise<{ calls: CallResult[]; raw: Array<Record<string, unknown>> }> {
  const { body } = await dialerRequest(context, {
    call: 'querytaskdetail',
    body: { taskId, orderBy: 'calltime', needCustomerInfo: true },
    effect: 'read',
    timeoutMs,
  });
  const raw = toList(toFields(body).list);
  const calls = raw.map((record) =>
    toDialerCall(record, {
      source: 'query',
      taskId: toText(record.taskId) ?? taskId,
      state: null,
      startTime: vendorTimeToIso(record.calltime, zone),
      endTime: null,
      contactIdColumn,
    }),
  );
  return { raw, calls };
}
