import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { contactRows } from './numbers';
import { byId, callContacts, newTask, sentTo } from './tasks';

/** Entries of the reference's inconsistency register that no other test is named after. */

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 2000 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

describe('what the vendor page gets wrong, and what is sent or read instead', () => {
  it('R10: names of parameters hold no blanks, whatever its examples show', async () => {
    const task = await newTask(simulator);
    await callContacts(simulator, task, 1);
    const names = simulator.ledger.requests.flatMap(({ parameters }) => Object.keys(parameters));
    expect(names.filter((name) => /\s/.test(name))).toEqual([]);
    const [{ data }] = sentTo(simulator, 'add_task_data');
    expect(Object.keys(JSON.parse(String(data))[0])).toEqual(['telephone', 'outid', 'variable']);
  });

  it('R11: task details are always asked for with task ids', async () => {
    const task = await newTask(simulator);
    await runSobot(simulator, { resource: 'task', operation: 'get', tasks: [task] });
    expect(sentTo(simulator, 'query_task_info')).toEqual([{ taskid: task }]);
  });

  it('R12: contacts to delete are named by their contact ids, beside the id of the task', async () => {
    const task = await newTask(simulator);
    await runSobot(simulator, {
      resource: 'contact',
      operation: 'delete',
      task: byId(task),
      contactIds: 'c-1,c-2',
    });
    expect(sentTo(simulator, 'delete_task_data')).toEqual([{ taskid: task, outid: 'c-1,c-2' }]);
  });

  it('R13: the address of pushes goes into push_url, and when to push into push_type', async () => {
    await newTask(simulator, { pushUrl: `${simulator.url}/hook`, options: { pushWhen: 1 } });
    expect(sentTo(simulator, 'add_task')[0]).toMatchObject({
      push_url: `${simulator.url}/hook`,
      push_type: '1',
    });
  });

  it('R14: finished tasks are listed too, and the message of another call does no harm', async () => {
    const task = await newTask(simulator);
    await runSobot(simulator, { resource: 'task', operation: 'end', task: byId(task) });
    const { items } = await runSobot(simulator, { resource: 'task', operation: 'getMany' });
    expect(items.map(({ json }) => json.status)).toEqual(['finished']);
  });

  it('R16: a reply without ret_msg is as good as one with it', async () => {
    const task = await newTask(simulator);
    await callContacts(simulator, task, 1);
    const { items, error } = await runSobot(simulator, {
      resource: 'call',
      operation: 'getResult',
      task: byId(task),
      contactId: 'c-1',
    });
    expect(error).toBeUndefined();
    expect(items[0].json.callId).toBe(simulator.ledger.dials[0].callId);
  });

  it('R17: outputs have clean names in place of outid, defeat_counts and begin_time', async () => {
    const task = await newTask(simulator);
    const { items } = await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task) },
      contactRows(1),
    );
    expect(Object.keys(items[0].json)).toEqual([
      'contactId',
      'phone',
      'outcome',
      'taskId',
      'batch',
    ]);
  });

  it('R29: credentials that a reply echoes leave by no item', async () => {
    const { appid, signature } = simulator.account;
    simulator.faults.add({
      endpoint: 'query_number',
      kind: 'statusBefore',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ret_code: '000000', appid, data: [{ telephone: '1', signature }] }),
    });
    const { items } = await runSobot(simulator, {
      resource: 'apiRequest',
      operation: 'send',
      method: 'GET',
      path: 'query_number',
    });
    expect(items[0].json).toEqual({ ret_code: '000000', data: [{ telephone: '1' }] });
  });

  it('R31: paths that the page gives without a host lie below the base URL', async () => {
    const task = await newTask(simulator);
    await runSobot(simulator, { resource: 'task', operation: 'end', task: byId(task) });
    await runSobot(simulator, {
      resource: 'contact',
      operation: 'delete',
      task: byId(task),
      contactIds: 'c-1',
    });
    const arrived = simulator.ledger.requests.map(({ endpoint }) => endpoint);
    expect(arrived).toEqual(expect.arrayContaining(['end_task', 'delete_task_data']));
  });
});
