import {
  allResultsAreIn,
  credentialData,
  setUpCampaign,
  webhookIsThere,
  type Campaign,
} from '../../demo/campaign';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { until } from '../until';

/** A minute and a half at this speed. */
const LONG_CALL_MS = 30 * 60_000;

let host: Host;
let campaign: Campaign;

beforeAll(async () => {
  host = await startHost({ speed: 20 });
  campaign = await setUpCampaign(host.client, host.simulator);
  // They end after n8n was killed, however slow this machine is.
  for (const contactId of ['demo-019', 'demo-020']) {
    host.simulator.dialler.planned.set(contactId, { status: 2, talking: LONG_CALL_MS });
  }
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

describe('n8n goes down in the middle of a campaign', () => {
  it('loses pushes meanwhile, and fetching the missing results completes every row', async () => {
    const { client, server, simulator } = host;
    await client.run(campaign.contacts, 'Run Once');
    expect((await client.run(campaign.start, 'Start')).status).toBe('success');
    await until(() => simulator.ledger.pushes.some(({ answer }) => answer === 200));
    await server.kill();
    const callsGoOnUntil = async (holds: () => boolean) =>
      await until(() => {
        simulator.clock.set(simulator.clock.now() + 60_000);
        return holds();
      });
    await callsGoOnUntil(() => simulator.ledger.pushes.some(({ answer }) => answer !== 200));
    await server.start();
    await webhookIsThere(campaign.pushUrl);
    await callsGoOnUntil(() => simulator.ledger.pushes.length === 20);

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

  it('fails where Sobot is out of reach or knows no such account, for the search below', async () => {
    host.secrets.add('host-test-wrong-appid');
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
  }, 60_000);
});

keepsSecrets(() => host);
