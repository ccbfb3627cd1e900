import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { contactRows, unassignedNumber } from './numbers';
import { until } from '../until';

let simulator: Simulator;
let task: string;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 2000 });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  simulator.reset();
  const { items } = await runSobot(simulator, {
    resource: 'task',
    operation: 'create',
    taskName: 'results',
    template: { __rl: true, mode: 'id', value: 'a0000000000000000000000000000001' },
    callerNumber: { __rl: true, mode: 'id', value: '02180344315' },
    robots: 5,
  });
  task = items[0].json.taskId as string;
});

const locator = () => ({ __rl: true, mode: 'id', value: task });

async function called(count: number): Promise<void> {
  await runSobot(
    simulator,
    { resource: 'contact', operation: 'add', task: locator() },
    contactRows(count),
  );
  await until(() => simulator.ledger.dials.length >= count);
}

const getResult = async (contactId: string, more = {}) =>
  await runSobot(simulator, {
    resource: 'call',
    operation: 'getResult',
    task: locator(),
    contactId,
    ...more,
  });

describe('Call: Get Result', () => {
  it('gives the simplified result of an answered call', async () => {
    simulator.dialler.planned.set('c-1', {
      status: 2,
      ringing: 4_000,
      talking: 30_000,
      intentions: ['Interested', 'Satisfied'],
    });
    await called(1);
    const { items } = await getResult('c-1');
    const [dial] = simulator.ledger.dials;
    expect(items[0].json).toMatchObject({
      taskId: task,
      contactId: 'c-1',
      callId: dial.callId,
      outcome: 'answered',
      statusCode: 2,
      answered: true,
      retryable: false,
      phone: unassignedNumber(1),
      phoneMasked: false,
      callerNumber: '02180344315',
      intentions: ['Interested', 'Satisfied'],
      startTime: new Date(dial.startTime).toISOString(),
      answerTime: new Date(dial.startTime + 4_000).toISOString(),
      endTime: new Date(dial.endTime).toISOString(),
      callDurationSeconds: 34,
      talkDurationSeconds: 30,
      source: 'query',
    });
  });

  it('is the same whether scalars come as numbers or as text (R2)', async () => {
    await called(1);
    const plain = await getResult('c-1');
    simulator.settings.jitter = true;
    expect((await getResult('c-1')).items).toEqual(plain.items);
  });

  it("returns the vendor's whole reply with Simplify off", async () => {
    await called(1);
    const { items } = await getResult('c-1', { simplify: false });
    expect(items[0].json).toMatchObject({ ret_code: '000000', data: { msg: [] } });
    expect(items[0].json).toHaveProperty('data.detail.callid', simulator.ledger.dials[0].callId);
  });

  it('says noRecord, and no times, for a contact that the task does not hold', async () => {
    const { items } = await getResult('stranger');
    expect(items[0].json).toMatchObject({
      contactId: 'stranger',
      outcome: 'noRecord',
      answered: false,
      startTime: null,
      callId: null,
    });
  });

  it('shows a masked number as masked, for display only (R21)', async () => {
    [...simulator.state.tasks.values()][0].numberHide = 1;
    await called(1);
    const { items } = await getResult('c-1');
    expect(items[0].json).toMatchObject({ phone: '1600000****', phoneMasked: true });
  });

  it('tells an unknown task in words and, with Continue, hands the others on', async () => {
    await called(2);
    const run = await runSobot(
      simulator,
      {
        resource: 'call',
        operation: 'getResult',
        task: { __rl: true, mode: 'id', value: '={{ $json.task }}' },
        contactId: '={{ $json.id }}',
      },
      [
        { task, id: 'c-1' },
        { task: 'no-such-task', id: 'c-1' },
        { task, id: 'c-2' },
      ],
      { onError: 'continueErrorOutput' },
    );
    expect(run.items.map(({ json }) => json.contactId)).toEqual(['c-1', 'c-2']);
    expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(run.errorItems[0].json).toMatchObject({ error: 'There is no task with this ID' });
  });

  it('refuses an empty contact id', async () => {
    const { error } = await getResult(' ');
    expect(error?.message).toBe('"Contact ID" is empty');
  });
});
