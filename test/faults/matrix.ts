import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../simulator/faults';
import type { Simulator } from '../../simulator/server';
import type { NodeRun } from '../engine/harness';

/** How one call-placing operation is run over rows, in n8n's own engine. */
export interface Subject {
  /** As the table names it. */
  operation: string;
  /** The endpoint of the request that places calls, and where it stands: first batch, middle, last. */
  positions: Array<{ endpoint: string; from: number }>;
  /** Runs the operation once; the same workflow id means the same n8n storage. */
  run(
    rows: IDataObject[],
    workflowId: string,
    how: { credential?: Record<string, string>; options?: IDataObject; stopAfterMs?: number },
  ): Promise<NodeRun>;
  /** Contact ids that the vendor took, each as often as it took them. */
  taken(): string[];
  /** What an item says of its contact; the file upload knows no single contacts. */
  outcomes(run: NodeRun, rows: IDataObject[]): Map<string, string>;
  rows(count: number, from: number): IDataObject[];
  /** Sends everything in one request, so that positions make no difference. */
  oneRequest?: boolean;
  /** Settings that the vendor has in common with others. */
  tokenExpires?: boolean;
}

export interface NamedFault {
  name: string;
  /** A fault of the request that places calls. */
  request?: Partial<Fault> & Pick<Fault, 'kind'>;
  /** A credential that leads nowhere. */
  credential?: Record<string, string>;
  settings?: Record<string, unknown>;
  options?: IDataObject;
  stopAfterMs?: number;
  /** Two executions over the same rows at once. */
  twice?: boolean;
  /** Contacts that the vendor drops without a word; they are never dialled. */
  drops?: number;
}

const JSON_BODY = '{"error":"internal"}';

/** A breakdown with a status and a body, before and after the vendor acted. */
const breakdowns = [500, 502, 503].flatMap((status) =>
  (
    [
      ['HTML', undefined, 'text/html'],
      ['JSON', JSON_BODY, 'application/json'],
      ['nothing', '', 'text/plain'],
    ] as const
  ).flatMap(([what, body, type]) =>
    (['Before', 'After'] as const).map(
      (when): NamedFault => ({
        name: `${status} with ${what}, ${when.toLowerCase()} it acted`,
        request: {
          kind: `status${when}`,
          status,
          ...(body === undefined ? {} : { body }),
          headers: { 'content-type': type },
        },
      }),
    ),
  ),
);

const later = () => new Date(Date.now() + 1000).toUTCString();

/** Every fault that the network or a vendor can show, in the order of the table. */
export const FAULTS: NamedFault[] = [
  { name: 'none' },
  { name: 'connection refused', credential: { host: 'http://127.0.0.1:9' } },
  { name: 'DNS failure', credential: { host: 'http://no-such-host.invalid' } },
  { name: 'TLS failure', credential: { tls: 'true' } },
  { name: 'reset before it acted', request: { kind: 'resetBefore' } },
  { name: 'reset after it acted', request: { kind: 'resetAfter' } },
  { name: 'timeout before it acted', request: { kind: 'silenceBefore' }, options: { timeout: 1 } },
  { name: 'timeout after it acted', request: { kind: 'silenceAfter' }, options: { timeout: 1 } },
  { name: 'slow reply', request: { kind: 'delay', milliseconds: 400 } },
  { name: '429', request: { kind: 'statusBefore', status: 429, body: '' } },
  {
    name: '429 with Retry-After in seconds',
    request: { kind: 'statusBefore', status: 429, body: '', headers: { 'retry-after': '1' } },
  },
  {
    name: '429 with Retry-After as a date',
    request: { kind: 'statusBefore', status: 429, body: '', headers: { 'retry-after': later() } },
  },
  ...breakdowns,
  { name: '200 with a truncated body', request: { kind: 'truncate' } },
  { name: '200 with HTML', request: { kind: 'html' } },
  { name: '200 with an unknown code', request: { kind: 'code', code: '777' } },
  {
    name: 'token expired, said by status',
    request: { kind: 'expire' },
    settings: { unauthorizedAs: 'status' },
  },
  {
    name: 'token expired, said by code',
    request: { kind: 'expire' },
    settings: { unauthorizedAs: 'code' },
  },
  {
    name: 'vendor drops contacts without a word',
    drops: 3,
    options: { checkAfterwards: true },
  },
  { name: 'Stop pressed in the middle', stopAfterMs: 150, options: { batchSize: 50 } },
  { name: 'two executions at once', twice: true },
];

/** What became of the contacts of one operation under one fault, over all positions and both runs. */
export interface Row {
  operation: string;
  fault: string;
  dialledOnce: number;
  reported: number;
  dialledTwice: number;
  lost: number;
}

export const FOLDER = path.join(__dirname, '..', '..', 'test-output', 'faults');

/** Keeps the rows of one operation for the table at the end. */
export function keep(name: string, rows: Row[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.json`), JSON.stringify(rows));
}

const COUNT = Number(process.env.FAULT_CONTACTS ?? 1000);
let campaigns = 0;

/** Whether a fault can happen to an operation. */
export function applies(subject: Subject, fault: NamedFault): boolean {
  return fault.request?.kind !== 'expire' || subject.tokenExpires === true;
}

/**
 * Runs an operation under a fault at each position, and then again over the same rows without it. Every
 * valid contact must end as dialled exactly once, or be reported as not sent, unknown or not taken by the second
 * run too; what the node says must agree with the vendor's books.
 */
export async function faceFault(
  simulator: Simulator,
  subject: Subject,
  fault: NamedFault,
  bad: (problem: string) => void,
): Promise<Row> {
  const row: Row = {
    operation: subject.operation,
    fault: fault.name,
    dialledOnce: 0,
    reported: 0,
    dialledTwice: 0,
    lost: 0,
  };
  const anywhere = fault.request !== undefined && subject.oneRequest !== true;
  const positions = anywhere ? subject.positions : subject.positions.slice(0, 1);
  for (const position of positions) {
    simulator.reset();
    Object.assign(simulator.settings, { holdCalls: true }, fault.settings);
    const workflowId = `matrix-${++campaigns}`;
    const rows = subject.rows(COUNT, 1);
    const dropped = rows.slice(0, fault.drops ?? 0).map(({ id }) => String(id));
    simulator.settings.dropContacts = dropped;
    if (fault.request !== undefined) simulator.faults.add({ ...position, ...fault.request });
    const how = {
      credential: fault.credential,
      options: fault.options,
      stopAfterMs: fault.stopAfterMs,
    };
    const runs = await Promise.all(
      (fault.twice === true ? [1, 2] : [1]).map(() => subject.run(rows, workflowId, how)),
    );
    for (const run of runs) agree(subject, run, rows, dropped, `${fault.name}, first run`, bad);
    simulator.faults.clear();
    const { checkAfterwards } = fault.options ?? {};
    const again = await subject.run(rows, workflowId, {
      options: checkAfterwards === undefined ? {} : { checkAfterwards },
    });
    agree(subject, again, rows, dropped, `${fault.name}, second run`, bad);
    count(subject, again, rows, row);
  }
  return row;
}

/** What the node said of each contact must not contradict what the vendor took. */
function agree(
  subject: Subject,
  run: NodeRun,
  rows: IDataObject[],
  dropped: string[],
  where: string,
  bad: (problem: string) => void,
): void {
  const taken = new Set(subject.taken());
  const outcomes = subject.outcomes(run, rows);
  for (const { id } of rows) {
    const contactId = String(id);
    const outcome = outcomes.get(contactId);
    const says = ['submitted', 'alreadySubmitted'].includes(outcome ?? '');
    if (outcome === undefined) bad(`${where}: ${contactId} has no outcome`);
    if (says && !taken.has(contactId) && !dropped.includes(contactId)) {
      bad(`${where}: ${contactId} is ${outcome}, but the vendor does not hold it`);
    }
    if (outcome === 'rejected') bad(`${where}: ${contactId} is rejected`);
  }
}

function count(subject: Subject, run: NodeRun, rows: IDataObject[], row: Row): void {
  const times = new Map<string, number>();
  for (const contactId of subject.taken()) times.set(contactId, (times.get(contactId) ?? 0) + 1);
  const outcomes = subject.outcomes(run, rows);
  for (const { id } of rows) {
    const contactId = String(id);
    const dialled = times.get(contactId) ?? 0;
    if (dialled === 1) row.dialledOnce++;
    else if (dialled > 1) row.dialledTwice++;
    else if (
      ['notSent', 'unknown', 'notTaken', 'refused'].includes(outcomes.get(contactId) ?? '')
    ) {
      row.reported++;
    } else row.lost++;
  }
}

/** The outcome of each contact as the node tells it: by its items, or by the error that stopped it. */
export function outcomesOf(run: NodeRun): Map<string, string> {
  const outcomes = new Map<string, string>();
  for (const { json } of [...run.items, ...run.errorItems]) {
    const details = (json.details ?? {}) as IDataObject;
    const contactId = json.contactId ?? details.contactId;
    const outcome = json.outcome ?? details.outcome;
    if (contactId !== undefined) outcomes.set(String(contactId), String(outcome));
  }
  const told = run.error?.context.contacts as
    | { confirmed: string[]; unknown: string[]; notSent: string[] }
    | undefined;
  for (const id of told?.confirmed ?? []) outcomes.set(id, 'submitted');
  for (const id of told?.unknown ?? []) outcomes.set(id, 'unknown');
  for (const id of told?.notSent ?? []) outcomes.set(id, 'notSent');
  return outcomes;
}
