import fastify from 'fastify';
import { allResultsAreIn, contactTable, setUpCampaign, type Campaign } from '../../demo/campaign';
import type { StoredWorkflow, WorkflowNode } from '../../n8n-server/client';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { until } from '../until';
import { chain, node, rowsNode, start } from '../../n8n-server/workflow-parts';

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
  it('8: a page with progress, outcomes, answer rate by hour, what people said and who is left', async () => {
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

  it('8: gives the same counts as rows for a sheet', async () => {
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

describe('every day of a campaign', () => {
  it('12: one message says how the day went', async () => {
    const { client } = host;
    // The simulator's day is not n8n's: here all were called today, but for the first, who was called before.
    const today = node(
      'Called Today',
      'n8n-nodes-base.code',
      {
        mode: 'runOnceForAllItems',
        jsCode: `return $input.all().map(({ json }, at) => ({ json: { ...json, called_at: $now.minus({ days: at === 0 ? 2 : 0 }).toISO() } }));`,
      },
      { typeVersion: 2 },
    );
    const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
    const daily = await client.createWorkflow({
      ...campaign.daily,
      nodes: [...campaign.daily.nodes, today],
      connections: {
        ...campaign.daily.connections,
        'All Contacts': to('Called Today'),
        'Called Today': to('In One List'),
      },
    });
    const run = await client.run(daily, 'Start');
    const [said] = run.data.resultData.runData['Send to the Team'][0].data?.main[0] ?? [];
    const rows = (run.data.resultData.runData['All Contacts'][0].data?.main[0] ?? []).slice(1);
    const count = (step: string) => rows.filter(({ json }) => json.next_step === step).length;
    expect(rows).toHaveLength(19);
    expect(said.json.message).toMatch(/: 19 called, /);
    expect(said.json.message).toContain(`${count('hand to sales')} for sales`);
    expect(said.json.message).toContain(`${count('do not call again')} asked not to be called`);
    expect(said.json.message).toMatch(/ Still to call: 0, again: \d+\.$/);
  }, 60_000);

  it('13: keeps the recording and the words of each answered call, once', async () => {
    const { client } = host;
    const answered = (await contactTable(client)).filter(({ outcome }) => outcome === 'answered');
    await client.run(campaign.keep, 'Run Once');
    const run = await client.run(campaign.keep, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    const [files] = run.data.resultData.runData['Put the File Here'][0].data?.main ?? [];
    expect(files).toHaveLength(answered.length);
    for (const { binary } of files ?? [])
      expect(binary?.data).toMatchObject({ fileExtension: 'wav' });
    const kept = await client.tableRows('Transcripts');
    expect(kept.map(({ contact_id }) => contact_id).sort()).toEqual(
      answered.map(({ contact_id }) => contact_id),
    );
    for (const { transcript } of kept) expect(transcript).toMatch(/Robot: /);
    const again = await client.run(campaign.keep, 'Start');
    expect(again.data.resultData.runData['Get Transcript']).toBeUndefined();
  }, 60_000);

  it('10: who opted out is on the list, waiting calls are withdrawn, and no campaign calls the number', async () => {
    const { client, simulator } = host;
    await client.run(campaign.doNotCall, 'Run Once');
    const row = { contact_id: 'other-1', phone: '16000000001', name: 'Ana', order: 'A-1' };
    const insert = campaign.contacts.nodes.find(({ name }) => name === 'Fill Table');
    const another = await client.createWorkflow(
      chain('Another row', start(), rowsNode([row]), insert as WorkflowNode),
    );
    await client.run(another, 'Start');
    simulator.settings.holdCalls = true;
    expect((await client.run(campaign.start, 'Start')).status).toBe('success');
    const waits = () =>
      [...simulator.state.tasks.values()].some(({ contacts }) =>
        contacts.some(({ contactId }) => contactId === 'other-1'),
      );
    expect(waits()).toBe(true);

    const run = await client.run(campaign.doNotCall, 'Start');
    expect(run.data.resultData.error).toBeUndefined();
    expect(waits()).toBe(false);
    const listed = (await client.tableRows('Do Not Call')).map(({ phone }) => phone);
    expect(listed).toContain('16000000001');
    const rows = await contactTable(client);
    expect(rows.find(({ contact_id }) => contact_id === 'other-1')).toMatchObject({
      outcome: 'cancelled',
      next_step: 'do not call again',
    });

    const unsent = { ...row, contact_id: 'other-2', order: 'A-2' };
    const more = await client.createWorkflow(
      chain('One more row', start(), rowsNode([unsent]), insert as WorkflowNode),
    );
    await client.run(more, 'Start');
    await client.run(campaign.doNotCall, 'Start');
    const before = simulator.ledger.contacts.length;
    await client.run(campaign.start, 'Start');
    expect(simulator.ledger.contacts).toHaveLength(before);

    const launched = await client.run(campaign.doNotCall, 'Start a Campaign');
    const [items] = launched.data.resultData.runData.Launch[0].data?.main ?? [];
    const kept = new Set(listed);
    expect(items?.map(({ json }) => [json.phone, json.outcome])).toEqual(
      ['16000000001', '16000000002', '16000000003'].map((phone) => [
        phone,
        kept.has(phone) ? 'notAllowed' : 'submitted',
      ]),
    );
    simulator.settings.holdCalls = false;
    simulator.resume();
  }, 90_000);
});

describe('a sheet in, results back into it', () => {
  /** A sheet behind an address, in place of Google's. */
  async function standIn(sheet: Array<Record<string, unknown>>) {
    const app = fastify();
    app.get('/rows', () => sheet);
    app.post('/update', (request) => {
      const change = request.body as Record<string, unknown>;
      return Object.assign(sheet.find(({ id }) => id === change.id) ?? {}, change);
    });
    return { app, url: await app.listen({ port: 0, host: '127.0.0.1' }) };
  }

  const asHttp = (node: WorkflowNode, url: string): WorkflowNode => {
    const columns = (node.parameters.columns as { value?: Record<string, string> })?.value;
    const body = Object.entries(columns ?? {})
      .map(([name, value]) => `${name}: ${value.replace(/^=\{\{|\}\}$/g, '')}`)
      .join(', ');
    const parameters =
      columns === undefined
        ? { url: `${url}/rows` }
        : {
            method: 'POST',
            url: `${url}/update`,
            sendBody: true,
            specifyBody: 'json',
            jsonBody: `={{ JSON.stringify({ ${body} }) }}`,
          };
    return { ...node, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters };
  };

  it('14: calls rows without a status, writes what became of them, and later the result', async () => {
    const { client } = host;
    const sheet: Array<Record<string, unknown>> = [1, 2, 3].map((number) => ({
      id: `row-${number}`,
      phone: `1600001000${number}`,
      name: 'Ana',
      status: number === 3 ? 'submitted' : '',
    }));
    const { app, url } = await standIn(sheet);
    try {
      const workflow = await client.createWorkflow({
        ...campaign.sheet,
        nodes: campaign.sheet.nodes.map((node) =>
          node.type.endsWith('.googleSheets') ? asHttp(node, url) : node,
        ),
      });
      const launched = await client.run(workflow, 'Start');
      expect(launched.data.resultData.error).toBeUndefined();
      expect(sheet.map(({ status }) => status)).toEqual(['submitted', 'submitted', 'submitted']);
      expect(sheet.map(({ task }) => typeof task)).toEqual(['string', 'string', 'undefined']);
      const dialled = () =>
        host.simulator.ledger.dials.filter(({ contactId }) => contactId.startsWith('row-'));
      await until(() => dialled().length === 2);
      const fetched = await client.run(workflow, 'Every Quarter of an Hour');
      expect(fetched.data.resultData.error).toBeUndefined();
      expect(sheet.map(({ outcome }) => Boolean(outcome))).toEqual([true, true, false]);
      expect(
        dialled()
          .map(({ contactId }) => contactId)
          .sort(),
      ).toEqual(['row-1', 'row-2']);
    } finally {
      await app.close();
    }
  }, 90_000);
});

describe('who was not reached', () => {
  /** Workflow 9 with other waiting times and guards. By the simulator's clock, calls may be made tomorrow. */
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

  it('9: is called again when it is time, and not twice on one day', async () => {
    const rows = await toCall();
    expect(rows.length).toBeGreaterThan(0);
    expect((await again('[18, 42, 66]'))['Mark as Being Called']).toBeUndefined();

    const [refused] = (await again('[-48, -48, -48]')).Launch[0].data?.main ?? [];
    expect(refused?.map(({ json }) => json.outcome)).toEqual(rows.map(() => 'notNow'));
    const seen = (list: typeof rows) =>
      list.map(({ contact_id, outcome, attempts }) => [contact_id, outcome, Number(attempts ?? 0)]);
    expect(seen(await toCall())).toEqual(seen(rows));
  }, 60_000);

  it('9: comes back with its result, and the attempt is counted', async () => {
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
  it('1: calls every contact once, however often it is run', async () => {
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
  it('2: sorts contacts first, and calls only those who may be called', async () => {
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
  it('3: gives the counts once everybody was called', async () => {
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
    expect(run.data.resultData.error?.message).toContain('Execute workflow 11');
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

  it('workflow 11 settles such rows: the next run of workflow 5 calls exactly those who were not', async () => {
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

  it('no push comes at all: workflow 7, published, fetches every result by itself', async () => {
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

/** What workflow 6 is expected to write for a call. */
function nextStep(status: number, intentions: string[]): string {
  if (status === 7 || intentions.includes('Do Not Call')) return 'do not call again';
  if (status === 5 || status === 6) return 'correct the phone number';
  if (status !== 2) return 'call again later';
  return intentions.includes('Interested') ? 'hand to sales' : 'none';
}
