import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { contactRows } from './numbers';
import { until } from '../until';

/** A locator that names a task, as the panel stores it. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Task: Create with the account's first template and caller number. */
export const NEW_TASK = {
  resource: 'task',
  operation: 'create',
  taskName: 'Test task',
  template: byId('a0000000000000000000000000000001'),
  callerNumber: byId('02180344315'),
  robots: 5,
};

/** Creates a task through the node. @returns its id */
export async function newTask(simulator: Simulator, parameters: IDataObject = {}): Promise<string> {
  const { items, error } = await runSobot(simulator, { ...NEW_TASK, ...parameters });
  if (error !== undefined) throw new Error(error.message);
  return items[0].json.taskId as string;
}

/** Adds contacts to a task and waits until all of them were called. */
export async function callContacts(
  simulator: Simulator,
  task: string,
  count: number,
  from = 1,
): Promise<void> {
  const before = simulator.ledger.dials.length;
  const { error } = await runSobot(
    simulator,
    { resource: 'contact', operation: 'add', task: byId(task) },
    contactRows(count, from),
  );
  if (error !== undefined) throw new Error(error.message);
  await until(() => simulator.ledger.dials.length >= before + count);
}

/** Parameters of all requests to an endpoint. */
export function sentTo(simulator: Simulator, endpoint: string): Array<Record<string, unknown>> {
  return simulator.ledger.requests
    .filter((request) => request.endpoint === endpoint)
    .map(({ parameters }) => parameters);
}
