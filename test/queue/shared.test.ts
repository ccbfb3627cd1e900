import { airudderCredentialData } from '../../demo/campaign';
import { chain, node, start } from '../../n8n-server/workflow-parts';
import { HOST_START_MS } from '../host/n8n';
import { PolledWorkflow } from '../host/polled-workflow';
import { keepsSecrets } from '../host/secrets';
import { until } from '../until';
import { isRunBy, publishResults, startCluster, type ClusterHost } from './host';

let host: ClusterHost;
beforeAll(async () => {
  const processes = { workers: 2, concurrency: 5, webhookProcessors: 2 };
  host = await startCluster({ startAt: Date.now(), speed: 1 }, processes);
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

describe('the token of AIRUDDER', () => {
  it('is fetched at most once by each worker, and then used by all until it expires', async () => {
    const { client, cluster, simulator } = host;
    const { tokens } = simulator.airudder;
    const data = airudderCredentialData(simulator);
    const credential = await client.createCredential('Airudder', 'airudderApi', data);
    const ask = node(
      'Robots',
      'n8n-nodes-calling-campaigns.airudderTask',
      { resource: 'robot', operation: 'getMany', returnAll: true },
      { credentials: { airudderApi: credential } },
    );
    const workflow = await client.createWorkflow(chain('Ask', start(), ask));

    /** Asks in ten executions at the same moment, on all workers. @returns how many logins that took */
    async function loginsOfTen(): Promise<number> {
      const before = tokens.logins;
      const begun = Array.from({ length: 10 }, async () => await client.begin(workflow, 'Start'));
      const ids = await Promise.all(begun);
      for (const id of ids) {
        const { status, data: run } = await client.finished(id);
        expect([status, run.resultData.error?.message]).toEqual(['success', undefined]);
        expect(run.resultData.runData.Robots[0].data?.main[0]).toHaveLength(2);
      }
      for (const worker of cluster.workers) {
        expect(ids.filter((id) => isRunBy(worker, id)).length).toBeGreaterThan(0);
      }
      return tokens.logins - before;
    }

    expect([1, 2]).toContain(await loginsOfTen());
    expect(await loginsOfTen()).toBe(0);
    tokens.expire();
    expect([1, 2]).toContain(await loginsOfTen());
  }, 120_000);
});

describe('the poll trigger', () => {
  it('polls in one process only: every call is handed on once, however many processes there are', async () => {
    const polled = await PolledWorkflow.make(host, 'everyMinute');
    await host.client.publish(polled.workflow);
    await polled.callPeople(1, 20);
    expect(await polled.handedOn(20, 120_000)).toEqual(polled.dialled());
    await polled.callPeople(100, 1);
    expect(await polled.handedOn(21, 120_000)).toEqual(polled.dialled());
    await host.client.unpublish(polled.workflow);
  }, 300_000);
});

describe('a push that comes again', () => {
  it('starts no second run where it came before, and one at another webhook processor', async () => {
    const { client } = host;
    const { workflow, urls } = await publishResults(host, 'repeats-in-queue-mode');
    expect(urls).toHaveLength(2);
    const push = async (url: string, callid: string) => {
      const detail = { callid, outid: 'c-1', tel: '16000000001', status: 2 };
      const result = { data: { msg: [], detail }, ret_code: '000000' };
      const reply = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ result }),
      });
      expect(reply.status).toBe(200);
    };
    for (const url of [urls[0], urls[0], urls[1], urls[1]]) await push(url, 'again');
    // An answered push has its execution, so a third one of the first call would stand before the last one.
    await push(urls[1], 'last');
    const calls = async () => {
      const executions = await client.executions(workflow.id);
      return executions.flatMap(({ status, data: run }) => {
        const [item] = run.resultData.runData['Sobot iCall Trigger']?.[0].data?.main[0] ?? [];
        return status === 'success' ? [item?.json.callId] : [];
      });
    };
    await until(async () => (await calls()).includes('last'));
    await until(async () => (await calls()).length >= 3);
    expect((await calls()).sort()).toEqual(['again', 'again', 'last']);
  }, 120_000);
});

keepsSecrets(() => host);
