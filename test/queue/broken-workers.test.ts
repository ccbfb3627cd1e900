import { keepsSecrets } from '../host/secrets';
import { until } from '../until';
import { brokenOff, campaigns, settledByARun, withHost, type Campaign } from '../outages/campaigns';
import { isRunBy, startCluster } from './host';

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

keepsSecrets(host);
