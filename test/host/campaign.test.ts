import { allResultsAreIn, contactTable, setUpCampaign, type Campaign } from '../../demo/campaign';
import type { StoredWorkflow } from '../../n8n-server/client';
import { HOST_START_MS, startHost, type Host } from './n8n';

let host: Host;
let campaign: Campaign;

beforeAll(async () => {
  host = await startHost();
  campaign = await setUpCampaign(host.client, host.simulator);
  host.simulator.dialler.planned.set('demo-001', {
    status: 2,
    talking: 9_000,
    intentions: ['Do Not Call'],
  });
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
      expect(row.next_step).toBe(nextStep(dial?.status ?? 0, dial?.intentions ?? []));
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

  it('has no row left for a second run, so nobody is called again and no task is made', async () => {
    const run = await host.client.run(campaign.start, 'Start');
    expect(run.status).toBe('success');
    expect(run.data.resultData.runData['Create Task']).toBeUndefined();
    expect(host.simulator.ledger.dials).toHaveLength(20);
    expect(await contactTable(host.client)).toHaveLength(20);
  }, 60_000);
});

describe('a campaign that goes wrong', () => {
  /** The start workflow with another option in Add Contacts, over fresh rows. */
  async function variant(options: Record<string, unknown>): Promise<StoredWorkflow> {
    const stored = await host.client.createWorkflow({
      ...campaign.start,
      nodes: campaign.start.nodes.map((node) =>
        node.name === 'Add Contacts'
          ? { ...node, parameters: { ...node.parameters, options } }
          : node,
      ),
    });
    const rows = campaign.contacts.nodes.find(({ name }) => name === 'Twenty Contacts');
    const json = String(rows?.parameters.jsonOutput).replaceAll('demo-', `run${stored.id}-`);
    const fill = await host.client.createWorkflow({
      ...campaign.contacts,
      nodes: campaign.contacts.nodes.map((node) =>
        node === rows ? { ...node, parameters: { ...node.parameters, jsonOutput: json } } : node,
      ),
    });
    expect((await host.client.run(fill, 'Run Once')).status).toBe('success');
    return stored;
  }

  const rowsOf = async (workflow: StoredWorkflow) =>
    (await contactTable(host.client)).filter(({ contact_id }) =>
      contact_id?.startsWith(`run${workflow.id}-`),
    );
  const dialsOf = (workflow: StoredWorkflow) =>
    host.simulator.ledger.contacts.filter(({ contactId }) =>
      contactId.startsWith(`run${workflow.id}-`),
    );

  it('a dry run first, as the README says: nobody is called, and the rows are free again', async () => {
    const dry = await variant({ dryRun: true });
    const run = await host.client.run(dry, 'Start');
    expect(run.status).toBe('success');
    expect(dialsOf(dry)).toEqual([]);
    expect((await rowsOf(dry)).map(({ submission }) => submission || '')).toEqual(
      Array(20).fill(''),
    );
    expect((await host.client.run(campaign.start, 'Start')).status).toBe('success');
    expect(dialsOf(dry)).toHaveLength(20);
  }, 60_000);

  it('a batch that is lost: the rows say which were sent, and a second click calls nobody again', async () => {
    const broken = await variant({ batchSize: 5 });
    host.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 3 });
    await host.client.run(broken, 'Start');
    const counts = (rows: Array<{ submission: string | null }>) => {
      const tally: Record<string, number> = {};
      for (const { submission } of rows)
        tally[submission ?? ''] = (tally[submission ?? ''] ?? 0) + 1;
      return tally;
    };
    expect(counts(await rowsOf(broken))).toEqual({ submitted: 10, unknown: 5, notSent: 5 });
    await host.client.run(broken, 'Start');
    expect(dialsOf(broken)).toHaveLength(10);
  }, 60_000);
});

/** What workflow 3 is expected to write for a call. */
function nextStep(status: number, intentions: string[]): string {
  if (status === 7 || intentions.includes('Do Not Call')) return 'do not call again';
  if (status === 5 || status === 6) return 'correct the phone number';
  if (status !== 2) return 'call again later';
  return intentions.includes('Interested') ? 'hand to sales' : 'none';
}
