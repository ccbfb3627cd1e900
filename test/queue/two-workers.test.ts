import { example } from '../../demo/campaign';
import type { Execution, WorkflowNode } from '../../n8n-server/client';
import { contactRows } from '../engine/numbers';
import { byId } from '../engine/tasks';
import { keepsSecrets } from '../host/secrets';
import { until } from '../until';
import { chain, node, rowsNode, start } from '../../n8n-server/workflow-parts';
import { campaigns, withHost, type Campaign } from '../outages/campaigns';
import { isRunBy, newTask, startCluster } from './host';

/** Ten rounds are what a release is tried with: `ROUNDS=10 npm run test:queue`. */
const ROUNDS = Number(process.env.ROUNDS ?? 3);

// One execution at a time each, so that two at the same moment are on two workers.
const host = withHost(async (options) => await startCluster(options, { concurrency: 1 }));

/** How often the vendor was sent each of a campaign's contacts. */
function timesOf({ ids }: Campaign): number[] {
  const taken = host().simulator.ledger.contacts.map(({ contactId }) => contactId);
  return ids.map((id) => taken.filter((one) => one === id).length);
}

/** How many workers ran these executions, by their logs. */
function workersOf(executions: Execution[]): number {
  const { workers } = host().cluster;
  return workers.filter((worker) => executions.some(({ id }) => isRunBy(worker, id))).length;
}

/** Both executions of a workflow at the same moment. */
async function twice(
  { workflow }: Pick<Campaign, 'workflow'>,
  trigger = 'Start',
): Promise<Execution[]> {
  const { client } = host();
  const begun = await Promise.all([1, 2].map(async () => await client.begin(workflow, trigger)));
  return await Promise.all(begun.map(async (id) => await client.finished(id)));
}

describe('two executions over the same rows at the same moment, on two workers', () => {
  it.each(Array.from({ length: ROUNDS }, (_, at) => at + 1))(
    'round %d: call everybody once, whichever operation places the calls',
    async () => {
      for (const campaign of await campaigns()) {
        // Whoever finds the other one sending waits, and then finds everybody sent.
        const both = await twice(campaign);
        const { operation } = campaign;
        expect([operation, workersOf(both)]).toEqual([operation, 2]);
        expect([operation, new Set(timesOf(campaign))]).toEqual([operation, new Set([1])]);
        for (const { status, data } of both) {
          const message = data.resultData.error?.message ?? '';
          expect([operation, status, message]).toEqual([
            operation,
            expect.stringMatching(/^(success|error)$/),
            status === 'success' ? '' : expect.stringMatching(/sending|already|unknown/),
          ]);
        }
      }
    },
    300_000,
  );
});

describe('two executions over the same rows at the same moment, after 100,000 contacts of the same node', () => {
  const EARLIER = 100_000;

  it('call everybody once, and nobody of those called before again', async () => {
    const { client, simulator } = host();
    const { sobot, taskId } = await newTask(host(), 'Many');
    const add = sobot({
      resource: 'contact',
      operation: 'add',
      task: byId(taskId),
      // The simulator goes through 100,000 contacts for each look: the second one would wait most of its minute.
      options: { requestsPerSecond: 1000, lookup: 'none' },
    });
    const rows = (name: string, from: number, count: number) =>
      node(
        name,
        'n8n-nodes-base.code',
        {
          mode: 'runOnceForAllItems',
          jsCode: `return Array.from({ length: ${count} }, (_, at) => ({ json: { id: 'many-' + (${from} + at), phone: '161' + String(${from} + at).padStart(8, '0') } }));`,
        },
        { typeVersion: 2 },
      );
    const many = chain('Many', start(), rows('Many', 0, EARLIER), add);
    // Half of these are among them.
    const some = chain('Some', start('Start Some'), rows('Some', EARLIER - 1_000, 2_000), add);
    const workflow = await client.createWorkflow({
      name: 'Many, then some',
      nodes: [...many.nodes, ...some.nodes.slice(0, 2)],
      connections: { ...many.connections, ...some.connections },
    });
    const earlier = await client.run(workflow, 'Start', 240_000);
    expect(earlier.status).toBe('success');

    const both = await twice({ workflow }, 'Start Some');
    expect(workersOf(both)).toBe(2);
    const ends = both.map(({ status, data }) => [status, data.resultData.error?.message]);
    expect(ends).toEqual(Array.from({ length: 2 }, () => ['success', undefined]));
    const counts = both.map(({ data }) => {
      const items = data.resultData.runData[add.name][0].data?.main[0] ?? [];
      const sent = items.filter(({ json }) => json.outcome === 'submitted').length;
      return [sent, items.filter(({ json }) => json.outcome === 'alreadySubmitted').length];
    });
    expect(counts.sort()).toEqual([
      [0, 2_000],
      [1_000, 1_000],
    ]);
    const taken = simulator.ledger.contacts.filter((contact) => contact.taskId === taskId);
    expect(taken).toHaveLength(EARLIER + 1_000);
    expect(new Set(taken.map(({ contactId }) => contactId)).size).toBe(EARLIER + 1_000);
  }, 400_000);
});

describe('two executions that claim rows of the example table at the same moment, on two workers', () => {
  const TABLE = { __rl: true, mode: 'name', value: 'Campaign Contacts' };
  const CONTACTS = 100;

  /** A node of an example with other settings. */
  const nodeOf = (file: string, name: string, parameters: object): WorkflowNode => {
    const found = example(file).nodes.find((one) => one.name === name);
    if (found === undefined) throw new Error(`${file} has no node ${name}`);
    return { ...found, parameters: { ...found.parameters, ...parameters } };
  };
  const stored = async (...nodes: WorkflowNode[]) =>
    await host().client.createWorkflow(chain('Claim', start(), ...nodes));

  it('share them: every row is claimed by one of both', async () => {
    const { client } = host();
    const make = nodeOf('4-sample-contacts.json', 'Make Table', {});
    const rows = rowsNode(
      Array.from({ length: CONTACTS }, (_, at) => ({ contact_id: `c-${at}`, submission: '' })),
    );
    const fill = nodeOf('4-sample-contacts.json', 'Fill Table', {});
    await client.run(await stored(make), 'Start');
    await client.run(await stored(rows, fill), 'Start');
    const mark = nodeOf('5-start-campaign.json', 'Mark as Being Called', {});
    const columns = mark.parameters.columns as { value: object };
    columns.value = { submission: 'sending', task_id: '={{ $execution.id }}' };
    const claim = await stored(mark);
    const free = await stored(
      nodeOf('5-start-campaign.json', 'Mark as Being Called', {
        dataTableId: TABLE,
        filters: { conditions: [{ keyName: 'submission', condition: 'eq', keyValue: 'sending' }] },
        columns: { ...columns, value: { submission: '', task_id: '' } },
      }),
    );
    for (let round = 0; round < 2 * ROUNDS; round++) {
      const both = await twice({ workflow: claim });
      expect(both.map(({ status }) => status)).toEqual(['success', 'success']);
      expect(workersOf(both)).toBe(2);
      const claimed = both.map(({ data }) =>
        (data.resultData.runData[mark.name]?.[0].data?.main[0] ?? []).map(({ json }) => json.id),
      );
      expect(claimed.flat()).toHaveLength(CONTACTS);
      expect(new Set(claimed.flat()).size).toBe(CONTACTS);
      await client.run(free, 'Start');
    }
  }, 300_000);
});

describe('an execution that sleeps until the result of its call is there', () => {
  it('goes on on another worker when its own has ended, and the call is placed once', async () => {
    const { client, cluster, simulator } = host();
    const { sobot, taskId } = await newTask(host(), 'Asleep');
    const wait = sobot({
      resource: 'call',
      operation: 'placeAndWait',
      task: byId(taskId),
      // Without calling hours: it may be night where the vendor is.
      guards: {},
      sleep: true,
    });
    const [row] = contactRows(1, 900_000);
    const asleep = chain('Asleep', start(), rowsNode([row]), wait);
    const notYet = [{ node: wait.name, type: 'main', index: 0 }];
    asleep.connections[wait.name] = { main: [notYet, []] };
    const id = await client.begin(await client.createWorkflow(asleep), 'Start');
    await until(async () => (await client.execution(id)).status === 'waiting');

    const own = cluster.workers.filter((worker) => isRunBy(worker, id));
    expect(own).toHaveLength(1);
    await own[0].stop();
    simulator.settings.holdCalls = false;
    simulator.resume();
    const { status, data: ended } = await client.finished(id, 240_000);
    await own[0].start();
    simulator.settings.holdCalls = true;

    expect(status).toBe('success');
    expect(cluster.workers.filter((worker) => isRunBy(worker, id))).toHaveLength(2);
    const results = ended.resultData.runData[wait.name].at(-1)?.data?.main[1] ?? [];
    expect(results.map(({ json }) => json.contactId)).toEqual([row.id]);
    const taken = simulator.ledger.contacts.filter(({ contactId }) => contactId === row.id);
    expect(taken).toHaveLength(1);
  }, 300_000);
});

keepsSecrets(host);
