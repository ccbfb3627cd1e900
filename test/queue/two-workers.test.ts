import type { Execution } from '../../n8n-server/client';
import { keepsSecrets } from '../host/secrets';
import { campaigns, withHost, type Campaign } from '../outages/campaigns';
import { isRunBy, startCluster } from './host';

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

/** Both executions of the same rows at the same moment. */
async function twice({ workflow }: Campaign): Promise<Execution[]> {
  const { client } = host();
  const begun = await Promise.all([1, 2].map(async () => await client.begin(workflow, 'Start')));
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

keepsSecrets(host);
