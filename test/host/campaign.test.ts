import { allResultsAreIn, contactTable, setUpCampaign, type Campaign } from '../../demo/campaign';
import { HOST_START_MS, startHost, type Host } from './n8n';

let host: Host;
let campaign: Campaign;

beforeAll(async () => {
  host = await startHost();
  campaign = await setUpCampaign(host.client, host.simulator);
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

describe('the example campaign on a real n8n', () => {
  it('makes the table, calls every contact once, and writes every result back', async () => {
    const { client, simulator } = host;
    expect((await client.run(campaign.contacts, 'Run Once')).status).toBe('success');
    const run = await client.run(campaign.start, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    const rows = await allResultsAreIn(client);

    expect(rows).toHaveLength(20);
    expect(simulator.ledger.dials).toHaveLength(20);
    for (const row of rows) {
      const dial = simulator.ledger.dials.find(({ contactId }) => contactId === row.contact_id);
      expect(row).toMatchObject({
        phone: dial?.phone,
        submission: 'submitted',
        task_id: dial?.taskId,
        outcome: {
          2: 'answered',
          3: 'noAnswer',
          4: 'poweredOff',
          5: 'suspended',
          6: 'vacant',
          7: 'rejected',
          9: 'busy',
        }[dial?.status ?? 0],
        intention: dial?.intentions.join(', '),
      });
      expect(Boolean(row.recording)).toBe(row.outcome === 'answered');
      expect(row.next_step).toBe(
        {
          answered:
            row.intention?.includes('Interested') && !row.intention.includes('Not')
              ? 'hand to sales'
              : 'none',
          noAnswer: 'call again later',
          busy: 'call again later',
          poweredOff: 'call again later',
          suspended: 'correct the phone number',
          vacant: 'correct the phone number',
          rejected: 'do not call again',
        }[row.outcome ?? ''],
      );
    }
  }, 180_000);

  it('told the robot the variables of each contact', () => {
    expect(host.simulator.ledger.contacts[0]).toMatchObject({
      contactId: 'demo-001',
      variables: { name: 'Ana', order: 'A-1001' },
    });
  });

  it('hands the campaign key of the push URL to the results workflow, but not the secret token', async () => {
    const [execution] = await host.client.executions(campaign.results.id);
    const outputs = execution.data.resultData.runData['Sobot iCall Trigger'][0].data?.main ?? [];
    const [item] = outputs.flatMap((output) => output ?? []);
    expect(item.json.query).toEqual({ campaign: 'demo' });
  });

  it('has no row left for a second run, so nobody is called again', async () => {
    const run = await host.client.run(campaign.start, 'Start');
    expect(run.status).toBe('success');
    expect(run.data.resultData.runData['Add Contacts']).toBeUndefined();
    expect(host.simulator.ledger.dials).toHaveLength(20);
    expect(await contactTable(host.client)).toHaveLength(20);
  }, 60_000);
});
