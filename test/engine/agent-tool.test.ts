import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { runSobot } from './harness';
import { contactRows } from './numbers';
import { byId, newTask } from './tasks';

let simulator: Simulator;
let task: string;
beforeAll(async () => {
  simulator = await startSimulator({ settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  simulator.reset();
  task = await newTask(simulator);
});

const asAgent = async (
  resource: string,
  operation: string,
  parameters: IDataObject,
  items: IDataObject[] = contactRows(1),
) => await runSobot(simulator, { resource, operation, ...parameters }, items, { asTool: true });

const NOBODY = expect.stringContaining('Nobody was called') as string;

describe("a node that is an AI agent's tool", () => {
  it.each([
    ['contact', 'add', {}],
    ['call', 'placeAndWait', { guards: {} }],
  ])('calls nobody by %s: %s until a person allows it', async (resource, operation, more) => {
    const { items, error } = await asAgent(resource, operation, { task: byId(task), ...more });
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ outcome: 'dryRun', reason: NOBODY });
    expect(simulator.ledger.contacts).toEqual([]);
  });

  it('makes no task by Campaign: Launch', async () => {
    const before = simulator.ledger.requests.length;
    const { items, error } = await asAgent('campaign', 'launch', {
      taskName: 'An agent',
      template: byId(simulator.account.templates[0].templateid),
      callerNumber: byId(simulator.account.lines[0].telephone),
      robots: 1,
      callingHours: { range: [{ from: '09:00', to: '20:00' }] },
    });
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ outcome: 'dryRun', reason: NOBODY });
    const sent = simulator.ledger.requests.slice(before).map(({ endpoint }) => endpoint);
    expect(sent.filter((endpoint) => endpoint.startsWith('add_task'))).toEqual([]);
  });

  it('makes no task at AIRUDDER', async () => {
    const { items, error } = await runAirudder(
      airudderCredential(simulator),
      'task',
      'task.create',
      { ...collectionTask, variableMode: 'none' },
      debtorRows(1),
      { asTool: true },
    );
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ outcome: 'dryRun', reason: NOBODY });
    expect(simulator.airudder.state.tasks.size).toBe(0);
  });

  it('does not let a paused task ring on', async () => {
    await runSobot(simulator, { resource: 'task', operation: 'pause', task: byId(task) });
    const { error } = await asAgent('task', 'resume', { task: byId(task) });
    expect(error?.message).toBe('This tool may not place calls');
    expect(error?.description).toEqual(NOBODY);
  });

  it('calls once a person allows it, with guards as anywhere', async () => {
    const options = { agentMayCall: true };
    const { items } = await asAgent('contact', 'add', { task: byId(task), options });
    expect(items[0].json).toMatchObject({ outcome: 'submitted' });
    expect(simulator.ledger.contacts).toHaveLength(1);
  });

  it('calls one contact at a time', async () => {
    const options = { agentMayCall: true };
    const { error } = await asAgent(
      'contact',
      'add',
      { task: byId(task), options },
      contactRows(2),
    );
    expect(error?.message).toBe('An agent calls one contact at a time, and 2 came');
    expect(simulator.ledger.contacts).toEqual([]);
  });
});
