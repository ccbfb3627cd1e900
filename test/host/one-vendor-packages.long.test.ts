import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  airudderCredentialData,
  atAnyHour,
  credentialData,
  DEMO_PUSH_TOKEN,
  example,
  paymentReminder,
  taskChoices,
  webhookIsThere,
  withCredentials,
} from '../../demo/campaign';
import type { StoredWorkflow, WorkflowJson } from '../../n8n-server/client';
import { packPackage } from '../../n8n-server/community-package';
import { forPackage } from '../../packages/stage';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';

let host: Host;

/** The trigger's production address. */
function pushUrl(workflow: StoredWorkflow, end: string): string {
  const trigger = workflow.nodes.find(({ type }) => type.endsWith('Trigger'));
  return `${host.client.url}/webhook/${trigger?.webhookId}/${end}?token=${DEMO_PUSH_TOKEN}`;
}

async function push(url: string, body: object): Promise<Response> {
  await webhookIsThere(url);
  const headers = { 'content-type': 'application/json' };
  return await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The nodes of other packages than n8n's own, by their types. */
async function installedNodes(): Promise<string[]> {
  const names = (await host.client.nodeTypes()).map(({ name }) => name);
  return [...new Set(names)]
    .filter((name) => !name.startsWith('n8n-nodes-base.') && !name.startsWith('@n8n/'))
    .sort();
}

describe('the start script of the container', () => {
  it('installs the packages without a network, also a second time, and then starts n8n', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-container-'));
    const tarball = await packPackage('sobot');
    const start = () =>
      spawnSync('sh', ['docker/start.sh', 'worker'], {
        encoding: 'utf8',
        env: {
          ...process.env,
          N8N_USER_FOLDER: folder,
          NODES_TO_INSTALL: path.dirname(tarball),
          N8N_ENTRYPOINT: 'echo',
        },
      });
    for (let time = 0; time < 2; time++) {
      const { status, stdout } = start();
      expect([status, stdout.trim().split('\n').at(-1)]).toEqual([0, 'worker']);
    }
    const installed = path.join(folder, '.n8n/nodes/node_modules/n8n-nodes-sobot-icall');
    expect(existsSync(path.join(installed, 'dist', 'nodes', 'Sobot'))).toBe(true);
    for (const place of [folder, path.dirname(tarball)]) rmSync(place, { recursive: true });
  }, 120_000);
});

describe('the package for Sobot iCall alone', () => {
  let store: (workflow: WorkflowJson) => Promise<StoredWorkflow>;
  beforeAll(async () => {
    host = await startHost({}, {}, 'sobot');
    const { client, simulator } = host;
    const credential = await client.createCredential(
      'Sobot',
      'sobotICallApi',
      credentialData(simulator),
    );
    store = async (workflow) =>
      await client.createWorkflow(
        forPackage('sobot', withCredentials(atAnyHour(workflow), { sobotICallApi: credential })),
      );
  }, HOST_START_MS);
  afterAll(async () => await host?.close(), 60_000);

  it('has one node, also as a tool of agents, and one trigger', async () => {
    expect(await installedNodes()).toEqual([
      'n8n-nodes-sobot-icall.sobotICall',
      'n8n-nodes-sobot-icall.sobotICallTool',
      'n8n-nodes-sobot-icall.sobotICallTrigger',
    ]);
  });

  it('launches a campaign, as its first example', async () => {
    const workflow = example('1-launch-campaign.json');
    const launch = workflow.nodes.find(({ name }) => name === 'Launch');
    Object.assign(launch?.parameters ?? {}, taskChoices(host.simulator));
    const run = await host.client.run(await store(workflow), 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    const rows = run.data.resultData.runData.Launch[0].data?.main[0] ?? [];
    expect(rows.map(({ json }) => json.outcome)).toEqual(Array(5).fill('submitted'));
    expect(host.simulator.ledger.contacts).toHaveLength(5);
  }, 60_000);

  it('starts a workflow for a pushed result', async () => {
    const results = await store(example('6-handle-results.json'));
    await host.client.publish(results);
    const answer = await push(pushUrl(results, 'sobot'), { outid: 'c-1', taskid: 't' });
    expect(answer.status).toBe(200);
  }, 60_000);

  keepsSecrets(() => host);
});

describe('the package for AIRUDDER alone', () => {
  let store: (workflow: WorkflowJson) => Promise<StoredWorkflow>;
  beforeAll(async () => {
    host = await startHost({}, {}, 'airudder');
    const { client, simulator } = host;
    const credential = await client.createCredential(
      'Airudder',
      'airudderApi',
      airudderCredentialData(simulator),
    );
    store = async (workflow) =>
      await client.createWorkflow(
        forPackage('airudder', withCredentials(atAnyHour(workflow), { airudderApi: credential })),
      );
  }, HOST_START_MS);
  afterAll(async () => await host?.close(), 60_000);

  it('has one node, also as a tool of agents, and one trigger', async () => {
    expect(await installedNodes()).toEqual([
      'n8n-nodes-airudder.airudder',
      'n8n-nodes-airudder.airudderTool',
      'n8n-nodes-airudder.airudderTrigger',
    ]);
  });

  it('calls people and fetches every result, as its first example', async () => {
    const workflow = paymentReminder(host.simulator);
    const wait = workflow.nodes.find(({ name }) => name === 'Wait for the Calls');
    Object.assign(wait?.parameters ?? {}, { amount: 2 });
    const run = await host.client.run(await store(workflow), 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    const { runData } = run.data.resultData;
    const created = runData['Create Task'][0].data?.main[0] ?? [];
    expect(created.map(({ json }) => json.outcome)).toEqual(Array(8).fill('submitted'));
    const told = runData['What Happened?'][0].data?.main.flat() ?? [];
    expect(told).toHaveLength(8);
  }, 90_000);

  it('hands contacts to a workflow, and answers its custom API node with the last node of a run', async () => {
    const promises = example('18-airudder-promise-to-pay.json');
    const instance = promises.nodes.find(({ name }) => name === 'Start the Workflow');
    Object.assign(instance?.parameters ?? {}, { templateId: '123' });
    const stored = await store(promises);
    await host.client.run(stored, 'Run Once');
    const run = await host.client.run(stored, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    expect(host.simulator.ledger.contacts.map(({ contactId }) => contactId)).toEqual(
      expect.arrayContaining(['inv-301', 'inv-302']),
    );

    const answering = await store(example('22-airudder-custom-api-answer.json'));
    await host.client.publish(answering);
    const answer = await push(
      pushUrl(answering, 'airudder'),
      EXAMPLE_EVENTS.workflow.customApiPush(1),
    );
    expect(await answer.json()).toEqual({ contact: 'case-1', level: 'gold' });
  }, 60_000);

  keepsSecrets(() => host);
});
