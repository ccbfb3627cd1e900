import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { byId, callContacts, newTask, sentTo } from './tasks';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 2000 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const run = async (operation: string, parameters: IDataObject, items?: IDataObject[]) =>
  await runSobot(simulator, { resource: 'task', operation, ...parameters }, items);

describe('Task: Get', () => {
  it('asks for 15 tasks at a time, gives one item for each in the order asked, and reports missing ones (R35)', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 17; at++) ids.push(await newTask(simulator, { taskName: `Task ${at}` }));
    const asked = [...ids, 'no-such-task'];
    const { items } = await run('get', { tasks: asked });
    expect(items.map(({ json }) => [json.taskId, json.found])).toEqual(
      asked.map((id) => [id, id !== 'no-such-task']),
    );
    expect(items[3].json).toEqual({
      taskId: ids[3],
      found: true,
      taskName: 'Task 3',
      status: 'notStarted',
      contactCount: 0,
      calledCount: 0,
      connectedCount: 0,
      interestedCount: 0,
      robots: 5,
      callerNumbers: ['02180344315'],
      callingHours: ['09:00-20:00'],
      validity: 'permanent',
      startTime: null,
      endTime: null,
    });
    const sizes = sentTo(simulator, 'query_task_info').map(
      ({ taskid }) => String(taskid).split(',').length,
    );
    expect(Math.max(...sizes)).toBe(15);
  });

  it('takes ids from an expression, with commas between them, for each item', async () => {
    const ids = [await newTask(simulator), await newTask(simulator)];
    const { items } = await run('get', { tasks: '={{ $json.ids }}' }, [
      { ids: ids.join(', ') },
      { ids: ids[0] },
    ]);
    expect(items.map(({ json, pairedItem }) => [json.taskId, pairedItem])).toEqual([
      [ids[0], { item: 0 }],
      [ids[1], { item: 0 }],
      [ids[0], { item: 1 }],
    ]);
  });

  it("gives the vendor's record with Simplify off, null times included (R4)", async () => {
    const id = await newTask(simulator);
    const { items } = await run('get', { tasks: [id], simplify: false });
    expect(items[0].json).toMatchObject({
      taskid: id,
      start_time: null,
      call_time_slot: '09:00-20:00',
    });
  });

  it('shows the progress of a task', async () => {
    const id = await newTask(simulator);
    await callContacts(simulator, id, 12);
    const { items } = await run('get', { tasks: [id] });
    expect(items[0].json).toMatchObject({
      status: 'running',
      contactCount: 12,
      calledCount: 12,
      connectedCount: simulator.ledger.dials.filter(({ status }) => status === 2).length,
    });
  });
});

describe('Task: Update', () => {
  it('sends only what was set, as a GET with a query (R6)', async () => {
    const id = await newTask(simulator);
    const { items } = await run('update', {
      task: byId(id),
      updateFields: { robots: 2, callingHours: { range: [{ from: '8:00', to: '12:00' }] } },
    });
    expect(items[0].json).toEqual({ taskId: id, updated: ['callingHours', 'robots'] });
    const [request] = simulator.ledger.requests.filter(
      ({ endpoint }) => endpoint === 'editor_task',
    );
    expect([request.method, request.parameters]).toEqual([
      'GET',
      { taskid: id, robot_num: '2', call_time_slot: '08:00-12:00' },
    ]);
    expect([...simulator.state.tasks.values()][0]).toMatchObject({
      robots: 2,
      slotText: '08:00-12:00',
    });
  });

  it('turns a permanent task into one with a custom period, and back', async () => {
    const id = await newTask(simulator);
    await run('update', {
      task: byId(id),
      updateFields: {
        validity: 'custom',
        start: '2096-03-01T00:00:00',
        end: '2096-03-02T00:00:00',
      },
    });
    expect([...simulator.state.tasks.values()][0]).toMatchObject({
      timeType: 1,
      start: Date.UTC(2096, 2, 1),
    });
    await run('update', { task: byId(id), updateFields: { validity: 'permanent' } });
    expect([...simulator.state.tasks.values()][0]).toMatchObject({ timeType: 2, start: null });
  });

  it.each<[string, IDataObject, string]>([
    ['fields that the vendor cannot change', { template: 'x' }, 'There is nothing to update'],
    ['nothing at all', {}, 'There is nothing to update'],
    ['an empty name', { taskName: ' ' }, '"Task Name" is empty'],
    ['too many robots', { robots: 999 }, '"Robots" is 999, but only 20 are free'],
    ['a foreign caller number', { callerNumbers: ['123'] }, 'The account has no caller number 123'],
    [
      'a custom period without an end',
      { validity: 'custom', start: '2096-03-01' },
      '"End" is empty',
    ],
    ['an end alone in the past', { end: '2020-01-01' }, '"End" lies in the past'],
    ['an end in the past', { start: '2020-01-01', end: '2020-01-02' }, '"End" lies in the past'],
    [
      'a start for a permanent task',
      { validity: 'permanent', start: '2026-03-01' },
      'A permanent task has neither start nor end',
    ],
    [
      'hours that overlap',
      {
        callingHours: {
          range: [
            { from: '09:00', to: '11:00' },
            { from: '10:00', to: '12:00' },
          ],
        },
      },
      'The calling hours 09:00 to 11:00 and 10:00 to 12:00 overlap',
    ],
  ])('refuses %s before anything is sent', async (_, updateFields, message) => {
    const { error } = await run('update', { task: byId('t'), updateFields });
    expect(error?.message).toBe(message);
    expect(sentTo(simulator, 'editor_task')).toEqual([]);
  });
});

describe('Task: Update of a period and of robots', () => {
  const march = { validity: 'custom', start: '2096-03-02T00:00:00', end: '2096-03-06T00:00:00' };
  const update = async (id: string, updateFields: IDataObject) =>
    await run('update', { task: byId(id), updateFields });

  it.each<[string, IDataObject, Record<string, string>]>([
    ['the end', { end: '2096-03-08' }, { end_time: String(Date.UTC(2096, 2, 8)) }],
    ['the start', { start: '2096-03-03' }, { start_time: String(Date.UTC(2096, 2, 3)) }],
    [
      'start and end',
      { start: '2096-03-03', end: '2096-03-08' },
      {
        start_time: String(Date.UTC(2096, 2, 3)),
        end_time: String(Date.UTC(2096, 2, 8)),
      },
    ],
  ])('sends %s and nothing else, and the task keeps the rest', async (_, fields, sent) => {
    const id = await newTask(simulator, march);
    expect((await update(id, fields)).error).toBeUndefined();
    expect(sentTo(simulator, 'editor_task')).toEqual([{ taskid: id, ...sent }]);
    expect([...simulator.state.tasks.values()][0]).toMatchObject({
      timeType: 1,
      start: Number(sent.start_time ?? Date.UTC(2096, 2, 2)),
      end: Number(sent.end_time ?? Date.UTC(2096, 2, 6)),
    });
  });

  it('can be sent by form, for an account that wants it so', async () => {
    const id = await newTask(simulator);
    const updateFields = { taskName: 'Renamed' };
    const form = await run('update', { task: byId(id), updateFields, options: { asForm: true } });
    // This one takes a GET only, as documented.
    expect(form.error?.message).toContain('HTTP 404');
    expect((await run('update', { task: byId(id), updateFields })).error).toBeUndefined();
  });

  it('refuses an end before the start that the task has, and a start for a permanent task', async () => {
    const id = await newTask(simulator, march);
    const early = await update(id, { end: '2096-03-01' });
    expect(early.error?.message).toBe('"End" is not later than "Start"');
    expect(early.error?.description).toContain('keeps its start (2096-03-02T00:00:00.000Z)');
    const permanent = await newTask(simulator);
    const { error } = await update(permanent, { start: '2096-03-03' });
    expect(error?.message).toBe('The task is permanent, so it has neither start nor end');
    expect(sentTo(simulator, 'editor_task')).toEqual([]);
  });

  it('lowers and raises the robots of a task while no others are free', async () => {
    simulator.settings.robots = 5;
    const id = await newTask(simulator, { robots: 5 });
    const [task] = simulator.state.tasks.values();
    task.busy = 5;
    expect((await update(id, { robots: 4 })).error).toBeUndefined();
    task.busy = 4;
    expect((await update(id, { robots: 5 })).error).toBeUndefined();
    task.busy = 5;
    const { error } = await update(id, { robots: 6 });
    expect(error?.message).toBe('"Robots" is 6, but only 0 are free beside the 5 of the task');
    expect(sentTo(simulator, 'editor_task').map(({ robot_num }) => robot_num)).toEqual(['4', '5']);
  });
});

describe('Task: Pause, Resume, End, Delete', () => {
  async function runningTask(): Promise<string> {
    simulator.settings.holdCalls = true;
    const id = await newTask(simulator);
    await runSobot(simulator, { resource: 'contact', operation: 'add', task: byId(id) }, [
      { id: 'c-1', phone: '16000000001' },
    ]);
    return id;
  }

  it('do what they say, one after the other', async () => {
    const id = await runningTask();
    const steps: Array<[string, IDataObject, string]> = [
      ['pause', { paused: true }, 'paused'],
      ['resume', { resumed: true }, 'running'],
      ['end', { ended: true }, 'finished'],
    ];
    for (const [operation, result, status] of steps) {
      const { items } = await run(operation, { task: byId(id) });
      expect(items[0].json).toEqual({ taskId: id, ...result });
      expect((await run('get', { tasks: [id] })).items[0].json.status).toBe(status);
    }
    expect((await run('delete', { task: byId(id) })).items[0].json).toEqual({
      taskId: id,
      deleted: true,
    });
    expect((await run('getMany', {})).items).toEqual([]);
  });

  it('deleting a task that is already deleted (320020) counts as done', async () => {
    const id = await runningTask();
    await run('delete', { task: byId(id) });
    const { items, error } = await run('delete', { task: byId(id) });
    expect(error).toBeUndefined();
    expect(items[0].json).toEqual({ taskId: id, deleted: true });
  });

  it('tell a state error in words, with the present status', async () => {
    const id = await newTask(simulator);
    const pause = await run('pause', { task: byId(id) });
    expect(pause.error?.message).toBe("Sobot can't pause the task, which is not started");
    const resume = await run('resume', { task: byId(id) });
    expect(resume.error?.message).toBe("Sobot can't resume the task, which is not started");
    expect(resume.error?.description).toBe('Only a paused task can be resumed.');
  });

  it.each(['resetAfter', 'truncate', 'statusAfter'] as const)(
    'look at the status when the reply is lost (%s), and send nothing twice (R5)',
    async (kind) => {
      const id = await runningTask();
      simulator.faults.add({ endpoint: 'pause_task', kind });
      const { items, error } = await run('pause', { task: byId(id) });
      expect(error).toBeUndefined();
      expect(items[0].json).toEqual({ taskId: id, paused: true });
      expect(
        simulator.ledger.requests.filter(({ endpoint }) => endpoint === 'pause_task'),
      ).toHaveLength(1);
    },
  );

  it.each(['resume', 'end', 'delete'] as const)(
    '%s looks at the status as well when its reply is lost',
    async (operation) => {
      const id = await runningTask();
      if (operation === 'resume') await run('pause', { task: byId(id) });
      simulator.faults.add({ endpoint: `${operation}_task`, kind: 'statusAfter', status: 502 });
      const { items, error } = await run(operation, { task: byId(id) });
      expect(error).toBeUndefined();
      expect(items[0].json.taskId).toBe(id);
    },
  );

  it('say that it is unknown when the status cannot be read either', async () => {
    const id = await runningTask();
    simulator.faults.add({ endpoint: 'pause_task', kind: 'resetAfter' });
    simulator.faults.add({ endpoint: 'query_task_info', kind: 'html', times: 99 });
    const { error } = await run('pause', { task: byId(id) });
    expect(error?.message).toContain('Whether Sobot did pause the task is unknown');
    expect(error?.description).toContain('Its status now: not to be found');
  });

  it('say that it is unknown when the status does not show it', async () => {
    const id = await runningTask();
    simulator.faults.add({ endpoint: 'end_task', kind: 'resetBefore' });
    const { error } = await run('end', { task: byId(id) });
    expect(error?.message).toContain('Whether Sobot did end the task is unknown');
    expect(error?.description).toContain('Its status now: running');
  });

  it('say that there is no such task', async () => {
    expect((await run('end', { task: byId('nope') })).error?.message).toBe(
      'There is no task with this ID',
    );
  });
});

describe('Task: Count Calls', () => {
  it('counts finished calls of any number of tasks, 15 a request, keyed by task (R35)', async () => {
    const busy = await newTask(simulator);
    await callContacts(simulator, busy, 4);
    const ids = [busy];
    for (let at = 0; at < 15; at++) ids.push(await newTask(simulator));
    const from = new Date(simulator.clock.now() - 30 * 86_400_000).toISOString();
    const to = new Date(simulator.clock.now() + 30 * 86_400_000).toISOString();
    const { items } = await run('countCalls', { tasks: [...ids, 'nope'], from, to });
    expect(items[0].json).toEqual({ taskId: busy, found: true, taskName: 'Test task', calls: 4 });
    expect(items[16].json).toEqual({ taskId: 'nope', found: false });
    expect(items.slice(1, 16).every(({ json }) => json.calls === 0)).toBe(true);
    expect(sentTo(simulator, 'calls_count')).toHaveLength(2);
  });

  it('asks for each alone where one of several is refused, and leaves out those that are missing', async () => {
    const ids = [await newTask(simulator), await newTask(simulator), await newTask(simulator)];
    const span = { from: '2026-03-01', to: '2026-03-02' };
    simulator.faults.add({ endpoint: 'calls_count', kind: 'code', code: '320020', times: 2 });
    const { items } = await run('countCalls', { tasks: ids, ...span });
    expect(items.map(({ json }) => json.found)).toEqual([false, true, true]);
    simulator.faults.add({ endpoint: 'calls_count', kind: 'code', code: '320020' });
    simulator.faults.add({ endpoint: 'calls_count', kind: 'code', code: '320001', from: 2 });
    expect((await run('countCalls', { tasks: ids, ...span })).error).toBeDefined();
  });

  it('refuses a time span that ends before it begins', async () => {
    const { error } = await run('countCalls', {
      tasks: ['t'],
      from: '2026-03-02',
      to: '2026-03-01',
    });
    expect(error?.message).toBe('"To" is not later than "From"');
  });
});
