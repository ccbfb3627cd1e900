import { setUpCampaign, type Campaign } from '../../demo/campaign';
import { HOST_START_MS, startHost, type Host } from '../host/n8n';
import { until } from '../host/until';

let host: Host;
let campaign: Campaign;

beforeAll(async () => {
  host = await startHost({ settings: { holdCalls: true } });
  campaign = await setUpCampaign(host.client, host.simulator);
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

describe('n8n is killed while an execution sleeps until a campaign is finished', () => {
  it('wakes up, asks again, and gives the counts', async () => {
    const { client, server, simulator } = host;
    const id = await client.begin(campaign.wait, 'Start');
    const status = async () =>
      await client.execution(id).then(
        (one) => one.status,
        () => 'new',
      );
    await until(async () => (await status()) === 'waiting');
    await server.kill();
    simulator.settings.holdCalls = false;
    simulator.resume();
    await server.start();

    const run = await client.finished(id, 300_000);
    expect(run.data.resultData.error).toBeUndefined();
    const { runData } = run.data.resultData;
    const [items] = runData.Report[0].data?.main ?? [];
    expect(items?.map(({ json }) => json.message)).toEqual([
      expect.stringMatching(
        /^Everybody was called: 5 of 5, \d answered, \d interested\. Left out: 0\.$/,
      ),
    ]);
    expect(simulator.ledger.contacts).toHaveLength(5);
  }, 420_000);
});
