import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, debtorRows, runAirudder } from './airudder';
import { MINUTE, time } from './fast-clock';
import { runSobot, type NodeRun } from './harness';
import { contactRows } from './numbers';
import { byId, newTask } from './tasks';

const CONTACTS = 60;
const SECOND = 1_000;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1000, settings: { holdCalls: true }, timers: time });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const FAST = { batchSize: 20, requestsPerSecond: 1000 };

let campaigns = 0;

/** Each way of handing contacts over that takes them in batches, run as often as one likes. */
const WAYS: Array<[name: string, endpoint: string, begin: () => Promise<() => Promise<NodeRun>>]> =
  [
    [
      'Sobot iCall, Contact: Add',
      'add_task_data',
      async () => {
        const task = await newTask(simulator);
        const workflowId = `late-${++campaigns}`;
        return async () =>
          await runSobot(
            simulator,
            { resource: 'contact', operation: 'add', task: byId(task), options: FAST },
            contactRows(CONTACTS),
            { workflowId },
          );
      },
    ],
    [
      'Airudder Workflow, Contact: Add',
      'uploaddetails',
      async () => {
        const credential = airudderCredential(simulator);
        const { items } = await runAirudder(credential, 'workflow', 'workflowInstance.create', {
          templateId: '123',
          name: 'Late',
          end: '2099-01-01T00:00:00Z',
          contacts: 'none',
        });
        const workflowId = `late-${++campaigns}`;
        return async () =>
          await runAirudder(
            credential,
            'workflow',
            'contact.add',
            { workflowId: items[0].json.workflowId, options: FAST },
            debtorRows(CONTACTS).map(({ id, phone }) => ({ id, phone })),
            { workflowId },
          );
      },
    ],
  ];

/** How often the vendor took each contact. */
function takenTimes(): number[] {
  const times = new Map<string, number>();
  for (const { contactId } of simulator.ledger.contacts) {
    times.set(contactId, (times.get(contactId) ?? 0) + 1);
  }
  return [...times.values()];
}

const DELAYS = [1, 15, 60, 5 * 60, 14 * 60].map((seconds) => seconds * SECOND);

describe.each(WAYS)('%s', (_, endpoint, begin) => {
  it.each(DELAYS)(
    'a lost batch that arrives %d ms later: nobody is called twice, whenever one runs it again',
    async (milliseconds) => {
      const run = await begin();
      simulator.faults.add({ endpoint, kind: 'late', milliseconds });
      const first = await run();
      if (milliseconds > 2 * SECOND) {
        expect(first.error?.context.contacts).toMatchObject({ confirmed: [] });
      }
      for (const wait of [0, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 20 * MINUTE]) {
        time.pass(wait);
        await run();
      }
      expect(takenTimes()).toEqual(Array(CONTACTS).fill(1));
    },
  );

  it.each(DELAYS)(
    'a batch that was taken and answered 502, and reads that lag by %d ms: nobody is called twice',
    async (readLagMs) => {
      const run = await begin();
      simulator.settings.readLagMs = readLagMs;
      simulator.faults.add({ endpoint, kind: 'statusAfter', status: 502 });
      const first = await run();
      if (readLagMs > 2 * SECOND) {
        expect(first.error?.context).toMatchObject({ tryAgainAt: expect.any(String) });
      }
      for (const wait of [0, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 20 * MINUTE]) {
        time.pass(wait);
        await run();
      }
      expect(takenTimes()).toEqual(Array(CONTACTS).fill(1));
      expect((await run()).items).toHaveLength(CONTACTS);
    },
  );
});
