import { setClock } from '../../nodes/runtime/clock';
import { time } from '../engine/fast-clock';
import type { IDataObject } from 'n8n-workflow';
import type { Fault } from '../../simulator/faults';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, runAirudder } from '../engine/airudder';
import { runSobot, type NodeRun } from '../engine/harness';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

type Run = (parameters: IDataObject, how?: { stopWhen?: () => boolean }) => Promise<NodeRun>;

/** A read of each vendor, with its endpoint. */
const READS: Array<[name: string, endpoint: string, run: Run]> = [
  [
    'Sobot iCall › Task: Count Calls',
    'calls_count',
    async (options, how) =>
      await runSobot(
        simulator,
        {
          resource: 'task',
          operation: 'countCalls',
          tasks: ['t-1'],
          from: '2026-01-01',
          to: '2026-02-01',
          options,
        },
        [{}],
        how,
      ),
  ],
  [
    'Airudder Task › Robot: Get Many',
    'robot',
    async (options, how) =>
      await runAirudder(
        airudderCredential(simulator),
        'task',
        'robot.getMany',
        { options },
        [{}],
        how,
      ),
  ],
];

const FAULTS: Array<[name: string, fault: Partial<Fault> & Pick<Fault, 'kind'>, IDataObject]> = [
  ['a reset', { kind: 'resetBefore' }, {}],
  ['silence', { kind: 'silenceBefore' }, { timeout: 1 }],
  ['429', { kind: 'statusBefore', status: 429, body: '' }, {}],
  ['500 with HTML', { kind: 'statusBefore', status: 500 }, {}],
  ['502 with JSON', { kind: 'statusBefore', status: 502, body: '{"error":"x"}' }, {}],
  ['503 with nothing', { kind: 'statusBefore', status: 503, body: '' }, {}],
  ['HTML with status 200', { kind: 'html' }, {}],
  ['half a body', { kind: 'truncate' }, {}],
];

describe.each(READS)('%s', (_, endpoint, run) => {
  const asked = () =>
    simulator.ledger.requests.filter((request) => request.endpoint === endpoint).length;

  it.each(FAULTS)('is repeated after %s', async (_name, fault, options) => {
    simulator.faults.add({ endpoint, ...fault, times: 2 });
    const { error, items } = await run(options);
    expect(error).toBeUndefined();
    expect(items.length).toBeGreaterThan(0);
    expect(asked()).toBe(3);
  });

  it.each(FAULTS)(
    'gives up after four times of %s, in words',
    async (_name, fault, options) => {
      simulator.faults.add({ endpoint, ...fault, times: 100 });
      const { error } = await run(options);
      expect(error?.message).toMatch(/^(?:Sobot iCall|AIRUDDER) [a-z].{15,}/);
      expect(error?.description?.length).toBeGreaterThan(20);
      expect(asked()).toBe(4);
    },
    60_000,
  );

  it('waits as long as Retry-After says, and Stop ends the wait', async () => {
    const headers = { 'retry-after': '25' };
    simulator.faults.add({ endpoint, kind: 'statusBefore', status: 429, body: '', headers });
    setClock();
    try {
      await run({}, { stopWhen: () => asked() > 0 });
    } finally {
      setClock(time);
    }
    expect(asked()).toBe(1);
  }, 20_000);
});
