import {
  allResultsAreIn,
  credentialData,
  DEMO_PUSH_TOKEN,
  setUpCampaign,
  webhookIsThere,
  type Campaign,
} from '../../demo/campaign';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { until } from './until';

let host: Host;
let campaign: Campaign;

beforeAll(async () => {
  host = await startHost({ speed: 20 });
  campaign = await setUpCampaign(host.client, host.simulator);
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

describe('n8n goes down in the middle of a campaign', () => {
  it('loses pushes meanwhile, and fetching the missing results completes every row', async () => {
    const { client, server, simulator } = host;
    await client.run(campaign.contacts, 'Run Once');
    expect((await client.run(campaign.start, 'Start')).status).toBe('success');
    await until(() => simulator.ledger.pushes.some(({ answer }) => answer === 200));
    await server.kill();
    await until(() => simulator.ledger.pushes.some(({ answer }) => answer !== 200));
    await server.start();
    await webhookIsThere(campaign.pushUrl);
    await until(() => simulator.ledger.pushes.length === 20);

    // A push that n8n had answered when it was killed may be lost as well: its run never ended. So what is
    // open cannot be told from the answers, only that fetching the missing results leaves nothing open.
    expect(simulator.ledger.pushes.some(({ answer }) => answer !== 200)).toBe(true);
    expect((await client.run(campaign.missing, 'Start')).status).toBe('success');
    const rows = await allResultsAreIn(client);
    expect(simulator.ledger.dials).toHaveLength(20);
    for (const row of rows) {
      const dial = simulator.ledger.dials.find(({ contactId }) => contactId === row.contact_id);
      expect([row.contact_id, row.outcome === 'answered', row.intention]).toEqual([
        dial?.contactId,
        dial?.status === 2,
        dial?.intentions.join(', '),
      ]);
    }
  }, 180_000);

  it('leaves appid, signature and push token in no saved execution and no log line', async () => {
    const { appid, signature } = host.simulator.account;
    const wrong = await host.client.createCredential('Wrong', 'sobotICallApi', {
      ...credentialData(host.simulator),
      appid: 'host-test-wrong-appid',
    });
    for (const credential of [campaign.credential, wrong]) {
      host.simulator.faults.add({ endpoint: 'query_number', kind: 'resetBefore', times: 4 });
      const create = campaign.start.nodes.find(({ name }) => name === 'Create Task');
      const failing = await host.client.createWorkflow({
        name: 'Fails',
        nodes: campaign.start.nodes
          .filter((node) => node.name === 'Start' || node === create)
          .map((node) =>
            node === create ? { ...node, credentials: { sobotICallApi: credential } } : node,
          ),
        connections: { Start: { main: [[{ node: 'Create Task', type: 'main', index: 0 }]] } },
      });
      expect((await host.client.run(failing, 'Start')).status).toBe('error');
    }

    const saved = JSON.stringify(await host.client.executions());
    const log = host.server.log();
    const database = ['database.sqlite', 'database.sqlite-wal']
      .map((name) => path.join(host.server.folder, '.n8n', name))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file).toString('latin1'))
      .join();
    expect(saved.length).toBeGreaterThan(10_000);
    for (const secret of [appid, signature, DEMO_PUSH_TOKEN, 'host-test-wrong-appid']) {
      for (const form of [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
      ]) {
        expect(saved).not.toContain(form);
        expect(log).not.toContain(form);
        expect(database).not.toContain(form);
      }
    }
  }, 60_000);
});
