import type { IDataObject } from 'n8n-workflow';
import { AirudderTask } from '../../nodes/Airudder/AirudderTask/AirudderTask.node';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, runAirudder } from './airudder';
import { runSobot, searchList, searchSobot, type NodeRun } from './harness';
import { byId, NEW_TASK, newTask } from './tasks';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1000, settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

/** The vendor answers one endpoint with this from now on. */
function answers(endpoint: string, body: unknown, status = 200): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  simulator.faults.add({ endpoint, kind: 'statusBefore', status, body: text, times: 99 });
}

const jsons = ({ items }: NodeRun) => items.map(({ json }) => json);

describe('AIRUDDER answers a login with', () => {
  const login = async (data: Record<string, string> = {}) =>
    (await runAirudder(airudderCredential(simulator, data), 'task', 'robot.getMany', {})).error;

  it.each<[string, unknown, number, string]>([
    ['code 401', { code: 401, message: 'unauthorized' }, 200, 'AIRUDDER refused the App Key or'],
    ['HTTP 403', '', 403, 'AIRUDDER refused the App Key or the App Secret'],
    ['words about the key', { code: 400, message: 'bad APPKey' }, 200, 'refused the App Key'],
    ['words about the secret', { code: 400, message: 'bad secret' }, 200, 'refused the App Secret'],
    ['code 500', { code: 500, message: 'oops' }, 200, 'AIRUDDER has trouble on its own side'],
    ['HTTP 503', '<html></html>', 503, 'AIRUDDER broke down while logging in (HTTP 503)'],
    ['success without a token', { code: 200, data: {} }, 200, 'not like AIRUDDER (HTTP 200)'],
  ])('%s: the user reads what to do', async (_, body, status, message) => {
    answers('auth', body, status);
    const error = await login();
    expect(error?.message).toContain(message);
    expect(error?.description).not.toBe('');
  });

  it('nothing, since there is no token to try', async () => {
    const error = await login({ authentication: 'token', readyToken: ' ' });
    expect(error?.message).toContain('"Token" of the AIRUDDER credential is empty');
  });
});

describe('AIRUDDER answers a list with', () => {
  const robots = async () =>
    await runAirudder(airudderCredential(simulator), 'task', 'robot.getMany', {});

  it.each<[string, unknown, IDataObject[]]>([
    ['plain IDs', ['7', 8], [{ robotId: '7' }, { robotId: '8' }]],
    ['a wrapped list', { page: { rows: [{ id: 5, name: 'Five' }] } }, [{ robotId: '5' }]],
    ['entries without an ID', [{ name: 'Nameless' }], [{ robotId: '' }]],
    ['nothing', null, []],
    ['a list too deep to be one', { a: { b: { c: { d: { e: { f: [1] } } } } } }, []],
  ])('%s: what can be read comes out', async (_, data, expected) => {
    answers('robot', { code: 200, data });
    const found = jsons(await robots());
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });
});

const OVER_ALL_TIME = { start: '2020-01-01T00:00:00Z', end: '2099-01-01T00:00:00Z' };

describe('AIRUDDER answers a question about the predictive dialer with', () => {
  const dialer = async (operation: string, parameters: IDataObject) =>
    await runAirudder(
      airudderCredential(simulator, { product: 'direct' }),
      'task',
      `dialerTask.${operation}`,
      parameters,
    );
  const ok = (body: unknown) => ({ code: 0, message: 'successfully', body });

  it('something other than a list: whether numbers were cancelled is open', async () => {
    answers('canceltaskcontacts', ok('done'));
    const cancelled = async (phones: string) =>
      await dialer('cancelContacts', { dialerTaskId: 't', phones });
    expect(jsons(await cancelled('+12025550101'))).toEqual([
      { taskId: 't', phone: '+12025550101', cancelled: null },
    ]);
    expect((await cancelled(' ')).error?.message).toContain('"Phone Numbers" is empty');
    expect((await cancelled('12')).error?.message).toContain("The contacts can't be cancelled");
  });

  it('tasks under other names, or without any', async () => {
    answers('querytasklist', ok({ list: [{ taskId: 7, taskName: 'a', status: 'FINISH' }, {}] }));
    const many = async (more: IDataObject) =>
      jsons(await dialer('getMany', { ...OVER_ALL_TIME, ...more }));
    expect(await many({ returnAll: true })).toMatchObject([
      { taskId: '7', taskName: 'a', state: 'FINISH' },
      { taskId: '', taskName: null, state: null, over: false },
    ]);
    expect(await many({ simplify: false, filters: { state: 'FINISH' } })).toMatchObject([
      { taskId: 7 },
      {},
    ]);
  });

  it('calls that do not say which task they are of', async () => {
    answers('querytaskdetail', ok({ list: [{ phonenumber: '+12025550101' }] }));
    const [call] = jsons(await dialer('get', { dialerTaskId: 't-1' }));
    expect(call).toMatchObject({ taskId: 't-1', contactId: null, outcome: 'unknown' });
    const [raw] = jsons(await dialer('get', { dialerTaskId: 't-1', simplify: false }));
    expect(raw).toEqual({ phonenumber: '+12025550101' });
  });
});

describe('AIRUDDER answers a question about a workflow with', () => {
  const workflow = async (operation: string, parameters: IDataObject) =>
    await runAirudder(
      airudderCredential(simulator),
      'workflow',
      `workflowInstance.${operation}`,
      parameters,
    );

  it('404: nobody is in one', async () => {
    answers('list', { code: 404, message: 'not found' });
    const run = await workflow('findByContact', { ...OVER_ALL_TIME, phone: '+12025550101' });
    expect(run.error).toBeUndefined();
    expect(jsons(run)).toMatchObject([{ found: false, workflowIds: [] }]);
  });

  it('a new instance without its ID: whether it exists is unknown', async () => {
    answers('createinstance', { code: 200, data: {} });
    const run = await workflow('create', {
      templateId: '123',
      name: 'odd',
      end: '2099-01-01T00:00:00Z',
      contacts: 'none',
    });
    expect(run.error?.message).toContain('ID');
  });
});

describe('AIRUDDER answers for a task with', () => {
  const credential = () => airudderCredential(simulator);
  const detail = { code: 200, data: { Status: 'finished', detail: [{ Status: 'x' }] } };

  it('a detail that does not say which task it is', async () => {
    answers('detail', detail);
    const run = await runAirudder(credential(), 'task', 'task.get', { task: byId('asked') });
    expect(run.error).toBeUndefined();
    expect(run.items.length).toBeGreaterThan(0);
    expect(JSON.stringify(jsons(run))).toContain('asked');
  });

  it('neither a recording nor a link to one', async () => {
    answers('recording', { code: 200, data: { note: 'later' } });
    const run = await runAirudder(credential(), 'task', 'recording.getForTask', {
      query: { TaskID: 't' },
    });
    expect(run.error?.message).toContain('neither a file nor a link');
  });

  it('an audio file without a name, which may be empty as well', async () => {
    const headers = { 'content-type': 'audio/mpeg', 'content-disposition': 'filename=""' };
    simulator.faults.add({
      endpoint: 'recording',
      kind: 'statusBefore',
      status: 200,
      body: 'no signature',
      headers,
      times: 9,
    });
    const run = await runAirudder(credential(), 'task', 'recording.getForTask', {
      query: { TaskID: 't' },
      outputField: ' ',
    });
    expect(run.error).toBeUndefined();
    expect(run.items[0].binary?.data).toMatchObject({ mimeType: 'audio/mpeg' });
  });
});

describe('AIRUDDER answers with a code of its own:', () => {
  it.each([
    ['403', 'AIRUDDER'],
    ['500', 'AIRUDDER has trouble on its own side'],
    ['599', 'AIRUDDER'],
  ])('%s', async (code, words) => {
    answers('robot', { code: Number(code), message: 'vendor words' });
    const run = await runAirudder(airudderCredential(simulator), 'task', 'robot.getMany', {});
    expect(run.error?.message).toContain(words);
    expect(run.error?.description).not.toBe('');
  });
});

describe('Sobot answers', () => {
  const ok = (more: object) => ({ ret_code: '000000', ret_msg: 'ok', ...more });

  it.each<[string, string, string, unknown, IDataObject[]]>([
    ['template', 'query_template', 'templateid', [{}], [{ templateId: '', templateName: '' }]],
    ['callerNumber', 'query_number', 'telephone', [{}], [{ callerNumber: '', concurrency: null }]],
    ['task', 'query_task', 'taskid', [{ task_status: 99 }], []],
  ])('a list of %ss with records that say nothing', async (resource, endpoint, _, data, found) => {
    answers(endpoint, ok({ data }));
    const run = await runSobot(simulator, { resource, operation: 'getMany', returnAll: true });
    expect(jsons(run)).toMatchObject(found);
  });

  it('a deletion without a count', async () => {
    const task = await newTask(simulator);
    answers('delete_task_data', ok({}));
    const run = await runSobot(simulator, {
      resource: 'contact',
      operation: 'delete',
      task: byId(task),
      contactIds: 'c-1',
    });
    expect(run.error).toBeUndefined();
    expect(jsons(run)).toMatchObject([{ taskId: task }]);
  });

  it('a new task without its ID: whether it exists is unknown', async () => {
    answers('add_task', ok({ data: {} }));
    await expect(newTask(simulator)).rejects.toThrow(
      'Sobot iCall confirmed the task but gave no task ID',
    );
  });

  it.each<[string, unknown, IDataObject]>([
    ['nothing of counts and times', {}, { contactCount: null, startTime: null, endTime: null }],
    ['a time that is none', { start_time: 'soon', time_type: 1 }, { startTime: null }],
  ])('a task with %s', async (_, more, expected) => {
    answers('query_task_info', ok({ data: [{ taskid: 't-1', ...(more as object) }] }));
    const run = await runSobot(simulator, {
      resource: 'task',
      operation: 'get',
      tasks: ['t-1'],
    });
    expect(jsons(run)).toMatchObject([{ taskId: 't-1', ...expected }]);
  });

  it('pages without saying how many there are', async () => {
    answers('query_template', ok({ data: [{ templateid: 'x' }] }));
    const run = await runSobot(simulator, {
      resource: 'apiRequest',
      operation: 'send',
      method: 'GET',
      path: 'query_template',
      allPages: true,
    });
    expect(run.error).toBeUndefined();
    expect(run.items).toHaveLength(1);
  });
});

describe('Sobot answers in a way that leaves something open:', () => {
  const sobot = async (resource: string, operation: string, more: IDataObject = {}) =>
    await runSobot(simulator, { resource, operation, ...more });
  const ok = (data: unknown) => ({ ret_code: '000000', ret_msg: 'ok', data });

  it('a refusal without words', async () => {
    answers('query_template', { ret_code: '999999', ret_msg: '' });
    const { error } = await sobot('template', 'getMany');
    expect(error?.message).toContain('a code it does not document: 999999');
    expect(error?.description).toContain("Sobot's own message (code 999999): none");
  });

  it('an account without caller numbers has none that a task could use', async () => {
    answers('query_number', ok([]));
    const { error } = await runSobot(simulator, NEW_TASK);
    expect(error?.description).toContain('Its caller numbers are: none');
  });

  it('calls that are not counted are none, and those of a task without pages are on one', async () => {
    const task = await newTask(simulator);
    answers('calls_count', ok([{ taskid: task, task_name: 'x' }]));
    answers('query_time_task_data', ok([{ detail: { callid: 'c-1', status: 2 }, msg: [] }]));
    const span = { from: '2026-03-01' };
    const counted = await sobot('task', 'countCalls', { tasks: task, ...span });
    expect(jsons(counted)).toMatchObject([{ taskId: task, calls: 0 }]);
    const many = await sobot('call', 'getMany', { task: byId(task), returnAll: true, ...span });
    expect(jsons(many)).toMatchObject([{ callId: 'c-1' }]);
  });

  it('a reply that is lost, and then no list of tasks to look in', async () => {
    simulator.faults.add({ endpoint: 'add_task', kind: 'statusAfter', status: 502 });
    simulator.faults.add({ endpoint: 'query_task', kind: 'html', from: 2, times: 99 });
    const { error } = await runSobot(simulator, NEW_TASK);
    expect(error?.message).toContain('unknown');
  });

  it('no task at all was named', async () => {
    const { error } = await sobot('task', 'get', { tasks: ' , ' });
    expect(error?.message).toBe('"Task Names or IDs" is empty');
  });

  it('a base URL that is none is said to be none', async () => {
    const { error } = await runSobot(
      simulator,
      { resource: 'template', operation: 'getMany' },
      [{}],
      { credential: { baseUrl: 'sobot' } },
    );
    expect(error?.message).toContain('The base URL of the Sobot iCall credential is not');
  });

  it('more rows are wrong than anybody would read', async () => {
    const task = await newTask(simulator);
    const { error } = await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task) },
      Array.from({ length: 40 }, (_, at) => ({ id: `c-${at}`, phone: '' })),
    );
    expect(error?.description).toMatch(/and \d+ more/);
  });
});

describe('before anything is sent to Sobot, words say what is missing:', () => {
  it.each<[string, IDataObject, string]>([
    ['account', { operation: 'verifyLogin', email: ' ' }, '"Email" is empty'],
    ['call', { operation: 'getResult', task: byId('t'), contactId: ' ' }, 'empty'],
  ])('%s %j', async (resource, parameters, message) => {
    const run = await runSobot(simulator, { resource, ...parameters });
    expect(run.error?.message).toContain(message);
    expect(simulator.ledger.requests).toEqual([]);
  });

  it.each<[IDataObject, string]>([
    [{ robots: '' }, '"Robots" is empty'],
    [{ robots: 'many' }, '"Robots" is many, which is not a number of robots'],
    [{ callerNumbers: ' ' }, 'Caller'],
  ])('an update of a task with %j', async (updateFields, message) => {
    const task = await newTask(simulator);
    simulator.ledger.clear();
    const run = await runSobot(simulator, {
      resource: 'task',
      operation: 'update',
      task: byId(task),
      updateFields,
    });
    expect(run.error?.message).toContain(message);
    expect(simulator.ledger.requests.filter(({ endpoint }) => endpoint === 'editor_task')).toEqual(
      [],
    );
  });

  it.each<[IDataObject, string]>([
    [{ options: { phoneRule: 'pattern' } }, '"Phone Number Pattern" is empty'],
    [
      { options: { phoneRule: 'pattern', phonePattern: '(' } },
      '"Phone Number Pattern" is not a regular expression: (',
    ],
    [{ variableMode: 'chosen', variablesChosen: ' ' }, '"Fields to Send" is empty'],
    [
      { variableMode: 'pairs', variablePairs: { pair: [{ name: ' ', value: 'x' }] } },
      'a variable has no name',
    ],
  ])('a contact with %j', async (parameters, message) => {
    const task = await newTask(simulator);
    const run = await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task), ...parameters },
      [{ id: 'c-1', phone: '16000000001', empty: null }],
    );
    expect(`${run.error?.message} ${run.error?.description}`).toContain(message);
    expect(simulator.ledger.contacts).toEqual([]);
  });
});

describe('a variable', () => {
  it('whose cell is empty is sent empty, and numbers and yes or no as text', async () => {
    const task = await newTask(simulator);
    await runSobot(simulator, { resource: 'contact', operation: 'add', task: byId(task) }, [
      { id: 'c-1', phone: '16000000001', none: null, seven: 7, yes: true },
    ]);
    expect(simulator.ledger.contacts[0].variables).toEqual({ none: '', seven: '7', yes: 'true' });
  });
});

describe('what cannot be', () => {
  it('an operation that the node does not have', async () => {
    const run = await runSobot(simulator, { resource: 'task', operation: 'fly' });
    expect(run.error?.message).toBe('This node has no operation "fly" for "task"');
  });

  it('an endpoint that is not in the list', async () => {
    const run = await runAirudder(airudderCredential(simulator), 'task', 'apiRequest.send', {
      endpoint: 'Z9',
    });
    expect(run.error?.message).toContain('Z9');
  });

  it('a vendor that sends requests elsewhere: the credential does not follow', async () => {
    answers('robot', '', 302);
    const run = await runAirudder(airudderCredential(simulator), 'task', 'robot.getMany', {});
    expect(run.error?.message).toContain('sends requests elsewhere (HTTP 302)');
  });

  it.each<[string, IDataObject, IDataObject, string]>([
    ['a contact ID that is a list', {}, { id: ['c-1'] }, 'the contact ID is a list'],
    ['a field name that is empty', { contactIdField: ' ' }, { id: 'c-1' }, 'Contact ID Field'],
    ['a field that no row has', { phoneField: 'mobile' }, { id: 'c-1' }, 'mobile'],
  ])('%s', async (_, parameters, row, words) => {
    const task = await newTask(simulator);
    const run = await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task), ...parameters },
      [{ phone: '16000000001', ...row }],
    );
    expect(`${run.error?.message} ${run.error?.description}`).toContain(words);
    expect(simulator.ledger.contacts).toEqual([]);
  });

  it('a recording whose link leads to nothing', async () => {
    const run = await runSobot(simulator, {
      resource: 'call',
      operation: 'downloadRecording',
      recordingUrl: `${simulator.url}/nowhere/x.wav`,
    });
    expect(run.error?.message).toBe('The file could not be fetched (HTTP 404)');
    expect(run.error?.description).toContain('It may not be there yet, or no longer');
  });
});

describe('what AIRUDDER says twice, or in its own way', () => {
  it('statistics: text becomes numbers, and where both books differ both are kept', async () => {
    const day = (count: unknown) => ({
      date: '2026-03-01',
      total_calls: count,
      rate: { a: '0.5' },
    });
    answers('statistics', {
      code: 200,
      data: {
        offline: { daily: { data_list: [day('7')] } },
        realtime: { daily: { data_list: [day('8'), { date: '2026-03-02', words: 'x1' }] } },
      },
    });
    const run = await runAirudder(airudderCredential(simulator), 'inbound', 'statistics.get', {
      view: 'days',
      ...OVER_ALL_TIME,
    });
    expect(jsons(run)).toEqual([
      { date: '2026-03-01', total_calls: 7, rate_a: 0.5, realtime_total_calls: 8 },
      { date: '2026-03-02', words: 'x1' },
    ]);
  });

  it('outbound tasks as they came, one for each call or one for each task', async () => {
    answers('taskdetail', {
      code: 200,
      data: [{ TaskID: 't', detail: [{ CallID: 'a' }, { CallID: 'b' }] }, { TaskID: 'u' }],
    });
    const told = async (view: string) =>
      jsons(
        await runAirudder(
          airudderCredential(simulator),
          'workflow',
          'workflowInstance.getOutboundTaskDetails',
          { body: '{}', simplify: false, view },
        ),
      );
    expect(await told('calls')).toEqual([{ CallID: 'a' }, { CallID: 'b' }]);
    expect((await told('task')).map(({ TaskID }) => TaskID)).toEqual(['t', 'u']);
  });

  it('lists for locators show what there is: a name, or the ID, and the status', async () => {
    const data = [
      { TaskID: 't-1', TaskName: 'One', Status: 'running' },
      { TaskID: 't-2' },
      { TaskName: 'without an ID' },
    ];
    answers('list', { code: 200, data });
    const { results } = await searchList(
      new AirudderTask(),
      airudderCredential(simulator),
      'searchTasks',
    );
    expect(results.map(({ name }) => name)).toEqual(['One (running)', 't-2']);
  });
});

describe('what Sobot says of its account', () => {
  it('caller numbers show how many calls each carries, if Sobot says so', async () => {
    answers('query_number', {
      ret_code: '000000',
      ret_msg: 'ok',
      data: [{ telephone: '010', count: 1 }, { telephone: '020', count: 5 }, { telephone: '030' }],
    });
    const { results } = await searchSobot(simulator, 'searchCallerNumbers');
    expect(results.map(({ name }) => name)).toEqual([
      '010 (1 call at a time)',
      '020 (5 calls at a time)',
      '030',
    ]);
  });
});

describe('a change of a task that cannot be', () => {
  const update = async (task: string, updateFields: IDataObject) =>
    await runSobot(simulator, {
      resource: 'task',
      operation: 'update',
      task: byId(task),
      updateFields,
    });

  it.each<[IDataObject, string]>([
    [{}, 'There is nothing to update'],
    [{ taskName: ' ' }, '"Task Name" is empty'],
    [{ start: '2096-03-02T09:00:00' }, 'The task is permanent'],
    [{ callingHours: {} }, 'Calling Hours'],
  ])('%j is refused before it is sent', async (fields, message) => {
    const run = await update(await newTask(simulator), fields);
    expect(`${run.error?.message} ${run.error?.description}`).toContain(message);
  });

  it('an end before the start that the task keeps is refused, and so is the other way round', async () => {
    const task = await newTask(simulator, {
      validity: 'custom',
      start: '2096-03-02T09:00:00',
      end: '2096-03-06T18:00:00',
    });
    for (const fields of [{ end: '2096-03-01T09:00:00' }, { start: '2096-03-07T09:00:00' }]) {
      const { error } = await update(task, fields);
      expect(error?.message).toBe('"End" is not later than "Start"');
      expect(error?.description).toMatch(/The task keeps its (start|end) \(2096/);
    }
  });
});
