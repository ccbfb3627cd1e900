import { readFileSync } from 'node:fs';
import {
  allResultsAreIn,
  contactTable,
  setUpCampaign,
  type Campaign,
  DEMO_PUSH_TOKEN,
  webhookIsThere,
} from '../../demo/campaign';
import type { StoredWorkflow } from '../../n8n-server/client';
import { debtorRows } from '../engine/airudder';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { until } from './until';

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
    const runs = await host.client.executions(campaign.results.id);
    const execution = runs.find(({ status }) => status === 'success');
    const outputs = execution?.data.resultData.runData['Sobot iCall Trigger'][0].data?.main ?? [];
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

/** Outcomes as the report says them. */
const WORDS: Record<string, string | undefined> = {
  noAnswer: 'no answer',
  poweredOff: 'phone is off',
  suspended: 'out of service',
  vacant: 'no such number',
  rejected: 'declined',
};

describe('how the campaign goes', () => {
  it('14: a page with progress, outcomes, answer rate by hour, what people said and who is left', async () => {
    const rows = await contactTable(host.client);
    const answered = rows.filter(({ outcome }) => outcome === 'answered').length;
    const answer = await fetch(campaign.reportUrl);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    const page = await answer.text();
    expect(page).toContain(
      `<b id="called">20 of 20 contacts called</b>, ${answered} answered (${Math.round(answered * 5)} %)`,
    );
    for (const outcome of new Set(rows.map((row) => String(row.outcome)))) {
      const count = rows.filter((row) => row.outcome === outcome).length;
      expect(page).toMatch(
        new RegExp(
          `<span>${WORDS[outcome] ?? outcome}</span>.*?<span class="count">${count}</span>`,
        ),
      );
    }
    expect(page).toMatch(/<section id="hours">.*\d\d:00 \(\d+\)/);
    expect(page).toMatch(/<section id="left">.*Nobody\./);
    expect(page).not.toContain('demo-001');
    expect(page).not.toMatch(/<script|https?:\/\//);
  }, 60_000);

  it('14: gives the same counts as rows for a sheet', async () => {
    const run = await host.client.run(campaign.report, 'Start');
    const [sheet] = run.data.resultData.runData['Numbers for a Sheet'][0].data?.main ?? [];
    expect(sheet?.map(({ json }) => json)).toEqual(
      expect.arrayContaining([
        { what: 'contacts', name: 'all', value: 20 },
        { what: 'contacts', name: 'called', value: 20 },
      ]),
    );
  });
});

describe('who was not reached', () => {
  /** Workflow 13 with other waiting times and guards. By the simulator's clock, calls may be made tomorrow. */
  const again = async (hours: string, guards?: Record<string, unknown>) => {
    const workflow = await host.client.createWorkflow({
      ...campaign.again,
      nodes: campaign.again.nodes.map((node) => {
        const parameters = JSON.parse(
          JSON.stringify(node.parameters).replace('[18, 42, 66]', hours),
        ) as Record<string, unknown>;
        if (node.name === 'Launch' && guards !== undefined) parameters.guards = guards;
        return { ...node, parameters };
      }),
    });
    const run = await host.client.run(workflow, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    return run.data.resultData.runData;
  };
  const toCall = async () =>
    (await contactTable(host.client)).filter((row) => row.next_step === 'call again later');

  it('13: is called again when it is time, and not twice on one day', async () => {
    const rows = await toCall();
    expect(rows.length).toBeGreaterThan(0);
    expect((await again('[18, 42, 66]'))['Mark as Being Called']).toBeUndefined();

    const [refused] = (await again('[-48, -48, -48]')).Launch[0].data?.main ?? [];
    expect(refused?.map(({ json }) => json.outcome)).toEqual(rows.map(() => 'notNow'));
    const seen = (list: typeof rows) =>
      list.map(({ contact_id, outcome, attempts }) => [contact_id, outcome, Number(attempts ?? 0)]);
    expect(seen(await toCall())).toEqual(seen(rows));
  }, 60_000);

  it('13: comes back with its result, and the attempt is counted', async () => {
    const rows = await toCall();
    const before = host.simulator.ledger.dials.length;
    await again('[-48, -48, -48]', {});
    await allResultsAreIn(host.client);
    const dials = host.simulator.ledger.dials.slice(before);
    expect(dials.map(({ contactId }) => contactId).sort()).toEqual(
      rows.map(({ contact_id }) => contact_id),
    );
    const table = await contactTable(host.client);
    expect(table.map(({ attempts }) => Number(attempts ?? 0))).toEqual(
      table.map(({ id }) => (rows.some((row) => row.id === id) ? 1 : 0)),
    );
  }, 120_000);
});

describe('a campaign in one node', () => {
  it('10: calls every contact once, however often it is run', async () => {
    const sent = () =>
      host.simulator.ledger.contacts.filter(({ contactId }) => contactId.startsWith('customer-'));
    for (const outcome of ['submitted', 'alreadySubmitted']) {
      const run = await host.client.run(campaign.launch, 'Start');
      const [items] = run.data.resultData.runData.Launch[0].data?.main ?? [];
      expect(items?.map(({ json }) => json.outcome)).toEqual(Array(5).fill(outcome));
    }
    expect(sent()).toHaveLength(5);
    const [task, ...others] = new Set(sent().map(({ taskId }) => taskId));
    expect(others).toEqual([]);
    const [newest] = await host.client.executions(campaign.launch.id);
    expect(newest.customData).toEqual({ campaign: 'Shipping delay, week 9', task });
  }, 60_000);
});

describe('a lawful campaign', () => {
  it('11: sorts contacts first, and calls only those who may be called', async () => {
    const run = await host.client.run(campaign.check, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    const { runData } = run.data.resultData;
    const outputs = runData.Check[0].data?.main ?? [];
    const ids = outputs.map((items) => (items ?? []).map(({ json }) => json.id));
    expect(ids).toEqual([
      ['customer-1', 'customer-4'],
      ['customer-5'],
      ['customer-2', 'customer-3'],
    ]);
    const [launched] = runData.Launch[0].data?.main ?? [];
    expect(launched?.map(({ json }) => [json.contactId, json.outcome])).toEqual([
      ['customer-1', 'submitted'],
      ['customer-4', 'submitted'],
    ]);
    expect(runData.Check[0].hints?.map(({ message }) => message)).toEqual([
      '3 of 5 contacts are left out: 1 on the do-not-call list, 1 without consent, 1 called often enough.',
    ]);
  }, 60_000);
});

describe('a campaign that is waited for', () => {
  it('12: gives the counts once everybody was called', async () => {
    const awake = await host.client.createWorkflow({
      ...campaign.wait,
      nodes: campaign.wait.nodes.map((node) =>
        node.name === 'Wait Until Finished'
          ? { ...node, parameters: { ...node.parameters, sleep: false } }
          : node,
      ),
      // Awake, the node has one output.
      connections: {
        ...campaign.wait.connections,
        'Wait Until Finished': { main: [[{ node: 'Report', type: 'main', index: 0 }]] },
      },
    });
    const run = await host.client.run(awake, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    const [items] = run.data.resultData.runData.Report[0].data?.main ?? [];
    const dials = host.simulator.ledger.dials.filter(({ contactId }) =>
      contactId.startsWith('person-'),
    );
    const answered = dials.filter(({ status }) => status === 2).length;
    expect(dials).toHaveLength(5);
    expect(items?.map(({ json }) => json.message)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Everybody was called: 5 of 5, ${answered} answered, \\d interested\\. Left out: 0\\.$`,
        ),
      ),
    ]);
  }, 60_000);
});

describe('the examples for AIRUDDER', () => {
  it('5: creates a task, fetches every result, and goes by what happened', async () => {
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

  it("5, as README's steps with AIRUDDER say: dry run, trial with one row, then the whole list", async () => {
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

  it('6: unpacks the recordings of the task', async () => {
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

  it('7: keeps the newest state of each contact, whatever order and however often pushes come', async () => {
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
    for (const body of [
      event('RINGING', 2),
      event('HANGUP', 9, 3),
      event('CALLING', 1),
      event('HANGUP', 9, 3),
      event('ANSWERED', 5),
    ]) {
      expect((await post(url, body)).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const rows = await host.client.tableRows('Airudder Contacts');
    expect(rows).toMatchObject([
      { contact_id: 'case-1', outcome: 'busy', state_time: '2025-10-01T04:00:09.000Z' },
    ]);
  }, 60_000);

  it('8: answers a custom API node with the last node of the run', async () => {
    await host.client.publish(campaign.customApiAnswer);
    const url = urlOf(campaign.customApiAnswer);
    await webhookIsThere(url);
    const answer = await post(url, {
      workflow_id: 'w',
      workflow_name: 'w',
      node_id: 'n',
      node_name: 'n',
      callee: { case_id: 'case-1', callee_number: '+12005550001', extra_a: 'gold' },
    });
    expect(await answer.json()).toEqual({ contact: 'case-1', level: 'gold' });
  }, 60_000);
});

describe('a campaign that goes wrong', () => {
  let variants = 0;

  /** The start workflow with other settings in Add Contacts, over fresh rows. */
  async function variant(settings: Record<string, unknown>): Promise<StoredWorkflow> {
    const stored = await host.client.createWorkflow({
      ...campaign.start,
      nodes: campaign.start.nodes.map((node) =>
        node.name === 'Add Contacts'
          ? { ...node, parameters: { ...node.parameters, ...settings } }
          : node,
      ),
    });
    const rows = campaign.contacts.nodes.find(({ name }) => name === 'Twenty Contacts');
    // Other people each time: guards call a number once a day.
    const numbers = `16000${String(++variants).padStart(4, '0')}`;
    const json = String(rows?.parameters.jsonOutput)
      .replaceAll('demo-', `run${stored.id}-`)
      .replaceAll('160000000', numbers);
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
  const isOf =
    (workflow: StoredWorkflow) =>
    ({ contactId }: { contactId: string }) =>
      contactId.startsWith(`run${workflow.id}-`);
  const dialsOf = (workflow: StoredWorkflow) =>
    host.simulator.ledger.contacts.filter(isOf(workflow));

  it('a dry run first, as the README says: nobody is called, and the rows are free again', async () => {
    const dry = await variant({ options: { dryRun: true } });
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
    const broken = await variant({ sending: { batchSize: 5, requestsPerSecond: 1000 } });
    host.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 3 });
    const run = await host.client.run(broken, 'Start');
    expect(run.data.resultData.error?.message).toContain('Execute workflow 9');
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

  it('workflow 9 settles such rows: the next run of workflow 2 calls exactly those who were not', async () => {
    const { client, simulator } = host;
    simulator.settings.holdCalls = true;
    const broken = await variant({
      sending: { batchSize: 5, waitBeforeAgain: 0, requestsPerSecond: 1000 },
    });
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 3 });
    await client.run(broken, 'Start');
    const [first] = await rowsOf(broken);
    const interrupted = await client.createWorkflow({
      ...campaign.settle,
      nodes: campaign.settle.nodes
        .filter(({ name }) => ['Start', 'Note as Submitted'].includes(name))
        .map((node) => {
          const text = JSON.stringify(node.parameters);
          const parameters = JSON.parse(
            text.replace('"submission":"submitted"', '"submission":"sending"'),
          );
          const thisRow = { keyName: 'id', condition: 'eq', keyValue: String(first.id) };
          return { ...node, parameters: { ...parameters, filters: { conditions: [thisRow] } } };
        }),
      connections: { Start: { main: [[{ node: 'Note as Submitted', type: 'main', index: 0 }]] } },
    });
    expect((await client.run(interrupted, 'Start')).status).toBe('success');
    const settled = async (hours: number) => {
      const workflow = await client.createWorkflow({
        ...campaign.settle,
        nodes: campaign.settle.nodes.map((node) =>
          JSON.parse(
            JSON.stringify(node)
              .replace('hours: 1', `hours: ${hours}`)
              .replace(
                '"triedAtField":',
                '"waitBeforeAgain":0,"requestsPerSecond":1000,"triedAtField":',
              ),
          ),
        ),
      });
      expect((await client.run(workflow, 'Start')).status).toBe('success');
      return (await rowsOf(broken)).map(({ submission }) => submission || 'free');
    };
    expect(await settled(1)).toEqual([
      'sending',
      ...Array(9).fill('submitted'),
      ...Array(10).fill('free'),
    ]);
    expect((await settled(0)).slice(0, 2)).toEqual(['submitted', 'submitted']);
    simulator.settings.holdCalls = false;
    expect((await client.run(broken, 'Start')).status).toBe('success');
    expect(
      dialsOf(broken)
        .map(({ contactId }) => contactId)
        .sort(),
    ).toEqual((await rowsOf(broken)).map(({ contact_id }) => contact_id));
  }, 90_000);

  it('no push comes at all: workflow 4, published, fetches every result by itself', async () => {
    const { client, simulator } = host;
    await client.unpublish(campaign.results);
    const silent = await variant({});
    expect((await client.run(silent, 'Start')).status).toBe('success');
    expect(dialsOf(silent)).toHaveLength(20);
    await until(() => simulator.ledger.dials.filter(isOf(silent)).length === 20);
    expect((await rowsOf(silent)).map(({ outcome }) => outcome || '')).toEqual(Array(20).fill(''));

    const nightly = await client.createWorkflow({
      ...campaign.missing,
      nodes: campaign.missing.nodes.map((node) =>
        node.name === 'Every Night'
          ? {
              ...node,
              parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } },
            }
          : node,
      ),
    });
    await client.publish(nightly);
    await until(async () => (await rowsOf(silent)).every(({ outcome }) => outcome));
    await client.unpublish(nightly);
    for (const row of await rowsOf(silent)) {
      const dial = simulator.ledger.dials.find(({ contactId }) => contactId === row.contact_id);
      expect([row.contact_id, row.intention]).toEqual([
        dial?.contactId,
        dial?.intentions.join(', '),
      ]);
    }
    expect(dialsOf(silent)).toHaveLength(20);
  }, 120_000);
});

keepsSecrets(() => host);

/** What workflow 3 is expected to write for a call. */
function nextStep(status: number, intentions: string[]): string {
  if (status === 7 || intentions.includes('Do Not Call')) return 'do not call again';
  if (status === 5 || status === 6) return 'correct the phone number';
  if (status !== 2) return 'call again later';
  return intentions.includes('Interested') ? 'hand to sales' : 'none';
}
