import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { runSobot, type NodeRun } from './harness';
import { unassignedNumber } from './numbers';
import { byId, newTask } from './tasks';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

let workflows = 0;
const options = () => ({ typeVersion: 1.1, workflowId: `everywhere-${++workflows}` });

const airudder = async (
  node: 'task' | 'workflow',
  operation: string,
  parameters: IDataObject,
  rows: IDataObject[],
) => {
  const product = operation.startsWith('dialerTask') ? 'direct' : 'cloud';
  const credential = airudderCredential(simulator, { product });
  return await runAirudder(credential, node, operation, parameters, rows, options());
};

const sobot = async (rows: IDataObject[], parameters: IDataObject) =>
  await runSobot(
    simulator,
    parameters,
    rows.map((row, at) => ({ ...row, phone: unassignedNumber(at) })),
    options(),
  );

/** Every operation that takes contacts and places calls. */
const OPERATIONS: Array<
  [name: string, run: (rows: IDataObject[], guards: IDataObject) => Promise<NodeRun>]
> = [
  [
    'Sobot: Contact: Add',
    async (rows, guards) =>
      await sobot(rows, {
        resource: 'contact',
        operation: 'add',
        task: byId(await newTask(simulator)),
        variableMode: 'none',
        guards,
      }),
  ],
  [
    'Sobot: Campaign: Launch',
    async (rows, guards) =>
      await sobot(rows, {
        resource: 'campaign',
        operation: 'launch',
        taskName: 'Week 9',
        template: byId('a0000000000000000000000000000001'),
        callerNumber: byId('02180344315'),
        robots: 1,
        variableMode: 'none',
        guards,
      }),
  ],
  [
    'AIRUDDER: Task: Create',
    async (rows, guards) =>
      await airudder(
        'task',
        'task.create',
        { ...collectionTask, variableMode: 'none', guards },
        rows,
      ),
  ],
  [
    'AIRUDDER: Dialer Task: Create',
    async (rows, guards) =>
      await airudder(
        'task',
        'dialerTask.create',
        {
          taskName: 'promo-9',
          groupName: 'Sales Team',
          contactIdColumn: 'caseid',
          variableMode: 'none',
          guards,
        },
        rows,
      ),
  ],
  [
    'AIRUDDER: Workflow Instance: Create',
    async (rows, guards) =>
      await airudder(
        'workflow',
        'workflowInstance.create',
        {
          templateId: '123',
          name: 'Promo',
          end: '2099-01-01T00:00:00Z',
          variableMode: 'none',
          guards,
        },
        rows,
      ),
  ],
  [
    'AIRUDDER: Contact: Add',
    async (rows, guards) => {
      const instance = await airudder(
        'workflow',
        'workflowInstance.create',
        { templateId: '123', name: 'Empty', end: '2099-01-01T00:00:00Z', contacts: 'none' },
        [{}],
      );
      const { workflowId } = instance.items[0].json;
      return await airudder(
        'workflow',
        'contact.add',
        { workflowId, variableMode: 'none', guards },
        rows,
      );
    },
  ],
];

describe.each(OPERATIONS)('%s', (_, run) => {
  const rows = (marks: string[]) =>
    debtorRows(marks.length).map((row, at) => ({ ...row, stop: marks[at] }));
  const guards = { doNotCall: { list: { markField: 'stop' } } };

  it('calls nobody whom a guard refuses, and all others', async () => {
    const { items, error } = await run(rows(['', 'x', '']), guards);
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.outcome)).toEqual(['submitted', 'notAllowed', 'submitted']);
    expect(simulator.ledger.contacts).toHaveLength(2);
  });

  it('sends nothing at all when nobody is left', async () => {
    const { items } = await run(rows(['x', 'x']), guards);
    expect(items.map(({ json }) => json.outcome)).toEqual(['notAllowed', 'notAllowed']);
    expect(simulator.ledger.contacts).toEqual([]);
  });

  it('calls nobody on a day without calls', async () => {
    const { items } = await run(rows(['']), {
      callingHours: {
        hours: { from: '00:00', until: '24:00', days: 'every', more: { holidays: everyDay() } },
      },
    });
    expect(items[0].json.outcome).not.toBe('submitted');
    expect(simulator.ledger.contacts).toEqual([]);
  });
});

/** All days of a year, also of a leap year. */
function everyDay(): string {
  const days = Array.from({ length: 366 }, (_, day) =>
    new Date(Date.UTC(2028, 0, 1 + day)).toISOString().slice(5, 10),
  );
  return days.join(', ');
}
