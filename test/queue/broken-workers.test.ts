import { keepsSecrets } from '../host/secrets';
import { until } from '../host/until';
import { brokenOff, campaigns, settledByARun, withHost, type Campaign } from '../outages/campaigns';
import { isRunBy, startCluster } from './host';

const host = withHost(async (options) => await startCluster(options, { concurrency: 8 }));

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

describe('a worker that breaks while it hands contacts over', () => {
  it('killed: n8n gives its executions up, and the next run calls nobody twice and forgets nobody', async () => {
    const all = await campaigns();
    const begun = await brokenOff(all, 'silenceAfter');
    const [first] = host().cluster.workers;
    await first.kill();
    host().simulator.faults.clear();
    await ended(begun);
    expect(sentTwice(all)).toEqual([]);
    await first.start();
    await settledByARun(all, OUTAGE, true);
  }, 600_000);

  it('frozen until n8n gave it up, and woken while others send: it sends nothing any more', async () => {
    const all = await campaigns();
    const begun = await brokenOff(all, 'silenceAfter');
    const [first, second] = host().cluster.workers;
    first.freeze();
    host().simulator.faults.clear();
    const stuck = begun.filter((id) => isRunBy(first, id));
    expect(stuck).not.toEqual([]);
    // n8n gives them up when it has not heard of the worker for two minutes.
    await ended(stuck);
    const again = await Promise.all(
      all.map(async ({ workflow }) => await host().client.begin(workflow, 'Start')),
    );
    // The frozen worker may have been given some of them; the other one finishes its own first.
    await until(() => again.some((id) => isRunBy(second, id)));
    await ended(again.filter((id) => isRunBy(second, id)));
    first.wake();
    await ended(again);
    expect(sentTwice(all)).toEqual([]);
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

keepsSecrets(host);
