import { airudderCredentialData, credentialData } from '../../demo/campaign';
import type { Execution, StoredWorkflow, WorkflowNode } from '../../n8n-server/client';
import type { FaultKind } from '../../simulator/faults';
import type { SimulatorOptions } from '../../simulator/server';
import { collectionTask, debtorRows } from '../engine/airudder';
import { contactRows } from '../engine/numbers';
import { byId, NEW_TASK } from '../engine/tasks';
import { HOST_START_MS, startHost, type Host } from '../host/n8n';
import { keep, OUTAGES, type Row } from '../faults/matrix';
import { until } from '../until';
import {
  chain,
  node,
  rowsNode,
  sobotNode,
  start,
  type CredentialReference,
} from '../../n8n-server/workflow-parts';

const CONTACTS = 100;
/** Nothing arrives late here, so nobody has to wait for it. */
const OPTIONS = { batchSize: 20, requestsPerSecond: 1000, waitBeforeAgain: 0 };

/** By which contacts are found again. */
export const LOOKUPS = [
  'query_task_data',
  'query_task',
  'detailinstances',
  'detail',
  'list',
  'querytasklist',
  'querytaskdetail',
];

const END = '2099-01-01T00:00:00Z';

let host: Host;
let sobot: CredentialReference;
let airudder: CredentialReference;
let dialer: CredentialReference;
let rounds = 0;

const table: Row[] = [];

/** Starts n8n for the outages of one file; their rows of the table are kept at its end. */
export function withCampaigns(name: string): () => Host {
  const get = withHost(startHost);
  afterAll(() => keep(name, table));
  return get;
}

/** Starts an n8n in which campaigns can be made. */
export function withHost<T extends Host>(
  begin: (options: SimulatorOptions) => Promise<T>,
): () => T {
  let own: T;
  beforeAll(async () => {
    own = await begin({ speed: 1000, settings: { holdCalls: true } });
    await makeCredentials(own);
  }, HOST_START_MS);
  afterAll(async () => await own?.close(), 60_000);
  return () => own;
}

async function makeCredentials(started: Host): Promise<void> {
  host = started;
  const { client, simulator } = host;
  dialer = await client.createCredential('Airudder dialer', 'airudderApi', {
    ...airudderCredentialData(simulator),
    product: 'direct',
  });
  sobot = await client.createCredential('Sobot', 'sobotICallApi', credentialData(simulator));
  airudder = await client.createCredential(
    'Airudder',
    'airudderApi',
    airudderCredentialData(simulator),
  );
}

/** One operation that places calls, in a workflow of its own. */
export interface Campaign {
  /** As the table names it. */
  operation: string;
  /** The request that is hit. */
  endpoint: string;
  from: number;
  ids: string[];
  workflow: StoredWorkflow;
  /** A file is one thing: it stays unknown until a person says that it may be sent again. */
  isFile: boolean;
}

const airudderNode = (type: string, parameters: object): WorkflowNode =>
  node(
    type,
    `n8n-nodes-calling-campaigns.${type}`,
    { ...parameters },
    {
      credentials: { airudderApi: airudder },
    },
  );

/** The id that a node gave to what it created. */
async function created(nodeOf: WorkflowNode, field: string): Promise<string> {
  const execution = await host.client.run(
    await host.client.createWorkflow(chain('Create', start(), nodeOf)),
    'Start',
  );
  const [item] = execution.data.resultData.runData[nodeOf.name][0].data?.main[0] ?? [];
  return String(item.json[field]);
}

/** Seven workflows, one for each operation that places calls, each over rows of its own. */
export async function campaigns(
  settings: Record<string, unknown> = {},
  limit: { timeout?: number } = {},
): Promise<Campaign[]> {
  rounds++;
  const options = { ...OPTIONS, ...limit };
  const newTask = (taskName: string, more: object = {}) =>
    sobotNode({ ...NEW_TASK, taskName, ...more }, sobot);
  const task = await created(newTask(`Round ${rounds}`), 'taskId');
  const instance = {
    resource: 'workflowInstance',
    operation: 'create',
    templateId: '123',
    end: END,
  };
  const workflowId = await created(
    airudderNode('airudderWorkflow', { ...instance, name: `Round ${rounds}`, contacts: 'none' }),
    'workflowId',
  );
  const offers: Array<{
    operation: string;
    endpoint: string;
    from: number;
    rows: Array<Record<string, unknown>>;
    /** What runs once, before the rows. */
    before?: WorkflowNode[];
    nodes: WorkflowNode[];
  }> = [
    {
      operation: 'Sobot iCall › Contact: Add',
      endpoint: 'add_task_data',
      from: 3,
      rows: contactRows(CONTACTS, rounds * 1000),
      nodes: [
        sobotNode({ resource: 'contact', operation: 'add', task: byId(task), options }, sobot),
      ],
    },
    {
      operation: 'Sobot iCall › Contact: Add From File',
      endpoint: 'add_task_file_data',
      from: 1,
      rows: contactRows(CONTACTS, rounds * 1000 + 500).map(({ id, phone }) => ({
        outid: id,
        phone,
      })),
      nodes: [
        node(
          'File',
          'n8n-nodes-base.convertToFile',
          { operation: 'xlsx', options: { fileName: 'contacts.xlsx' } },
          { typeVersion: 1.1 },
        ),
        sobotNode(
          { resource: 'contact', operation: 'addFromFile', task: byId(task), options: limit },
          sobot,
        ),
      ],
    },
    {
      operation: 'Sobot iCall › Task: Create, then Contact: Add',
      endpoint: 'add_task',
      from: 1,
      rows: contactRows(CONTACTS, rounds * 1000 + 700),
      before: [
        {
          ...newTask(`Round ${rounds}, made by the workflow`, {
            options: { nameTaken: 'use', waitBeforeAgain: 0, ...limit },
          }),
          name: 'Create Task',
        },
      ],
      nodes: [
        sobotNode(
          {
            resource: 'contact',
            operation: 'add',
            task: byId("={{ $('Create Task').first().json.taskId }}"),
            options,
          },
          sobot,
        ),
      ],
    },
    {
      operation: 'Sobot iCall › Campaign: Launch',
      endpoint: 'add_task_data',
      // After the one that hits Contact: Add, which sends to the same endpoint.
      from: 4,
      rows: contactRows(CONTACTS, rounds * 1000 + 850),
      nodes: [
        {
          ...newTask(`Round ${rounds}, launched`),
          parameters: {
            ...newTask(`Round ${rounds}, launched`).parameters,
            resource: 'campaign',
            operation: 'launch',
            options,
          },
        },
      ],
    },
    {
      operation: 'Airudder Task › Task: Create',
      endpoint: 'task',
      from: 1,
      rows: debtorRows(CONTACTS, rounds * 1000),
      nodes: [
        airudderNode('airudderTask', {
          resource: 'task',
          operation: 'create',
          ...collectionTask,
          taskName: `Round ${rounds}`,
          options: limit,
        }),
      ],
    },
    {
      operation: 'Airudder Task › Dialer Task: Create',
      endpoint: 'createtask',
      from: 1,
      rows: contactsOnly(debtorRows(CONTACTS, rounds * 1000 + 450)),
      nodes: [
        {
          ...airudderNode('airudderTask', {
            resource: 'dialerTask',
            operation: 'create',
            taskName: `round-${rounds}`,
            groupName: host.simulator.airudder.account.skillGroups[0],
            contactIdColumn: 'caseid',
            variableMode: 'none',
            options: limit,
          }),
          credentials: { airudderApi: dialer },
        },
      ],
    },
    {
      operation: 'Airudder Workflow › Workflow Instance: Create',
      endpoint: 'createinstance',
      from: 1,
      rows: contactsOnly(debtorRows(CONTACTS, rounds * 1000 + 300)),
      nodes: [
        airudderNode('airudderWorkflow', {
          ...instance,
          name: `Round ${rounds}, with contacts`,
          options,
        }),
      ],
    },
    {
      operation: 'Airudder Workflow › Contact: Add',
      endpoint: 'uploaddetails',
      from: 3,
      rows: contactsOnly(debtorRows(CONTACTS, rounds * 1000 + 600)),
      nodes: [
        airudderNode('airudderWorkflow', {
          resource: 'contact',
          operation: 'add',
          workflowId,
          options,
        }),
      ],
    },
  ];
  const all: Campaign[] = [];
  for (const { operation, endpoint, from, rows, before = [], nodes } of offers) {
    const workflow = await host.client.createWorkflow({
      ...chain(`${endpoint} ${rounds}`, start(), ...before, rowsNode(rows), ...nodes),
      settings,
    });
    const ids = rows.map(({ id, outid }) => String(id ?? outid));
    const isFile = endpoint === 'add_task_file_data';
    all.push({ operation, endpoint, from, ids, workflow, isFile });
  }
  return all;
}

const contactsOnly = (rows: Array<Record<string, unknown>>) =>
  rows.map(({ id, phone, name }) => ({ id, phone, name }));

/** Begins all of them, and waits until each one's request has been hit. */
export async function brokenOff(
  all: Campaign[],
  kind: FaultKind,
  more: { milliseconds?: number } = {},
): Promise<string[]> {
  const { faults, ledger } = host.simulator;
  const hits = () => ledger.requests.filter(({ fault }) => fault === kind).length;
  const before = hits();
  for (const { endpoint, from } of all) faults.add({ endpoint, from, kind, ...more });
  const begun: string[] = [];
  for (const { workflow } of all) begun.push(await host.client.begin(workflow, 'Start'));
  await until(() => hits() - before === all.length);
  return begun;
}

/** What became of a campaign's contacts, from the vendor's books and what the last run said. */
function rowOf(
  { operation, ids }: Campaign,
  fault: (typeof OUTAGES)[number],
  last: Execution,
): Row {
  const row: Row = { operation, fault, dialledOnce: 0, reported: 0, dialledTwice: 0, lost: 0 };
  const times = new Map<string, number>();
  for (const { contactId } of host.simulator.ledger.contacts) {
    times.set(contactId, (times.get(contactId) ?? 0) + 1);
  }
  const message = last.data.resultData.error?.message ?? '';
  const saidUnknown = last.status === 'error' && message.includes('unknown');
  for (const id of ids) {
    const taken = times.get(id) ?? 0;
    if (taken === 1) row.dialledOnce++;
    else if (taken > 1) row.dialledTwice++;
    else if (saidUnknown) row.reported++;
    else row.lost++;
  }
  return row;
}

const everybody = { dialledOnce: CONTACTS, reported: 0, dialledTwice: 0, lost: 0 };
const allReported = { ...everybody, dialledOnce: 0, reported: CONTACTS };

/**
 * The end of each campaign goes into the table. A file whose fate is unknown is not sent again by itself, so one that
 * the vendor never took ends as reported.
 */
export function check(
  campaign: Campaign,
  outage: (typeof OUTAGES)[number],
  last: Execution,
  fileWasTaken: boolean,
): void {
  const row = rowOf(campaign, outage, last);
  table.push(row);
  const { operation, fault, ...counts } = row;
  const expected = campaign.isFile && !fileWasTaken ? allReported : everybody;
  expect([operation, fault, counts]).toEqual([operation, fault, expected]);
}

/**
 * After what broke them off: the same rows once more, with all the time it takes, and nobody is called twice or
 * forgotten.
 */
export async function settledByARun(
  all: Campaign[],
  fault: (typeof OUTAGES)[number],
  fileWasTaken: boolean,
): Promise<void> {
  const ends = await Promise.all(
    all.map(async ({ workflow }) => {
      const settings = { ...workflow.settings, executionTimeout: -1 };
      return await host.client.run({ ...workflow, settings }, 'Start');
    }),
  );
  all.forEach((campaign, at) => check(campaign, fault, ends[at], fileWasTaken));
}
