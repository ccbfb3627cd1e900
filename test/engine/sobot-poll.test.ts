import { startSimulator, type Simulator } from '../../simulator/server';
import { until } from '../until';
import { pollSobot } from './harness';
import { callContacts, newTask, sentTo } from './tasks';

const ALL_DAY = { callingHours: { range: [{ from: '00:00', to: '23:59' }] } };

let simulator: Simulator;
let task: string;
beforeAll(async () => {
  simulator = await startSimulator({ startAt: Date.now(), speed: 1 });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  simulator.reset();
  simulator.clock.set(Date.now());
  for (let at = 0; at < 500; at++) {
    simulator.dialler.planned.set(`c-${at}`, { ringing: 2, talking: 3 });
  }
  task = await newTask(simulator, { robots: 20, ...ALL_DAY });
});

const callIds = (items: Array<Record<string, unknown>>) => items.map(({ callId }) => callId);
const dialled = () => simulator.ledger.dials.map(({ callId }) => callId);

describe('the poll trigger', () => {
  it('starts from now, then hands on every finished call exactly once, in the order they ended', async () => {
    await callContacts(simulator, task, 5);
    const poll = pollSobot(simulator);
    expect(await poll()).toEqual([]);

    await callContacts(simulator, task, 40, 10);
    const first = await poll();
    expect(callIds(first).sort()).toEqual(dialled().slice(5).sort());
    const ends = first.map(({ endTime }) => String(endTime));
    expect(ends).toEqual([...ends].sort());

    expect(await poll()).toEqual([]);
    await callContacts(simulator, task, 3, 60);
    expect(callIds(await poll()).sort()).toEqual(dialled().slice(45).sort());
  });

  it('gives the simplified call result with the task', async () => {
    const poll = pollSobot(simulator);
    await poll();
    await callContacts(simulator, task, 1);
    expect(await poll()).toEqual([
      expect.objectContaining({
        taskId: task,
        callId: dialled()[0],
        source: 'query',
        contactId: null,
      }),
    ]);
  });

  it('can start from a date', async () => {
    await callContacts(simulator, task, 5);
    const startFrom = new Date(Date.now() - 3_600_000).toISOString();
    const poll = pollSobot(simulator, { startFrom });
    expect(callIds(await poll()).sort()).toEqual(dialled().sort());
    expect(await poll()).toEqual([]);
  });

  it.each(['start', 'end'] as const)(
    'from a date on hands on what ended since, whether Sobot goes by the %s of calls',
    async (spanOf) => {
      simulator.settings.spanOf = spanOf;
      await callContacts(simulator, task, 3);
      const now = simulator.clock.now();
      const moments = [now - 90_000, now - 60_000, now - 30_000];
      for (const [at, { call }] of [...(simulator.state.tasks.get(task)?.called ?? [])].entries()) {
        [call.startTime, call.endTime] = [moments[at] - 40_000, moments[at]];
      }
      const poll = pollSobot(simulator, { startFrom: new Date(moments[1] - 5_000).toISOString() });
      expect(callIds(await poll())).toEqual(dialled().slice(1));
      expect(await poll()).toEqual([]);
    },
  );

  it('hands on calls that all ended in the same millisecond, each once', async () => {
    const poll = pollSobot(simulator);
    await poll();
    await callContacts(simulator, task, 40);
    const moment = Date.now();
    for (const { contacts } of simulator.state.tasks.values()) {
      for (const { call } of contacts) if (call !== undefined) call.endTime = moment;
    }
    expect(callIds(await poll()).sort()).toEqual(dialled().sort());
    expect(await poll()).toEqual([]);
  });

  it.each([-119, 119])(
    "misses nothing and doubles nothing when the vendor's clock is %i seconds off",
    async (seconds) => {
      simulator.clock.set(Date.now() + seconds * 1000);
      await callContacts(simulator, task, 4);
      const poll = pollSobot(simulator);
      expect(await poll()).toEqual([]);
      await callContacts(simulator, task, 20, 10);
      const first = await poll();
      await callContacts(simulator, task, 20, 40);
      const second = await poll();
      expect(callIds([...first, ...second]).sort()).toEqual(dialled().slice(4).sort());
    },
  );

  it.each(['query_task', 'calls_count', 'query_time_task_data'])(
    'after a poll that failed at %s, the next one brings everything once',
    async (endpoint) => {
      const poll = pollSobot(simulator);
      await poll();
      await callContacts(simulator, task, 20);
      simulator.faults.add({
        endpoint,
        kind: 'statusBefore',
        status: 503,
        times: 4,
        headers: { 'retry-after': '0' },
      });
      await expect(poll()).rejects.toThrow('HTTP 503');
      await callContacts(simulator, task, 5, 50);
      expect(callIds(await poll()).sort()).toEqual(dialled().sort());
      expect(await poll()).toEqual([]);
    },
  );

  it('reads no calls of tasks that have nothing new', async () => {
    const quiet = await newTask(simulator, ALL_DAY);
    const poll = pollSobot(simulator);
    await callContacts(simulator, task, 3);
    await poll();
    simulator.ledger.requests = [];
    await poll();
    expect(sentTo(simulator, 'query_time_task_data')).toEqual([]);
    await callContacts(simulator, quiet, 2, 30);
    await poll();
    expect(sentTo(simulator, 'query_time_task_data').map(({ taskid }) => taskid)).toEqual([quiet]);
  });

  it('follows only chosen tasks', async () => {
    const other = await newTask(simulator, ALL_DAY);
    const poll = pollSobot(simulator, { follow: 'chosen', tasks: [other] });
    await poll();
    await callContacts(simulator, task, 2);
    await callContacts(simulator, other, 2, 30);
    const items = await poll();
    expect(items.map(({ taskId }) => taskId)).toEqual([other, other]);
  });

  it('still reads the last calls of a task that is no longer listed, and is not stopped by a deleted one', async () => {
    const ending = await newTask(simulator, ALL_DAY);
    const poll = pollSobot(simulator);
    await poll();
    await callContacts(simulator, task, 2);
    await callContacts(simulator, ending, 2, 30);
    const gone = simulator.state.tasks.get(ending);
    if (gone !== undefined) gone.state = 'deleted';
    const items = await poll();
    expect(items.map(({ taskId }) => taskId)).toEqual([task, task]);
  });

  it('hands on each call once, also where a poll begins before the last one is over', async () => {
    const poll = pollSobot(simulator);
    await poll();
    await callContacts(simulator, task, 4);
    simulator.faults.add({ endpoint: 'query_time_task_data', kind: 'delay', milliseconds: 300 });
    const first = poll();
    await until(() => simulator.faults.met('query_time_task_data') === 1);
    expect(await poll()).toEqual([]);
    const ids = callIds([...(await first), ...(await poll())]);
    expect(ids.sort()).toEqual(dialled().sort());
  });

  it('shows some recent calls when tried out, and remembers nothing of it', async () => {
    await callContacts(simulator, task, 9);
    const poll = pollSobot(simulator);
    expect(await poll('manual')).toHaveLength(5);
    expect(await poll()).toEqual([]);
  });
});
