import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { contactRows } from './numbers';
import { byId, newTask } from './tasks';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const batches = async (typeVersion: number, parameters: object) => {
  const task = await newTask(simulator);
  const { error } = await runSobot(
    simulator,
    { resource: 'contact', operation: 'add', task: byId(task), guards: {}, ...parameters },
    contactRows(4),
    { typeVersion },
  );
  expect(error).toBeUndefined();
  return simulator.ledger.requests.filter(({ endpoint }) => endpoint === 'add_task_data').length;
};

describe('what protects contacts', () => {
  it.each([1, 1.1])(
    'stands under Options in nodes stored at version %d, as it did',
    async (version) => {
      expect(await batches(version, { options: { batchSize: 1 } })).toBe(4);
    },
  );

  it('stands under Sending in new nodes', async () => {
    expect(await batches(1.2, { sending: { batchSize: 2 } })).toBe(2);
  });
});
