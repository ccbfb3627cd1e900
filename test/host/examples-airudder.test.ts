import { readFileSync } from 'node:fs';
import { DEMO_PUSH_TOKEN, setUpCampaign, webhookIsThere, type Campaign } from '../../demo/campaign';
import type { StoredWorkflow } from '../../n8n-server/client';
import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { debtorRows } from '../engine/airudder';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { until } from '../until';

let host: Host;
let campaign: Campaign;

beforeAll(async () => {
  host = await startHost();
  campaign = await setUpCampaign(host.client, host.simulator);
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

describe('the examples for AIRUDDER', () => {
  it('17: creates a task, fetches every result, and goes by what happened', async () => {
    const before = host.simulator.ledger.dials.length;
    const impatient = await host.client.createWorkflow({
      ...campaign.reminder,
      nodes: campaign.reminder.nodes.map((node) =>
        node.name === 'Wait for the Calls'
          ? { ...node, parameters: { ...node.parameters, amount: 2 } }
          : node,
      ),
    });
    const run = await host.client.run(impatient, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    const { runData } = run.data.resultData;
    const created = runData['Create Task'][0].data?.main[0] ?? [];
    expect(created.map(({ json }) => json.outcome)).toEqual(Array(8).fill('submitted'));
    const dials = host.simulator.ledger.dials.slice(before);
    const [answered, later] = runData['What Happened?'][0].data?.main ?? [];
    const ids = (items: typeof answered) => (items ?? []).map(({ json }) => json.contactId).sort();
    const dialled = (wanted: boolean) =>
      dials.filter(({ status }) => (status === 2) === wanted).map(({ contactId }) => contactId);
    expect(dials).toHaveLength(8);
    expect(ids(answered)).toEqual(dialled(true).sort());
    expect(ids(later)).toEqual(dialled(false).sort());
  }, 90_000);

  it("17, as README's steps with AIRUDDER say: dry run, trial with one row, then the whole list", async () => {
    const steps = readFileSync('README.md', 'utf8').split('### With AIRUDDER')[1].split('\n## ')[0];
    const [trial, whole] = ['Trial 1', 'Reminder, week 9'];
    expect(steps).toContain(`\`${trial}\``);
    expect(steps).toContain(`\`${whole}\``);
    const run = async (taskName: string, count: number, options: object = {}) => {
      const workflow = await host.client.createWorkflow({
        ...campaign.reminder,
        nodes: campaign.reminder.nodes.map((node) => ({
          ...node,
          parameters: {
            ...node.parameters,
            ...(node.name === 'Create Task' ? { taskName, options } : {}),
            ...(node.name === 'Wait for the Calls' ? { amount: 1 } : {}),
            ...(node.name === 'Sample Contacts'
              ? { jsonOutput: JSON.stringify({ contacts: debtorRows(count, 500) }) }
              : {}),
            ...('contactIdField' in node.parameters ? { contactIdField: 'id' } : {}),
          },
        })),
      });
      return await host.client.run(workflow, 'Start');
    };
    const before = host.simulator.ledger.contacts.length;
    const sent = () => host.simulator.ledger.contacts.slice(before);
    await run(trial, 1, { dryRun: true });
    expect(sent()).toHaveLength(0);
    expect((await run(trial, 1)).data.resultData.error).toBeUndefined();
    expect(sent().map(({ contactId }) => contactId)).toEqual(['case-500']);
    host.simulator.faults.add({ endpoint: 'task', kind: 'statusBefore', status: 429, times: 9 });
    expect((await run(whole, 5)).data.resultData.error).toBeDefined();
    host.simulator.faults.clear();
    expect((await run(whole, 5)).data.resultData.error).toBeUndefined();
    expect(sent().slice(1)).toHaveLength(5);
  }, 120_000);

  it('19: keeps the result of every call, and a second night changes nothing', async () => {
    const { client, simulator } = host;
    await client.run(campaign.airudderNight, 'Run Once');
    const rows = async () => {
      const run = await client.run(campaign.airudderNight, 'Start');
      expect(run.data.resultData.error).toBeUndefined();
      return await client.tableRows('Airudder Calls');
    };
    const first = await rows();
    const { dials } = simulator.ledger;
    expect(first).toHaveLength(dials.length);
    for (const { taskId, contactId, status } of dials) {
      const row = first.find((one) => one.task_id === taskId && one.contact_id === contactId);
      expect(row?.outcome).toBe(status === 2 ? 'answered' : 'notConnected');
    }
    expect((await rows()).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  }, 60_000);

  it('20: unpacks the recordings of the task', async () => {
    host.simulator.settings.recordingForm = 'zip';
    const dial = host.simulator.ledger.dials.find(({ contactId }) => contactId === 'case-001');
    const workflow = await host.client.createWorkflow({
      ...campaign.recordings,
      nodes: campaign.recordings.nodes.map((node) =>
        JSON.parse(JSON.stringify(node).replace('PASTE THE TASK ID HERE', dial?.taskId ?? '')),
      ),
    });
    const run = await host.client.run(workflow, 'Start');
    const [item] = run.data.resultData.runData.Unpack[0].data?.main[0] ?? [];
    const answered = host.simulator.ledger.dials.filter(
      ({ taskId, status }) => taskId === dial?.taskId && status === 2,
    );
    expect(Object.keys(item.binary ?? {})).toHaveLength(answered.length);
  }, 60_000);
});

describe('the examples for events of AIRUDDER', () => {
  const urlOf = (workflow: StoredWorkflow) => {
    const trigger = workflow.nodes.find(
      ({ type }) => type.endsWith('Trigger') && !type.includes('manual'),
    );
    return `${host.client.url}/webhook/${trigger?.webhookId}/airudder?token=${DEMO_PUSH_TOKEN}`;
  };
  const post = async (url: string, body: object) =>
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('21: keeps the newest state of each contact, whatever order and however often pushes come', async () => {
    const made = await host.client.run(campaign.newestState, 'Run Once');
    expect(made.data.resultData.error).toBeUndefined();
    await host.client.publish(campaign.newestState);
    const url = urlOf(campaign.newestState);
    await webhookIsThere(url);
    const event = (state: string, second: number, hangupReason?: number) => ({
      type: 'ContactStatus',
      body: {
        taskId: 't',
        state,
        callid: 'c',
        phoneNumber: '+12005550001',
        privateData: 'case-1',
        timestamp: String(1_759_291_200_000 + second * 1000),
        ...(hangupReason === undefined ? {} : { hangupReason }),
      },
    });
    // Run Once was the first; a push that comes twice starts none.
    for (const [body, runs] of [
      [event('RINGING', 2), 2],
      [event('HANGUP', 9, 3), 3],
      [event('CALLING', 1), 4],
      [event('HANGUP', 9, 3), 4],
      [event('ANSWERED', 5), 5],
    ] as const) {
      expect((await post(url, body)).status).toBe(200);
      await until(async () => (await host.client.successes(campaign.newestState.id)) === runs);
    }
    const rows = await host.client.tableRows('Airudder Contacts');
    expect(rows).toMatchObject([
      { contact_id: 'case-1', outcome: 'busy', state_time: '2025-10-01T04:00:09.000Z' },
    ]);
  }, 60_000);

  it('18: hands invoices over, and keeps who promised to pay until a person has to ask', async () => {
    const { client, simulator } = host;
    await client.run(campaign.promises, 'Run Once');
    const begun = await client.run(campaign.promises, 'Start');
    expect(begun.data.resultData.error).toBeUndefined();
    expect(simulator.ledger.contacts.map(({ contactId }) => contactId)).toEqual(
      expect.arrayContaining(['inv-301', 'inv-302']),
    );
    await client.publish(campaign.promises);
    const url = urlOf(campaign.promises);
    await webhookIsThere(url);
    const call = (number: number, said: string, when: string) => ({
      ...EXAMPLE_EVENTS.workflow.workflowCallCompleted(number),
      case_id: `inv-${number}`,
      intention_description: said,
      CallStartTime: when,
    });
    const long = '2026-03-01T06:00:00Z';
    await post(url, call(301, 'promises to pay', long));
    await post(url, call(302, 'refuses to pay', long));
    await until(async () => (await client.successes(campaign.promises.id)) >= 4);
    const rows = await client.tableRows('Promises');
    expect(rows).toMatchObject([
      { contact_id: 'inv-301', promised_on: '2026-03-01', words: 'promises to pay' },
    ]);
    const morning = await client.run(campaign.promises, 'Every Morning');
    const [late] = morning.data.resultData.runData['Hand to a Person'][0].data?.main ?? [];
    expect(late?.map(({ json }) => json.contact_id)).toEqual(['inv-301']);
    const next = await client.run(campaign.promises, 'Every Morning');
    expect(next.data.resultData.runData['Hand to a Person']).toBeUndefined();
  }, 90_000);

  it('22: answers a custom API node with the last node of the run', async () => {
    await host.client.publish(campaign.customApiAnswer);
    const url = urlOf(campaign.customApiAnswer);
    await webhookIsThere(url);
    const answer = await post(url, EXAMPLE_EVENTS.workflow.customApiPush(1));
    expect(await answer.json()).toEqual({ contact: 'case-1', level: 'gold' });
  }, 60_000);
});

keepsSecrets(() => host);
