import { setUpCampaign, type Campaign } from '../../demo/campaign';
import { exampleNumber } from '../engine/airudder';
import { publishLeads, taskForSingleCalls } from '../host/leads';
import { HOST_START_MS, startHost, type Host } from '../host/n8n';
import { until } from '../until';

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

    const reported = async () =>
      (await client.execution(id)).data.resultData.runData.Report !== undefined;
    await until(reported, 300_000);
    const run = await client.finished(id, 60_000);
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

describe('n8n is killed while an execution sleeps until a call is over', () => {
  it('wakes up, asks again, and goes on with what came of the call, which was made once', async () => {
    const { client, server, simulator } = host;
    const before = simulator.ledger.contacts.length;
    const phone = exampleNumber(1);
    simulator.dialler.planned.set(phone, {
      status: 3,
      talking: 0,
      intentions: [],
      conversation: [],
    });
    simulator.settings.holdCalls = true;
    const task = await taskForSingleCalls(host, campaign);
    const form = await publishLeads(host, campaign, task, true);
    await form.fillIn('Ana', phone);
    const [asleep] = await form.runs(1);
    expect(asleep.status).toBe('waiting');
    await server.kill();
    simulator.settings.holdCalls = false;
    simulator.resume();
    await server.start();

    // It may find the call still going on, and sleep once more.
    const handled = async () =>
      (await client.execution(asleep.id)).data.resultData.runData['Call by Hand'] !== undefined;
    await until(handled, 300_000);
    const { data } = await client.finished(asleep.id, 60_000);
    const [item] = data.resultData.runData['Call by Hand'][0].data?.main[0] ?? [];
    expect(item?.json.message).toMatch(/^Ana .* did not reach anybody \(noAnswer\)\.$/);
    expect(simulator.ledger.contacts).toHaveLength(before + 1);
  }, 420_000);
});
