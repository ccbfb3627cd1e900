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

describe('Sobot iCall, Task: Create with If the Name Is Taken set to Use the Existing Task, then Contact: Add', () => {
  const WAITS = [0, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 20 * MINUTE];

  /** Runs both nodes, as often as one likes; gives what ended first. */
  function begin(): () => Promise<NodeRun> {
    const workflowId = `late-${++campaigns}`;
    return async () => {
      const created = await runSobot(
        simulator,
        {
          resource: 'task',
          operation: 'create',
          taskName: workflowId,
          template: byId('a0000000000000000000000000000001'),
          callerNumber: byId('02180344315'),
          robots: 1,
          options: { nameTaken: 'use' },
        },
        [{}],
        { workflowId },
      );
      if (created.error !== undefined) return created;
      const task = byId(String(created.items[0].json.taskId));
      const parameters = { resource: 'contact', operation: 'add', task, options: FAST };
      return await runSobot(simulator, parameters, contactRows(CONTACTS), { workflowId });
    };
  }

  it.each(DELAYS)(
    'a task whose request arrives %d ms later is not made twice, whenever one runs it again',
    async (milliseconds) => {
      const run = begin();
      simulator.faults.add({ endpoint: 'add_task', kind: 'late', milliseconds });
      await run();
      for (const wait of WAITS) {
        time.pass(wait);
        await run();
      }
      expect(simulator.state.tasks.size).toBe(1);
      expect(takenTimes()).toEqual(Array(CONTACTS).fill(1));
    },
  );

  it.each(DELAYS)(
    'a task that is listed only %d ms later is not made twice, whenever one runs it again',
    async (readLagMs) => {
      const run = begin();
      simulator.settings.readLagMs = readLagMs;
      await run();
      const { error } = await run();
      if (readLagMs > MINUTE) {
        expect(error?.message).toContain('the vendor shows none that takes contacts');
        expect(error?.description).toMatch(/Run this again after \d\d:\d\d UTC/);
      }
      for (const wait of WAITS) {
        time.pass(wait);
        await run();
      }
      expect(simulator.state.tasks.size).toBe(1);
      expect(takenTimes()).toEqual(Array(CONTACTS).fill(1));
    },
  );
});
