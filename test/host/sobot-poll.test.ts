import { credentialData } from '../../demo/campaign';
import type { StoredWorkflow } from '../../n8n-server/client';
import { contactRows } from '../engine/numbers';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import {
  chain,
  node,
  rowsNode,
  sobotNode,
  start,
  type CredentialReference,
} from '../../n8n-server/workflow-parts';
import { until } from '../until';

let host: Host;
let credential: CredentialReference;
let poller: StoredWorkflow;

beforeAll(async () => {
  host = await startHost({ startAt: Date.now(), speed: 1 });
  credential = await host.client.createCredential(
    'Sobot',
    'sobotICallApi',
    credentialData(host.simulator),
  );
  poller = await host.client.createWorkflow(
    chain(
      'Poller',
      node(
        'Poll',
        'n8n-nodes-calling-campaigns.sobotICallPollTrigger',
        { pollTimes: { item: [{ mode: 'everyHour' }] }, startFrom: '2020-01-01' },
        { credentials: { sobotICallApi: credential } },
      ),
    ),
  );
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

/** Calls people through the node, each for a few milliseconds. */
async function callPeople(from: number, count: number): Promise<void> {
  const rows = contactRows(count, from);
  for (const row of rows) host.simulator.dialler.planned.set(row.id, { ringing: 2, talking: 3 });
  const before = host.simulator.ledger.dials.length;
  const create = sobotNode(
    {
      resource: 'task',
      operation: 'create',
      taskName: `From ${from}`,
      template: { __rl: true, mode: 'id', value: 'a0000000000000000000000000000001' },
      callerNumber: { __rl: true, mode: 'id', value: '02180344315' },
      robots: 5,
      callingHours: { range: [{ from: '00:00', to: '23:59' }] },
    },
    credential,
    { name: 'Create' },
  );
  const add = sobotNode(
    {
      resource: 'contact',
      operation: 'add',
      task: { __rl: true, mode: 'id', value: "={{ $('Create').first().json.taskId }}" },
    },
    credential,
  );
  const workflow = await host.client.createWorkflow(
    chain('Call', start(), create, rowsNode(rows), add),
  );
  expect((await host.client.run(workflow, 'Start')).status).toBe('success');
  await until(() => host.simulator.ledger.dials.length >= before + count);
}

/** n8n polls once when a workflow is published. */
async function publishAgain(): Promise<void> {
  await host.client.unpublish(poller);
  await host.client.publish(poller);
}

async function handedOn(atLeast: number): Promise<unknown[]> {
  let callIds: unknown[] = [];
  await until(async () => {
    // A run that n8n is still saving has no data yet.
    const runs = (await host.client.executions(poller.id)).filter(
      ({ status }) => status === 'success',
    );
    const items = runs.flatMap(({ data }) => data.resultData.runData.Poll[0].data?.main[0] ?? []);
    callIds = items.map(({ json }) => json.callId);
    return callIds.length >= atLeast;
  });
  return callIds;
}

const dialled = () => host.simulator.ledger.dials.map(({ callId }) => callId).sort();

describe('the poll trigger inside a real n8n', () => {
  it('hands on every finished call exactly once, also over a restart of n8n', async () => {
    await callPeople(1, 20);
    await host.client.publish(poller);
    expect((await handedOn(20)).sort()).toEqual(dialled());

    await callPeople(100, 20);
    await publishAgain();
    expect((await handedOn(40)).sort()).toEqual(dialled());

    await callPeople(200, 5);
    await host.server.stop();
    await host.server.start();
    expect((await handedOn(45)).sort()).toEqual(dialled());

    // What a poll handed on once more would be there by the time the next one hands on something new.
    await publishAgain();
    await callPeople(300, 1);
    await publishAgain();
    expect((await handedOn(46)).sort()).toEqual(dialled());
  }, 120_000);
});

keepsSecrets(() => host);
