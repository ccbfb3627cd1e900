import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../simulator/faults';
import type { Simulator } from '../../simulator/server';
import type { NodeRun } from '../engine/harness';
import { MINUTE, time } from '../engine/fast-clock';
import { Gate } from './gate';

/** What differs from a run in which all is well. */
export interface How {
  /** A credential that leads elsewhere: another `host`, or `tls` where none is spoken. */
  credential?: Record<string, string>;
  options?: IDataObject;
  /** Presses Stop as soon as this holds. */
  stopWhen?: () => boolean;
  /** n8n's own setting of the node. */
  retryOnFail?: boolean;
  /** Run as a copy of the workflow. */
  copied?: boolean;
}

/** How one call-placing operation is run over rows, in n8n's own engine. */
export interface Subject {
  /** As the table names it. */
  operation: (typeof OPERATIONS)[number];
  /** The endpoint of the request that places calls, and where it stands: first batch, middle, last. */
  positions: Array<{ endpoint: string; from: number }>;
  /** Runs the operation once; the same workflow id means the same n8n storage. */
  run(rows: IDataObject[], workflowId: string, how: How): Promise<NodeRun>;
  /** Contact ids that the vendor took, each as often as it took them. */
  taken(): string[];
  /** What an item says of its contact; the file upload knows no single contacts. */
  outcomes(run: NodeRun, rows: IDataObject[]): Map<string, string>;
  rows(count: number, from: number): IDataObject[];
  /** Sends everything in one request, so that positions make no difference. */
  oneRequest?: boolean;
  /** Can look every contact up before it sends them. */
  looksUp?: boolean;
  /** Works with a token that can expire. */
  tokenExpires?: boolean;
  /** The vendor refuses a list for one bad contact, so it drops none without a word. */
  allOrNothing?: boolean;
}

export interface NamedFault {
  name: string;
  /** A fault of the request that places calls. */
  request?: Partial<Fault> & Pick<Fault, 'kind'>;
  /** A credential that leads nowhere. */
  credential?: Record<string, string>;
  /** The reply names a moment two seconds from when the fault is set. */
  retryAfterDate?: boolean;
  settings?: Record<string, unknown>;
  options?: IDataObject;
  /** Stop is pressed while the request is under way. */
  stops?: boolean;
  /** Connections are refused from that request on. */
  closes?: boolean;
  retryOnFail?: boolean;
  /** The second run is that of a copied workflow, in which n8n remembers nobody. */
  forgets?: boolean;
  /** Two executions over the same rows at once. */
  twice?: boolean;
  /** Contacts that the vendor drops without a word; they are never dialled. */
  drops?: number;
  /** Differs from others in a way that ought not to matter, so only `npm run test:long` tries it. */
  longTail?: boolean;
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
        longTail: !['500 HTML', '502 nothing', '503 JSON'].includes(`${status} ${what}`),
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

/** Every fault that the network or a vendor can show, in the order of the table. */
export const FAULTS: NamedFault[] = [
  { name: 'none' },
  { name: 'connection refused', closes: true },
  { name: 'DNS failure', credential: { host: 'http://no-such-host.invalid' } },
  { name: 'TLS failure', credential: { tls: 'true' } },
  { name: 'reset before it acted', request: { kind: 'resetBefore' } },
  { name: 'reset after it acted', request: { kind: 'resetAfter' } },
  {
    name: 'reset before it acted, Retry On Fail',
    request: { kind: 'resetBefore' },
    retryOnFail: true,
  },
  {
    name: 'reset after it acted, Retry On Fail',
    request: { kind: 'resetAfter' },
    retryOnFail: true,
  },
  { name: 'timeout before it acted', request: { kind: 'silenceBefore' }, options: { timeout: 1 } },
  { name: 'timeout after it acted', request: { kind: 'silenceAfter' }, options: { timeout: 1 } },
  ...(
    [
      ['reset before it acted', { kind: 'resetBefore' }],
      ['reset after it acted', { kind: 'resetAfter' }],
    ] as const
  ).map(
    ([name, request]): NamedFault => ({
      name: `${name}, waiting contacts not shown`,
      request,
      settings: { waitingContact: 'nothing' },
    }),
  ),
  { name: 'slow reply', request: { kind: 'delay', milliseconds: 400 } },
  { name: '429', request: { kind: 'statusBefore', status: 429, body: '' } },
  {
    name: '429 with Retry-After in seconds',
    request: { kind: 'statusBefore', status: 429, body: '', headers: { 'retry-after': '1' } },
  },
  {
    name: '429 with Retry-After as a date',
    request: { kind: 'statusBefore', status: 429, body: '' },
    retryAfterDate: true,
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
  {
    name: 'Stop pressed in the middle',
    request: { kind: 'delay', milliseconds: 400 },
    stops: true,
  },
  { name: 'two executions at once', twice: true },
  {
    name: 'vendor accepts a repeated contact ID',
    forgets: true,
  },
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

/** What can happen to n8n itself, each at one request of a real n8n; `test/outages` runs them. */
export const OUTAGES = [
  'n8n killed, after it acted',
  'n8n killed, before it acted',
  'n8n shut down',
  'time limit of the workflow',
  'Retry execution with the original workflow',
  'Retry execution with the current workflow',
  'Retry execution, request that never arrived',
] as const;

/** Every operation that places calls, as the table names it. */
export const OPERATIONS = [
  'Airudder Task › Dialer Task: Create',
  'Airudder Task › Task: Create',
  'Airudder Workflow › Contact: Add',
  'Airudder Workflow › Workflow Instance: Create',
  'Sobot iCall › Campaign: Launch',
  'Sobot iCall › Contact: Add',
  'Sobot iCall › Contact: Add From File',
  'Sobot iCall › Task: Create, then Contact: Add',
] as const;

export const FOLDER = path.join(__dirname, '..', '..', 'test-output', 'faults');

/** Keeps the rows of one operation for the table at the end. */
export function keep(name: string, rows: Row[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.json`), JSON.stringify(rows));
}

/** How many contacts meet each fault: 1,000 for the table in the docs, fewer in between. */
export const COUNT = Number(process.env.FAULT_CONTACTS ?? 200);
let campaigns = 0;

/** Whether a fault can happen to an operation. */
export function applies(subject: Subject, fault: NamedFault): boolean {
  if (fault.forgets === true) return subject.looksUp === true;
  if (fault.drops !== undefined) return subject.allOrNothing !== true;
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
  const ofRequest = fault.request !== undefined || fault.closes === true;
  const anywhere = ofRequest && subject.oneRequest !== true;
  const positions = anywhere ? subject.positions : subject.positions.slice(0, 1);
  for (const position of positions) {
    simulator.reset();
    Object.assign(simulator.settings, { holdCalls: true }, fault.settings);
    const workflowId = `matrix-${++campaigns}`;
    const rows = subject.rows(COUNT, 1);
    const dropped = rows.slice(0, fault.drops ?? 0).map(({ id }) => String(id));
    simulator.settings.dropContacts = dropped;
    if (fault.request !== undefined) {
      simulator.faults.add({ ...position, ...fault.request, ...retryAfter(fault) });
    }
    const gate = fault.closes === true ? await Gate.open(simulator.url) : undefined;
    const shutting = gate === undefined ? undefined : shutBefore(gate, simulator, position);
    const how: How = {
      credential: gate === undefined ? fault.credential : { host: gate.url },
      options: fault.options,
      retryOnFail: fault.retryOnFail,
      stopWhen: fault.stops === true ? () => wasHit(simulator) : undefined,
    };
    const runs = await Promise.all(
      (fault.twice === true ? [1, 2] : [1]).map(() => subject.run(rows, workflowId, how)),
    );
    for (const run of runs) agree(subject, run, rows, `${fault.name}, first run`, bad);
    clearInterval(shutting);
    if (ofRequest && fault.closes !== true && !wasHit(simulator)) bad(`${fault.name} hit nothing`);
    if (fault.closes === true && runs.some(({ error }) => error === undefined)) {
      bad(`${fault.name} hit nothing`);
    }
    simulator.faults.clear();
    time.pass(20 * MINUTE);
    const { checkAfterwards } = fault.options ?? {};
    const again = await subject.run(rows, workflowId, {
      copied: fault.forgets,
      options: {
        ...(checkAfterwards === undefined ? {} : { checkAfterwards }),
        ...(fault.forgets === true ? { lookup: 'every' } : {}),
      },
    });
    agree(subject, again, rows, `${fault.name}, second run`, bad);
    count(subject, again, rows, row);
  }
  return row;
}

/** Whether a fault has hit a request. */
function wasHit(simulator: Simulator): boolean {
  return simulator.ledger.requests.some(({ fault }) => fault !== null);
}

function retryAfter({ retryAfterDate }: NamedFault): Partial<Fault> {
  if (retryAfterDate !== true) return {};
  return { headers: { 'retry-after': new Date(Date.now() + 2000).toUTCString() } };
}

/** Shuts the gate once all requests before a position have arrived. */
function shutBefore(
  gate: Gate,
  simulator: Simulator,
  { endpoint, from }: { endpoint: string; from: number },
): NodeJS.Timeout | undefined {
  const arrived = () =>
    simulator.ledger.requests.filter((request) => request.endpoint === endpoint).length;
  const look = () => {
    if (arrived() >= from - 1) gate.shut();
  };
  look();
  return setInterval(look, 1);
}

/** What the node said of each contact must not contradict what the vendor took. */
function agree(
  subject: Subject,
  run: NodeRun,
  rows: IDataObject[],
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
    if (says && !taken.has(contactId)) {
      bad(`${where}: ${contactId} is ${outcome}, but the vendor does not hold it`);
    }
    if (['notSent', 'notTaken', 'refused'].includes(outcome ?? '') && taken.has(contactId)) {
      bad(`${where}: ${contactId} is ${outcome}, but the vendor holds it`);
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
