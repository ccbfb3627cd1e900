import { keepsSecrets } from '../host/secrets';
import { until } from '../until';
import { brokenOff, campaigns, settledByARun, withHost, type Campaign } from '../outages/campaigns';
import { contactRows } from '../engine/numbers';
import { byId } from '../engine/tasks';
import { chain, rowsNode, start } from '../../n8n-server/workflow-parts';
import { isRunBy, newTask, startCluster } from './host';

const host = withHost(
  async (options) => await startCluster(options, { workers: 3, concurrency: 8 }),
);

const OUTAGE = 'n8n killed, after it acted';

/** Waits until these executions have ended, whoever ended them. */
async function ended(ids: string[]): Promise<void> {
  await Promise.all(ids.map(async (id) => await host().client.finished(id, 300_000)));
}

/** Contacts that were sent more than once. */
function sentTwice(all: Campaign[]): string[] {
  const taken = host().simulator.ledger.contacts.map(({ contactId }) => contactId);
  const seen = new Set<string>();
  const ids = new Set(all.flatMap((campaign) => campaign.ids));
  return taken.filter((id) => ids.has(id) && seen.size === seen.add(id).size);
}

describe('workers that break while they hand contacts over', () => {
  it('killed, or frozen until n8n gave it up and woken while others send: nobody is called twice or forgotten', async () => {
    const { client, cluster, simulator } = host();
    const all = await campaigns();
    const begun = await brokenOff(all, 'silenceAfter');
    const [killed, frozen, third] = cluster.workers;
    await killed.kill();
    frozen.freeze();
    simulator.faults.clear();
    const isRunByOne = (id: string) => isRunBy(killed, id) || isRunBy(frozen, id);
    const stuck = begun.filter(isRunByOne);
    expect(stuck.some((id) => isRunBy(killed, id))).toBe(true);
    expect(stuck.some((id) => isRunBy(frozen, id))).toBe(true);
    // n8n gives them up when it has not heard of their workers for two minutes.
    await ended(begun);
    const again = await Promise.all(
      all.map(async ({ workflow }) => await client.begin(workflow, 'Start')),
    );
    // The frozen worker may have been given some of them; the third one finishes its own first.
    await until(() => again.some((id) => isRunBy(third, id)));
    await ended(again.filter((id) => isRunBy(third, id)));
    frozen.wake();
    await ended(again);
    expect(sentTwice(all)).toEqual([]);
    await killed.start();
    await settledByARun(all, OUTAGE, true);
  }, 600_000);

  it('cut off from the queue for a moment: nobody is called twice or forgotten', async () => {
    const all = await campaigns();
    const begun = await Promise.all(
      all.map(async ({ workflow }) => await host().client.begin(workflow, 'Start')),
    );
    await host().cluster.redis.restart();
    await ended(begun);
    expect(sentTwice(all)).toEqual([]);
    await settledByARun(all, OUTAGE, true);
  }, 600_000);
});

describe('a worker that breaks in the middle of 2,000 contacts', () => {
  const CONTACTS = 2_000;
  const FROZEN_MS = 90_000;

  /** Begins them on one worker, and waits until it has sent a quarter. */
  async function inTheMiddle(name: string) {
    const { client, cluster, simulator } = host();
    const { sobot, taskId } = await newTask(host(), name);
    const options = { batchSize: 20, requestsPerSecond: 1000, waitBeforeAgain: 0 };
    const add = sobot({ resource: 'contact', operation: 'add', task: byId(taskId), options });
    const rows = rowsNode(contactRows(CONTACTS, 500_000));
    const workflow = await client.createWorkflow(chain(name, start(), rows, add));
    const milliseconds = 50;
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'delay', milliseconds, times: 100 });
    const begun = await client.begin(workflow, 'Start');
    const taken = () => simulator.ledger.contacts.filter((one) => one.taskId === taskId);
    await until(() => taken().length >= CONTACTS / 4);
    const worker = cluster.workers.find((one) => isRunBy(one, begun));
    if (worker === undefined) throw new Error('no worker runs it');
    return { workflow, begun, taken, worker };
  }

  /** How many contacts the vendor took how often, after another run. */
  async function afterAnotherRun({ workflow, taken }: Awaited<ReturnType<typeof inTheMiddle>>) {
    host().simulator.faults.clear();
    const { status } = await host().client.run(workflow, 'Start', 240_000);
    const ids = taken().map(({ contactId }) => contactId);
    return { status, taken: ids.length, people: new Set(ids).size };
  }
  const everybodyOnce = { status: 'success', taken: CONTACTS, people: CONTACTS };

  it('killed: another run sends the others, and nobody twice', async () => {
    const middle = await inTheMiddle('Killed in the middle');
    await middle.worker.kill();
    expect(middle.taken().length).toBeLessThan(CONTACTS);
    await middle.worker.start();
    await ended([middle.begun]);
    expect(await afterAnotherRun(middle)).toEqual(everybodyOnce);
  }, 600_000);

  it('frozen for 90 seconds, and woken while another run sends: nobody twice', async () => {
    const middle = await inTheMiddle('Frozen in the middle');
    middle.worker.freeze();
    const since = Date.now();
    const frozenAt = middle.taken().length;
    const again = await host().client.begin(middle.workflow, 'Start');
    await until(() => Date.now() - since >= FROZEN_MS, 2 * FROZEN_MS);
    expect(frozenAt).toBeLessThan(CONTACTS);
    middle.worker.wake();
    await ended([middle.begun, again]);
    expect(await afterAnotherRun(middle)).toEqual(everybodyOnce);
  }, 900_000);
});

keepsSecrets(host);
