import { airudderCredentialData, credentialData } from '../../demo/campaign';
import type { Execution, StoredWorkflow, WorkflowNode } from '../../n8n-server/client';
import type { FaultKind } from '../../simulator/faults';
import { collectionTask, debtorRows } from '../engine/airudder';
import { contactRows } from '../engine/numbers';
import { byId } from '../engine/tasks';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { until } from './until';
import { chain, node, rowsNode, sobotNode, start, type CredentialReference } from './workflows';

const CONTACTS = 100;
const OPTIONS = { batchSize: 20, requestsPerSecond: 1000 };
const END = '2099-01-01T00:00:00Z';

let host: Host;
let sobot: CredentialReference;
let airudder: CredentialReference;
let rounds = 0;

beforeAll(async () => {
  host = await startHost({ speed: 1000, settings: { holdCalls: true } });
  const { client, simulator } = host;
  sobot = await client.createCredential('Sobot', 'sobotICallApi', credentialData(simulator));
  airudder = await client.createCredential(
    'Airudder',
    'airudderApi',
    airudderCredentialData(simulator),
  );
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

/** One operation that places calls, in a workflow of its own. */
interface Campaign {
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

/** Five workflows, one for each operation that places calls, each over rows of its own. */
async function campaigns(settings: Record<string, unknown> = {}): Promise<Campaign[]> {
  rounds++;
  const task = await created(
    sobotNode(
      {
        resource: 'task',
        operation: 'create',
        taskName: `Round ${rounds}`,
        template: byId('a0000000000000000000000000000001'),
        callerNumber: byId('02180344315'),
        robots: 5,
      },
      sobot,
    ),
    'taskId',
  );
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
    endpoint: string;
    from: number;
    rows: Array<Record<string, unknown>>;
    nodes: WorkflowNode[];
  }> = [
    {
      endpoint: 'add_task_data',
      from: 3,
      rows: contactRows(CONTACTS, rounds * 1000),
      nodes: [
        sobotNode(
          { resource: 'contact', operation: 'add', task: byId(task), options: OPTIONS },
          sobot,
        ),
      ],
    },
    {
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
        sobotNode({ resource: 'contact', operation: 'addFromFile', task: byId(task) }, sobot),
      ],
    },
    {
      endpoint: 'task',
      from: 1,
      rows: debtorRows(CONTACTS, rounds * 1000),
      nodes: [
        airudderNode('airudderTask', {
          resource: 'task',
          operation: 'create',
          ...collectionTask,
          taskName: `Round ${rounds}`,
        }),
      ],
    },
    {
      endpoint: 'createinstance',
      from: 1,
      rows: contactsOnly(debtorRows(CONTACTS, rounds * 1000 + 300)),
      nodes: [
        airudderNode('airudderWorkflow', {
          ...instance,
          name: `Round ${rounds}, with contacts`,
          options: OPTIONS,
        }),
      ],
    },
    {
      endpoint: 'uploaddetails',
      from: 3,
      rows: contactsOnly(debtorRows(CONTACTS, rounds * 1000 + 600)),
      nodes: [
        airudderNode('airudderWorkflow', {
          resource: 'contact',
          operation: 'add',
          workflowId,
          options: OPTIONS,
        }),
      ],
    },
  ];
  const all: Campaign[] = [];
  for (const { endpoint, from, rows, nodes } of offers) {
    const workflow = await host.client.createWorkflow({
      ...chain(`${endpoint} ${rounds}`, start(), rowsNode(rows), ...nodes),
      settings,
    });
    const ids = rows.map(({ id, outid }) => String(id ?? outid));
    all.push({ endpoint, from, ids, workflow, isFile: endpoint === 'add_task_file_data' });
  }
  return all;
}

const contactsOnly = (rows: Array<Record<string, unknown>>) =>
  rows.map(({ id, phone, name }) => ({ id, phone, name }));

/** Begins all of them, and waits until each one's request has been hit. */
async function brokenOff(
  all: Campaign[],
  kind: FaultKind,
  more: { milliseconds?: number } = {},
): Promise<string[]> {
  const { faults, ledger } = host.simulator;
  faults.clear();
  ledger.clear();
  for (const { endpoint, from } of all) faults.add({ endpoint, from, kind, ...more });
  const begun: string[] = [];
  for (const { workflow } of all) begun.push(await host.client.begin(workflow, 'Start'));
  const hit = () =>
    new Set(ledger.requests.filter(({ fault }) => fault !== null).map(({ endpoint }) => endpoint));
  await until(() => hit().size === all.length);
  return begun;
}

/** How often the vendor took each contact of a campaign: `{1: 100}` is everybody once. */
function timesTaken({ ids }: Campaign): Record<number, number> {
  const counts: Record<number, number> = {};
  const taken = host.simulator.ledger.contacts.map(({ contactId }) => contactId);
  for (const id of ids) {
    const times = taken.filter((one) => one === id).length;
    counts[times] = (counts[times] ?? 0) + 1;
  }
  return counts;
}

const everybodyOnce = { 1: CONTACTS };

/** Runs a campaign once more, and says what came of it. */
async function again({ workflow }: Campaign): Promise<{ status: string; message: string }> {
  return told(await host.client.run(workflow, 'Start'));
}

function told({ status, data }: Execution): { status: string; message: string } {
  return { status, message: data.resultData.error?.message ?? '' };
}

/** After what broke it off: the same rows once more, and nobody is called twice or forgotten. */
async function settledByARun(all: Campaign[], fileWasTaken: boolean): Promise<void> {
  host.simulator.faults.clear();
  for (const campaign of all) {
    const run = await again(campaign);
    const { endpoint, isFile } = campaign;
    if (!isFile) {
      expect([endpoint, run, timesTaken(campaign)]).toEqual([
        endpoint,
        { status: 'success', message: '' },
        everybodyOnce,
      ]);
    } else {
      expect([endpoint, run.status, timesTaken(campaign)]).toEqual([
        endpoint,
        'error',
        fileWasTaken ? everybodyOnce : { 0: CONTACTS },
      ]);
      expect(run.message).toContain('unknown');
    }
  }
}

describe('n8n is killed while contacts are handed over', () => {
  it.each([
    ['after the vendor took the batch', 'silenceAfter', true],
    ['before the vendor took the batch', 'silenceBefore', false],
  ] as const)(
    '%s: the next run calls everybody once',
    async (_, kind, taken) => {
      const all = await campaigns();
      await brokenOff(all, kind);
      await host.server.kill();
      await host.server.start();
      await settledByARun(all, taken);
    },
    300_000,
  );
});

describe('n8n is shut down while contacts are handed over', () => {
  it('waits for them, and the next run sends nothing twice', async () => {
    const all = await campaigns();
    const begun = await brokenOff(all, 'delay', { milliseconds: 4_000 });
    await host.server.stop();
    await host.server.start();
    host.simulator.faults.clear();
    for (const campaign of all) {
      await again(campaign);
      expect([campaign.endpoint, timesTaken(campaign)]).toEqual([campaign.endpoint, everybodyOnce]);
    }
    expect(begun).toHaveLength(all.length);
  }, 300_000);
});

describe('the time limit of the workflow is over while contacts are handed over', () => {
  it('stops at once; the next run calls everybody once', async () => {
    const all = await campaigns({ executionTimeout: 4 });
    const begun = await brokenOff(all, 'silenceAfter');
    for (const id of begun) {
      expect(['canceled', 'error']).toContain((await host.client.finished(id, 60_000)).status);
    }
    await settledByARun(all, true);
  }, 300_000);
});

describe("n8n's Retry execution", () => {
  it.each([
    ['the original workflow', false],
    ['the current workflow', true],
  ])(
    'with %s, after a request that was cut off: everybody is called once',
    async (_, current) => {
      const all = await campaigns();
      const begun = await brokenOff(all, 'resetAfter');
      for (const id of begun) await host.client.finished(id);
      host.simulator.faults.clear();
      for (const [at, campaign] of all.entries()) {
        const first = await host.client.execution(begun[at]);
        if (first.status === 'error') await host.client.retry(begun[at], current);
        expect([campaign.endpoint, timesTaken(campaign)]).toEqual([
          campaign.endpoint,
          everybodyOnce,
        ]);
      }
    },
    300_000,
  );

  it('after a request that never arrived: everybody is called once, or said to be unknown', async () => {
    const all = await campaigns();
    const begun = await brokenOff(all, 'resetBefore');
    for (const id of begun) expect((await host.client.finished(id)).status).toBe('error');
    host.simulator.faults.clear();
    for (const [at, campaign] of all.entries()) {
      await host.client.retry(begun[at], true);
      const counts = timesTaken(campaign);
      expect([campaign.endpoint, counts]).toEqual([
        campaign.endpoint,
        campaign.isFile ? { 0: CONTACTS } : everybodyOnce,
      ]);
    }
  }, 300_000);
});

keepsSecrets(() => host);
