import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { MINUTE, time } from './fast-clock';
import { runSobot } from './harness';
import { contactRows } from './numbers';
import { byId, newTask } from './tasks';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1_000_000 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const wait = async (
  task: IDataObject,
  parameters: IDataObject = {},
  items: IDataObject[] = [{}],
  options: Parameters<typeof runSobot>[3] = {},
) =>
  await runSobot(
    simulator,
    { resource: 'task', operation: 'waitUntilFinished', task, ...parameters },
    items,
    options,
  );

const add = async (task: string, count: number, from = 1) =>
  await runSobot(
    simulator,
    { resource: 'contact', operation: 'add', task: byId(task) },
    contactRows(count, from),
  );

describe('Task: Wait Until Finished of Sobot', () => {
  it('gives the counts once everybody is called, one item for each task', async () => {
    const tasks = [await newTask(simulator), await newTask(simulator, { taskName: 'Another' })];
    await add(tasks[0], 3);
    await add(tasks[1], 2);
    const { outputs, error } = await wait(
      byId('={{ $json.taskId }}'),
      { giveUpAfter: 720 },
      [tasks[0], tasks[0], tasks[1]].map((taskId) => ({ taskId })),
    );
    expect(error).toBeUndefined();
    expect(outputs).toHaveLength(1);
    expect(outputs[0].map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
      [
        expect.objectContaining({
          taskId: tasks[0],
          finished: true,
          contactCount: 3,
          calledCount: 3,
          calledShare: 1,
        }),
        [{ item: 0 }, { item: 1 }],
      ],
      [
        expect.objectContaining({ taskId: tasks[1], finished: true, calledCount: 2 }),
        [{ item: 2 }],
      ],
    ]);
  });

  it('goes on when Sobot leaves a task out of one reply, and says at once when there is none', async () => {
    const task = await newTask(simulator);
    const answer = (data: object[], from: number, times = 1) => {
      const body = JSON.stringify({ ret_code: '000000', data });
      simulator.faults.add({
        endpoint: 'query_task_info',
        kind: 'statusBefore',
        status: 200,
        body,
        from,
        times,
      });
    };
    const called = (count: number) => ({ taskid: task, call_total_data: 9, call_times: count });
    answer([{ ...called(3), task_status: 1 }], 1);
    answer([], 2);
    answer([{ ...called(9), task_status: 2 }], 3);
    const { error, items } = await wait(byId(task));
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ finished: true, calledCount: 9 });
    expect((await wait(byId('none'))).error?.message).toContain('no task with the ID none');
  });

  it('ends with an error when a task that was there is gone', async () => {
    const task = await newTask(simulator);
    simulator.settings.holdCalls = true;
    await add(task, 1);
    const body = JSON.stringify({ ret_code: '000000', data: [] });
    const gone = { kind: 'statusBefore' as const, status: 200, body, from: 2, times: 99 };
    simulator.faults.add({ endpoint: 'query_task_info', ...gone });
    const { error } = await wait(byId(task), { giveUpAfter: 720 });
    expect(error?.message).toContain('Sobot has no task with the ID');
  });

  it('waits for a share only, if wanted', async () => {
    const task = await newTask(simulator);
    await add(task, 2);
    await wait(byId(task), { giveUpAfter: 720 });
    simulator.settings.holdCalls = true;
    await add(task, 2, 3);
    const share = async (percent: number) => {
      const finishedWhen = { finishedWhen: 'share', share: percent, giveUpAfter: 1 };
      return (await wait(byId(task), finishedWhen)).items[0].json;
    };
    expect(await share(50)).toMatchObject({ finished: true, calledShare: 0.5, contactCount: 4 });
    expect(await share(51)).toMatchObject({ finished: false, calledShare: 0.5 });
  });

  it('gives up when the time is up, and says how far it came', async () => {
    simulator.settings.holdCalls = true;
    const task = await newTask(simulator);
    await add(task, 4);
    const before = time.now();
    const { items } = await wait(byId(task), { giveUpAfter: 2 });
    expect(items[0].json).toMatchObject({
      finished: false,
      contactCount: 4,
      calledCount: 0,
      calledShare: 0,
    });
    expect(items[0].json.waitedMinutes).toBeGreaterThanOrEqual(120);
    expect(time.now() - before).toBeGreaterThanOrEqual(120 * MINUTE);
    const looks = simulator.ledger.requests.filter(
      ({ endpoint }) => endpoint === 'query_task_info',
    );
    expect(looks.length).toBeLessThan(70);
  });

  it('waits for nobody in an empty task that is not over', async () => {
    const task = await newTask(simulator);
    const { items } = await wait(byId(task), { giveUpAfter: 1 });
    expect(items[0].json).toMatchObject({ finished: false, contactCount: 0, calledShare: null });
  });

  it('goes on when a look fails for a moment', async () => {
    const task = await newTask(simulator);
    await add(task, 1);
    simulator.faults.add({ endpoint: 'query_task_info', kind: 'resetBefore', times: 9 });
    const { items, error } = await wait(byId(task));
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ finished: true, calledCount: 1 });
  });

  it('says so when there is no such task', async () => {
    const { error } = await wait(byId('nowhere'));
    expect(error?.message).toBe('Sobot has no task with the ID nowhere');
  });

  it('puts the execution to sleep if wanted, until the next look', async () => {
    simulator.settings.holdCalls = true;
    const task = await newTask(simulator);
    await add(task, 1);
    const { status, waitTill } = await wait(byId(task), { sleep: true });
    expect(status).toBe('waiting');
    const seconds = (Number(waitTill) - time.now()) / 1000;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(10);
  });
});

describe('Task: Wait Until Finished of AIRUDDER', () => {
  // A million times as fast, a token would live for a tenth of a second.
  let slower: Simulator;
  beforeAll(async () => {
    slower = await startSimulator({ speed: 10_000 });
  });
  afterAll(async () => await slower.close());

  it('gives the outcomes once the task is over', async () => {
    const credential = airudderCredential(slower);
    const created = await runAirudder(
      credential,
      'task',
      'task.create',
      { ...collectionTask, variableMode: 'none' },
      debtorRows(3),
    );
    expect(created.error).toBeUndefined();
    const { items, error } = await runAirudder(
      credential,
      'task',
      'task.waitUntilFinished',
      { task: byId(String(created.items[0].json.taskId)), giveUpAfter: 720 },
      [{}],
    );
    expect(error).toBeUndefined();
    const [{ json }] = items;
    expect(json).toMatchObject({ finished: true, contactCount: 3, calledCount: 3, calledShare: 1 });
    const counts = Object.values(json.outcomes as Record<string, number>);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });
});
