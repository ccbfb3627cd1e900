import type { Execution } from '../../n8n-server/client';
import { keepsSecrets } from '../host/secrets';
import { brokenOff, campaigns, check, LOOKUPS, settledByARun, withCampaigns } from './campaigns';

const host = withCampaigns('outages-broken-off');

describe('n8n is shut down while contacts are handed over', () => {
  it('waits for them, and the next run sends nothing twice', async () => {
    const all = await campaigns();
    await brokenOff(all, 'delay', { milliseconds: 4_000 });
    await host().server.stop();
    await host().server.start();
    await settledByARun(all, 'n8n shut down', true);
  }, 300_000);
});

describe('the time limit of the workflow is over while contacts are handed over', () => {
  it('stops at once; the next run calls everybody once', async () => {
    const all = await campaigns({ executionTimeout: 8 });
    const begun = await brokenOff(all, 'silenceAfter');
    for (const id of begun) {
      const { status } = await host().client.finished(id, 60_000);
      expect(['canceled', 'error']).toContain(status);
    }
    await settledByARun(all, 'time limit of the workflow', true);
  }, 300_000);
});

describe("n8n's Retry execution", () => {
  /** Presses Retry on executions that failed. @returns what came of each */
  async function retried(begun: string[], current: boolean): Promise<Execution[]> {
    const { client } = host();
    return await Promise.all(
      begun.map(async (id) => {
        const first = await client.finished(id);
        expect(first.status).toBe('error');
        await client.retry(id, current);
        const [newest] = await client.executions(first.workflowId);
        expect(newest.id).not.toBe(id);
        return newest;
      }),
    );
  }

  it('after a batch that was taken and could not be looked up, with the original workflow or the current one: everybody is called once', async () => {
    const { faults } = host().simulator;
    const both = [];
    for (const current of [false, true]) {
      const all = await campaigns({}, { timeout: 8 });
      both.push({ current, all, begun: await brokenOff(all, 'silenceAfter') });
    }
    for (const endpoint of LOOKUPS) {
      faults.add({ endpoint, kind: 'statusBefore', status: 503, times: 1000 });
    }
    for (const { begun } of both) for (const id of begun) await host().client.finished(id);
    faults.clear();
    for (const { current, all, begun } of both) {
      const last = await retried(begun, current);
      const word = current ? 'current' : 'original';
      const outage = `Retry execution with the ${word} workflow` as const;
      all.forEach((campaign, at) => check(campaign, outage, last[at], true));
    }
  }, 300_000);

  it('after a request that never arrived: everybody is called once, or said to be unknown', async () => {
    const all = await campaigns();
    const begun = await brokenOff(all, 'resetBefore');
    for (const id of begun) await host().client.finished(id);
    const last = await retried(begun, true);
    const outage = 'Retry execution, request that never arrived';
    all.forEach((campaign, at) => check(campaign, outage, last[at], false));
  }, 300_000);
});

keepsSecrets(host);
