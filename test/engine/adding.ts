import type { IDataObject } from 'n8n-workflow';
import type { ArrivedRequest } from '../../simulator/ledger';
import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot, type NodeRun } from './harness';
import { byId, newTask } from './tasks';

/** A simulator with an empty task that calls nobody yet, and what tests of Contact: Add ask of it. */
export interface Adding {
  simulator: Simulator;
  task: string;
  /** Runs Contact: Add over rows. */
  add(
    rows: IDataObject[],
    parameters?: IDataObject,
    options?: Parameters<typeof runSobot>[3],
  ): Promise<NodeRun>;
  /** Contact ids that the vendor took, in the order it took them. */
  takenIds(): string[];
  requestsTo(endpoint: string): ArrivedRequest[];
}

/** Sets up before each test, and tidies up in the end. */
export function useAdding(): Adding {
  const adding = {
    async add(rows, parameters = {}, options = {}) {
      return await runSobot(
        adding.simulator,
        { resource: 'contact', operation: 'add', task: byId(adding.task), ...parameters },
        rows,
        options,
      );
    },
    takenIds: () => adding.simulator.ledger.contacts.map(({ contactId }) => contactId),
    requestsTo: (endpoint) =>
      adding.simulator.ledger.requests.filter((request) => request.endpoint === endpoint),
  } as Adding;

  beforeAll(async () => {
    adding.simulator = await startSimulator({ speed: 1000, settings: { holdCalls: true } });
  });
  afterAll(async () => await adding.simulator.close());
  beforeEach(async () => {
    adding.simulator.reset();
    adding.task = await newTask(adding.simulator);
    adding.simulator.ledger.clear();
  });
  return adding;
}

/** The outcome of each item. */
export function outcomes(run: NodeRun): unknown[] {
  return run.items.map(({ json }) => json.outcome);
}
