import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { contactRows } from './numbers';
import { byId, sentTo } from './tasks';

let simulator: Simulator;
let workflows = 0;
beforeAll(async () => {
  simulator = await startSimulator({ settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(() => {
  simulator.reset();
  workflows++;
});

const launch = async (
  rows: IDataObject[],
  parameters: IDataObject = {},
  run: Parameters<typeof runSobot>[3] = {},
) =>
  await runSobot(
    simulator,
    {
      resource: 'campaign',
      operation: 'launch',
      taskName: 'Shipping delay, week 9',
      template: byId('a0000000000000000000000000000001'),
      callerNumber: byId('02180344315'),
      robots: 2,
      ...parameters,
    },
    rows,
    { workflowId: `launch-${workflows}`, ...run },
  );

const outcomes = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json.outcome);
const taken = () => simulator.ledger.contacts.map(({ contactId }) => contactId);
const everyId = (count: number) => contactRows(count).map(({ id }) => id);

describe('Campaign: Launch', () => {
  it('takes contacts in and gives contacts out: one task for all of them', async () => {
    const { items, error } = await launch(contactRows(5));
    expect(error).toBeUndefined();
    expect(sentTo(simulator, 'add_task')).toHaveLength(1);
    const [taskId] = simulator.state.tasks.keys();
    expect(items.map(({ json, pairedItem }) => [json.contactId, pairedItem])).toEqual(
      everyId(5).map((id, item) => [id, { item }]),
    );
    for (const { json } of items) {
      expect(json).toMatchObject({
        outcome: 'submitted',
        taskId,
        taskName: 'Shipping delay, week 9',
        batch: 1,
      });
    }
    expect(taken()).toEqual(everyId(5));
  });

  it('run again over a longer list, uses the same task and calls only those who are new', async () => {
    await launch(contactRows(3));
    const { items } = await launch(contactRows(5));
    expect(outcomes(items)).toEqual([
      ...Array<string>(3).fill('alreadySubmitted'),
      'submitted',
      'submitted',
    ]);
    expect(sentTo(simulator, 'add_task')).toHaveLength(1);
    expect(taken()).toEqual(everyId(5));
  });

  it('says in one sentence what became of everybody', async () => {
    const rows = contactRows(5);
    rows[1].phone = 'none';
    await launch(contactRows(1));
    const options = { invalidContacts: 'skip' };
    const said = async (more: IDataObject) =>
      (await launch(rows, { options: { ...options, ...more } })).hints.map(
        ({ message }) => message,
      );
    expect(await said({ dryRun: true })).toEqual([
      'Dry run, nothing was sent. 5 contacts: 4 would be handed over to Sobot iCall, 1 with a wrong row.',
    ]);
    expect(await said({})).toEqual([
      expect.stringContaining('Sobot does not tell'),
      '5 contacts: 3 handed over to Sobot iCall, 1 there already and not called again, 1 with a wrong row.',
    ]);
  });

  it('makes no task when a row is wrong, and says which', async () => {
    const { error } = await launch([...contactRows(2), { id: 'c-9', phone: 'none' }]);
    expect(error?.message).toBe("1 of 3 contacts can't be called, so nothing was sent");
    expect(error?.description).toContain('[item 2]');
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('makes no task when dry, and shows what would be sent', async () => {
    const { items } = await launch(contactRows(2), { options: { dryRun: true } });
    expect(items.map(({ json }) => [json.outcome, json.taskName])).toEqual([
      ['dryRun', 'Shipping delay, week 9'],
      ['dryRun', 'Shipping delay, week 9'],
    ]);
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('calls nobody when the campaign exists and is set up otherwise', async () => {
    await launch(contactRows(1));
    const { error } = await launch(contactRows(2), { robots: 3 });
    expect(error?.message).toContain('is set up otherwise');
    expect(taken()).toEqual(everyId(1));
  });

  it('makes no second campaign when one of several cannot be made, and calls nobody', async () => {
    const rows = contactRows(4).map((row, at) => ({ ...row, template: at < 2 ? 'good' : 'bad' }));
    const { error } = await launch(rows, {
      taskName: '={{ $json.template }}',
      template: byId(
        '={{ $json.template === "good" ? "a0000000000000000000000000000001" : "nowhere" }}',
      ),
    });
    expect(error?.message).toContain('nowhere');
    expect(taken()).toEqual([]);
  });

  it('calls nobody when the campaign is over, in place of making a second one', async () => {
    await launch(contactRows(2));
    const [taskId] = simulator.state.tasks.keys();
    await runSobot(simulator, { resource: 'task', operation: 'end', task: byId(taskId) });
    const { error } = await launch(contactRows(3));
    expect(error?.message).toContain('is over');
    expect(sentTo(simulator, 'add_task')).toHaveLength(1);
    expect(taken()).toEqual(everyId(2));
  });

  it.each([
    [
      'was deleted',
      async () => {
        const [taskId] = simulator.state.tasks.keys();
        await runSobot(simulator, { resource: 'task', operation: 'delete', task: byId(taskId) });
      },
    ],
    ['is in another account', async () => await Promise.resolve(simulator.reset())],
  ])('says whom it did not call when their task %s, and calls the others', async (_, vanish) => {
    await launch(contactRows(2));
    await vanish();
    simulator.ledger.clear();
    const { error } = await launch(contactRows(3));
    expect(error?.message).toContain('2 of these contacts went to an earlier task of this name');
    expect(error?.description).toContain('Call Again');
    expect(taken()).toEqual(['c-3']);
    const again = await launch(contactRows(3), { options: { callAgain: 'new task' } });
    expect(again.error).toBeUndefined();
    expect(taken().sort()).toEqual(everyId(3));
  });

  it('says the same when n8n tries again, with those whom the first try called', async () => {
    await launch(contactRows(2));
    simulator.reset();
    const { error } = await launch(contactRows(3), {}, { retryOnFail: true });
    expect(error?.message).toContain('2 of these contacts went to an earlier task of this name');
    expect(taken()).toEqual(['c-3']);
  });

  it('with the error output, whom it did not call leaves there', async () => {
    await launch(contactRows(2));
    simulator.reset();
    const rows = contactRows(3);
    const { items, errorItems } = await launch(rows, {}, { onError: 'continueErrorOutput' });
    expect(errorItems.map(({ json }) => json.details)).toEqual([
      expect.objectContaining({ contactId: 'c-1', outcome: 'alreadySubmitted' }),
      expect.objectContaining({ contactId: 'c-2', outcome: 'alreadySubmitted' }),
    ]);
    expect(outcomes(items)).toEqual(['submitted']);
  });

  it('calls nobody when items of one campaign describe it differently', async () => {
    const rows = contactRows(3).map((row, at) => ({ ...row, robots: at + 1 }));
    const robots = '={{ $json.robots }}';
    const { error } = await launch(rows, { robots });
    expect(error?.message).toContain('Item 1 describes the campaign');
    const dry = await launch(rows, { robots, options: { dryRun: true } });
    expect(dry.error?.message).toBe(error?.message);
    expect(sentTo(simulator, 'add_task')).toEqual([]);
    expect(taken()).toEqual([]);
  });

  it('calls nobody either when only the options of their task differ', async () => {
    const rows = contactRows(3).map((row, at) => ({ ...row, masking: at === 2 ? 2 : 0 }));
    const options = { numberMasking: '={{ $json.masking }}' };
    const { error } = await launch(rows, { options });
    expect(error?.message).toContain('Item 2 describes the campaign');
    expect(sentTo(simulator, 'add_task')).toEqual([]);
  });

  it('makes each campaign by the options of its own first item', async () => {
    const rows = contactRows(2).map((row, at) => ({ ...row, list: `${at}`, masking: at * 2 }));
    const options = { numberMasking: '={{ $json.masking }}' };
    await launch(rows, { taskName: '={{ $json.list }}', options });
    const made = sentTo(simulator, 'add_task').map((task) => [task.task_name, task.number_hide]);
    expect(made).toEqual([
      ['0', '0'],
      ['1', '2'],
    ]);
  });

  it('makes one campaign for each name', async () => {
    const rows = contactRows(4).map((row, at) => ({ ...row, list: at % 2 === 0 ? 'A' : 'B' }));
    const { items } = await launch(rows, { taskName: '={{ $json.list }}' });
    expect(items.map(({ json }) => json.taskName)).toEqual(['A', 'B', 'A', 'B']);
    expect(sentTo(simulator, 'add_task')).toHaveLength(2);
    expect(taken().sort()).toEqual(everyId(4));
  });

  it.each([
    ['add_task', 'resetAfter'],
    ['add_task', 'statusAfter'],
    ['add_task_data', 'resetAfter'],
  ] as const)(
    'a reply to %s that is lost (%s): one task, everybody once',
    async (endpoint, kind) => {
      simulator.faults.add({ endpoint, kind });
      await launch(contactRows(5));
      const { error } = await launch(contactRows(5));
      expect(error).toBeUndefined();
      expect(simulator.state.tasks.size).toBe(1);
      expect(taken()).toEqual(everyId(5));
    },
  );

  it('two executions at once make one task, and call everybody once', async () => {
    const both = await Promise.all([launch(contactRows(20)), launch(contactRows(20))]);
    expect(both.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(simulator.state.tasks.size).toBe(1);
    expect(taken()).toEqual(everyId(20));
  });
});
