import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { MINUTE, time } from './fast-clock';
import { runSobot, type NodeRun } from './harness';
import { contactRows } from './numbers';
import { byId, callContacts, newTask } from './tasks';
import { until } from '../until';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1000 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const FAST = { requestsPerSecond: 1000 };

/** Looked at long after the last try. */
const LONG_AGO = { ...FAST, waitBeforeAgain: 0 };

/** `known` of each contact, by its id. */
const knownOf = ({ items }: NodeRun) =>
  Object.fromEntries(items.map(({ json }) => [json.contactId, json.known]));

describe('Sobot iCall, Contact: Reconcile', () => {
  const reconcile = async (task: string, rows: IDataObject[], parameters: IDataObject = {}) =>
    await runSobot(
      simulator,
      {
        resource: 'contact',
        operation: 'reconcile',
        task: byId(task),
        options: LONG_AGO,
        ...parameters,
      },
      rows,
      { workflowId: `reconcile ${task}` },
    );

  it('tells who was called, who waits and who is not in the task, paired with the items', async () => {
    const task = await newTask(simulator);
    await callContacts(simulator, task, 2);
    simulator.settings.holdCalls = true;
    await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task), options: FAST },
      contactRows(2, 3),
    );
    const run = await reconcile(task, contactRows(6), {
      options: { ...LONG_AGO, includeInput: true },
    });
    expect(run.error).toBeUndefined();
    expect(knownOf(run)).toEqual({
      'c-1': 'called',
      'c-2': 'called',
      'c-3': 'waiting',
      'c-4': 'waiting',
      'c-5': 'notHeld',
      'c-6': 'notHeld',
    });
    expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
      [0, 1, 2, 3, 4, 5].map((item) => ({ item })),
    );
    const dialled = simulator.ledger.dials.find(({ contactId }) => contactId === 'c-1');
    expect(run.items[0].json).toMatchObject({
      taskId: task,
      sendAgain: false,
      result: { contactId: 'c-1', callId: dialled?.callId, intentions: dialled?.intentions },
      input: { name: 'Customer 1' },
    });
    expect(run.items.map(({ json }) => json.sendAgain)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('says of a contact that is being called now that it waits', async () => {
    const task = await newTask(simulator);
    simulator.dialler.planned.set('c-1', { ringing: 1e9 });
    const add = { resource: 'contact', operation: 'add', task: byId(task), options: FAST };
    await runSobot(simulator, add, contactRows(1));
    const run = await reconcile(task, contactRows(1));
    expect(knownOf(run)).toEqual({ 'c-1': 'waiting' });
    expect(run.items[0].json.sendAgain).toBe(false);
  });

  it('does not say that a contact is missing where Sobot may just not show it', async () => {
    Object.assign(simulator.settings, { holdCalls: true, waitingContact: 'nothing' });
    const task = await newTask(simulator);
    await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task), options: FAST },
      contactRows(1),
    );
    const run = await reconcile(task, contactRows(2));
    expect(knownOf(run)).toEqual({ 'c-1': 'notFound', 'c-2': 'notFound' });
    expect(run.items[0].json.sendAgain).toBeNull();
    expect(run.items[0].json.advice).toContain('Ask again when the task is over');
  });

  it('takes an empty record neither for a contact nor for a sign that waiting ones are shown', async () => {
    Object.assign(simulator.settings, { holdCalls: true });
    const task = await newTask(simulator);
    const add = { resource: 'contact', operation: 'add', task: byId(task), options: FAST };
    await runSobot(simulator, add, contactRows(1));
    simulator.settings.waitingContact = 'frame';
    const run = await reconcile(task, contactRows(2));
    expect(knownOf(run)).toEqual({ 'c-1': 'notFound', 'c-2': 'notFound' });
  });

  it('of an empty task everybody is missing for certain', async () => {
    Object.assign(simulator.settings, { waitingContact: 'nothing' });
    const run = await reconcile(await newTask(simulator), contactRows(1));
    expect(knownOf(run)).toEqual({ 'c-1': 'notHeld' });
  });

  it('says of a missing contact that it can be sent only once it has been missing for a while', async () => {
    const task = await newTask(simulator);
    const look = async () => await reconcile(task, contactRows(1), { options: FAST });
    const first = await look();
    expect(knownOf(first)).toEqual({ 'c-1': 'notFound' });
    expect(first.items[0].json).toMatchObject({
      sendAgain: null,
      advice: expect.stringMatching(/Ask again after \d\d:\d\d/),
    });
    time.pass(10 * MINUTE);
    expect(knownOf(await look())).toEqual({ 'c-1': 'notFound' });
    time.pass(12 * MINUTE);
    expect(knownOf(await look())).toEqual({ 'c-1': 'notHeld' });
    expect(knownOf(await look())).toEqual({ 'c-1': 'notFound' });
  });

  it.each(['tried', '={{ $json.tried }}', '={{ $json.tried.trim() }}'])(
    'goes by the time of the last try, where %s says it',
    async (triedAtField) => {
      const task = await newTask(simulator);
      const at = async (minutes: number) => {
        const tried = new Date(time.now() - minutes * MINUTE).toISOString();
        const rows = contactRows(1).map((row) => ({ ...row, tried }));
        const options = { ...FAST, triedAtField };
        return knownOf(await reconcile(task, rows, { options }));
      };
      expect(await at(14)).toEqual({ 'c-1': 'notFound' });
      expect(await at(16)).toEqual({ 'c-1': 'notHeld' });
    },
  );

  it('settles what an error left unknown, and the rest can be sent', async () => {
    simulator.settings.holdCalls = true;
    const task = await newTask(simulator);
    const add = async (rows: IDataObject[]) =>
      await runSobot(
        simulator,
        {
          resource: 'contact',
          operation: 'add',
          task: byId(task),
          options: { ...FAST, batchSize: 2 },
        },
        rows,
      );
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2 });
    const broken = await add(contactRows(6));
    const { unknown, notSent } = broken.error?.context.contacts as Record<string, string[]>;
    expect([unknown, notSent]).toEqual([
      ['c-3', 'c-4'],
      ['c-5', 'c-6'],
    ]);
    simulator.faults.clear();
    const run = await reconcile(task, contactRows(6));
    const again = run.items
      .filter(({ json }) => json.sendAgain === true)
      .map(({ json }) => json.contactId);
    expect(again).toEqual(['c-3', 'c-4', 'c-5', 'c-6']);
    await add(contactRows(6).filter(({ id }) => again.includes(id)));
    const taken = simulator.ledger.contacts.map(({ contactId }) => contactId);
    expect([...taken].sort()).toEqual(['c-1', 'c-2', 'c-3', 'c-4', 'c-5', 'c-6']);
  });

  it('asks nothing when a row has no ID', async () => {
    const task = await newTask(simulator);
    const asked = simulator.ledger.requests.length;
    const run = await reconcile(task, [{ id: 'c-1' }, { id: '' }]);
    expect(run.error?.message).toContain('the contact ID is missing');
    expect(simulator.ledger.requests).toHaveLength(asked);
  });
});

describe('Airudder Task, Contact: Reconcile', () => {
  const credential = () => airudderCredential(simulator);
  const created = async (count: number) => {
    const { items, error } = await runAirudder(
      credential(),
      'task',
      'task.create',
      { ...collectionTask, options: FAST },
      debtorRows(count),
    );
    if (error !== undefined) throw new Error(error.message);
    return String(items[0].json.taskId);
  };
  const reconcile = async (task: string, rows: IDataObject[], parameters: IDataObject = {}) =>
    await runAirudder(
      credential(),
      'task',
      'contact.reconcile',
      { task: byId(task), options: LONG_AGO, ...parameters },
      rows,
    );

  it('tells who waits and who is not in the task, with one request', async () => {
    simulator.settings.holdCalls = true;
    const task = await created(3);
    simulator.ledger.clear();
    const run = await reconcile(task, debtorRows(4));
    expect(knownOf(run)).toEqual({
      'case-1': 'waiting',
      'case-2': 'waiting',
      'case-3': 'waiting',
      'case-4': 'notHeld',
    });
    expect(simulator.ledger.requests.filter(({ endpoint }) => endpoint === 'detail')).toHaveLength(
      1,
    );
  });

  it('gives the results of those who were called, and of the whole task without any rows', async () => {
    const task = await created(3);
    await until(() => simulator.ledger.dials.length >= 3);
    const run = await reconcile(task, [{}], { contacts: 'task' });
    expect(knownOf(run)).toEqual({ 'case-1': 'called', 'case-2': 'called', 'case-3': 'called' });
    const call = simulator.ledger.dials.find(({ contactId }) => contactId === 'case-2');
    expect(run.items[1].json).toMatchObject({
      taskId: task,
      phone: call?.phone,
      result: { callId: call?.callId },
    });
  });

  it('does not take another field of the row for the ID, and declares nobody missing by it', async () => {
    const rows = debtorRows(3).map(({ id, phone }) => ({ id, phone, Comments: `note ${id}` }));
    const { items, error } = await runAirudder(
      credential(),
      'task',
      'task.create',
      {
        ...collectionTask,
        vertical: 'marketing',
        phoneKey: 'Mobile',
        contactIdKey: 'customer_no',
        options: FAST,
      },
      rows,
    );
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.outcome)).toEqual(Array(3).fill('submitted'));
    await until(() => simulator.ledger.dials.length >= 3);
    const run = await reconcile(String(items[0].json.taskId), rows);
    expect(run.items.map(({ json }) => json.sendAgain)).toEqual([null, null, null]);
  });

  it('does not say that a contact is missing where AIRUDDER may just not show it', async () => {
    Object.assign(simulator.settings, { holdCalls: true, waitingContact: 'nothing' });
    const run = await reconcile(await created(1), debtorRows(1));
    expect(knownOf(run)).toEqual({ 'case-1': 'notFound' });
  });
});

describe('Airudder Workflow, Contact: Reconcile', () => {
  it.each([
    ['contact ID', {}],
    ['phone number', { lookUpBy: 'phone' }],
  ])('tells by %s who is in the instance', async (_, parameters) => {
    simulator.settings.holdCalls = true;
    const rows = debtorRows(3).map(({ id, phone }) => ({ id, phone }));
    const { items } = await runAirudder(
      airudderCredential(simulator),
      'workflow',
      'workflowInstance.create',
      { templateId: '123', name: 'Reconcile', end: '2099-01-01T00:00:00Z', options: FAST },
      rows.slice(0, 2),
    );
    const { workflowId } = items[0].json;
    const run = await runAirudder(
      airudderCredential(simulator),
      'workflow',
      'contact.reconcile',
      { workflowId, options: FAST, ...parameters },
      rows,
    );
    expect(run.error).toBeUndefined();
    expect(knownOf(run)).toEqual({ 'case-1': 'held', 'case-2': 'held', 'case-3': 'notFound' });
    expect(run.items[2].json).toMatchObject({
      workflowId,
      sendAgain: null,
      advice: expect.stringContaining('AIRUDDER console'),
      result: null,
    });
  });
});
