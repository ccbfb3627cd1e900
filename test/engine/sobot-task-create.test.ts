import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot, withoutStorage } from './harness';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const create = async (
  parameters: IDataObject = {},
  credential: Partial<Record<string, string>> = {},
  workflowId?: string,
) =>
  await runSobot(
    simulator,
    {
      resource: 'task',
      operation: 'create',
      taskName: 'Delivery, week 9',
      template: { __rl: true, mode: 'list', value: 'a0000000000000000000000000000001' },
      callerNumber: { __rl: true, mode: 'list', value: '02180344315' },
      robots: 2,
      ...parameters,
    },
    [{}],
    { credential, workflowId },
  );

const sent = () =>
  simulator.ledger.requests
    .filter(({ endpoint }) => endpoint === 'add_task')
    .map(({ parameters }) => parameters);

describe('Task: Create', () => {
  it('sends every field of the vendor in its own form, and returns the task', async () => {
    const { items } = await create({
      validity: 'custom',
      start: '2096-03-02T09:00:00',
      end: '2096-03-06T18:00:00+08:00',
      callingHours: {
        range: [
          { from: '14:00', to: '20:00' },
          { from: '9:00', to: '12:00' },
        ],
      },
      pushUrl: `${simulator.url}/hook?campaign=week-9`,
      options: {
        allowExport: false,
        moreCallerNumbers: ['01000000001'],
        numberMasking: 1,
        pushWhen: 1,
      },
    });
    expect(sent()).toEqual([
      {
        templateid: 'a0000000000000000000000000000001',
        task_name: 'Delivery, week 9',
        line_type: '1',
        telephone: '02180344315,01000000001',
        start_time: String(Date.UTC(2096, 2, 2, 9)),
        end_time: String(Date.UTC(2096, 2, 6, 10)),
        robot_num: '2',
        time_type: '1',
        call_time_slot: '09:00-12:00,14:00-20:00',
        task_status: '0',
        push_url: `${simulator.url}/hook?campaign=week-9`,
        push_type: '1',
        number_hide: '1',
        export_status: '1',
      },
    ]);
    expect(items[0].json).toEqual({
      taskId: [...simulator.state.tasks.keys()][0],
      taskName: 'Delivery, week 9',
      templateId: 'a0000000000000000000000000000001',
      callerNumbers: ['02180344315', '01000000001'],
      robots: 2,
      callingHours: ['09:00-12:00', '14:00-20:00'],
      startTime: '2096-03-02T09:00:00.000Z',
      endTime: '2096-03-06T10:00:00.000Z',
      resultsPushed: true,
      foundAgain: false,
      notCompared: [],
    });
  });

  it('creates a permanent task with calling hours 09:00 to 20:00 when nothing else is set', async () => {
    await create();
    expect(sent()[0]).toMatchObject({
      time_type: '2',
      call_time_slot: '09:00-20:00',
      number_hide: '0',
    });
    expect(sent()[0]).not.toHaveProperty('start_time');
    expect(sent()[0]).not.toHaveProperty('push_url');
  });

  it('adds the Result Push Token of the credential to the push URL, and shows it nowhere', async () => {
    const run = await create(
      { pushUrl: `${simulator.url}/hook` },
      { pushToken: 'long-random-text' },
    );
    expect([...simulator.state.tasks.values()][0].pushUrl).toBe(
      `${simulator.url}/hook?token=long-random-text`,
    );
    expect(JSON.stringify(simulator.ledger)).not.toContain('long-random-text');
    expect(JSON.stringify(run.items)).not.toContain('long-random-text');
  });

  it('warns when results travel unencrypted', async () => {
    const { hints } = await create({ pushUrl: `${simulator.url}/hook` });
    expect(hints[0].message).toContain('unencrypted');
  });

  const refused: Array<[string, IDataObject, string]> = [
    ['more robots than are free', { robots: 500 }, '"Robots" is 500, but only 20 are free'],
    ['no robot', { robots: 0 }, '"Robots" is 0, which is not a number of robots'],
    [
      'hours that end before they begin',
      { callingHours: { range: [{ from: '20:00', to: '09:00' }] } },
      'The calling hours 20:00 to 09:00 end before they begin',
    ],
    [
      'hours that overlap',
      {
        callingHours: {
          range: [
            { from: '09:00', to: '12:00' },
            { from: '11:00', to: '13:00' },
          ],
        },
      },
      'The calling hours 09:00 to 12:00 and 11:00 to 13:00 overlap',
    ],
    [
      'hours that are no times',
      { callingHours: { range: [{ from: '25:00', to: '26:00' }] } },
      'The calling hour "25:00" is not a time of day',
    ],
    [
      'a custom period without dates',
      { validity: 'custom', start: '={{ "" }}', end: '={{ "" }}' },
      '"Start" is empty',
    ],
    [
      'a period in the past',
      { validity: 'custom', start: '2020-01-01', end: '2020-01-02' },
      '"End" lies in the past',
    ],
    [
      'another token than the credential has',
      { pushUrl: 'https://n8n.example.com/webhook/x/sobot?token=other' },
      '"Result Push URL" holds another token than the credential',
    ],
    [
      'a period that ends before it begins',
      { validity: 'custom', start: '2096-03-02', end: '2096-03-01' },
      '"End" is not later than "Start"',
    ],
    [
      "n8n's test URL",
      { pushUrl: 'https://n8n.example.com/webhook-test/abc/sobot' },
      '"Result Push URL" is a test URL, which stops working after two minutes',
    ],
    [
      'a push URL that is no address',
      { pushUrl: 'n8n.example.com/webhook' },
      '"Result Push URL" is not a web address: n8n.example.com/webhook',
    ],
    [
      'a caller number of somebody else',
      { callerNumber: { __rl: true, mode: 'id', value: '2180344315' } },
      'The account has no caller number 2180344315',
    ],
    [
      'a template that does not exist',
      { template: { __rl: true, mode: 'id', value: 'nope' } },
      'The account has no template with the ID nope',
    ],
    ['an empty name', { taskName: ' ' }, '"Task Name" is empty'],
  ];

  it.each(refused)('refuses %s before it creates anything', async (_, parameters, message) => {
    const { error } = await create(parameters, { pushToken: 'the-token' });
    expect(error?.message).toBe(message);
    expect(error?.description).toBeTruthy();
    expect(error?.context.itemIndex).toBe(0);
    expect(sent()).toEqual([]);
  });

  it.each(['http://localhost:5678', 'http://192.168.1.4', 'http://[::1]:5678', 'http://n8n:5678'])(
    'refuses the push URL %s when the vendor is not on this machine too',
    async (address) => {
      const { error } = await create(
        { pushUrl: `${address}/webhook/x/sobot` },
        { baseUrl: 'https://icall.example.com/api/icall/5/task/' },
      );
      expect(error?.message).toMatch(/which Sobot cannot reach from outside/);
      expect(simulator.ledger.requests).toEqual([]);
    },
  );

  it.each(['resetAfter', 'truncate', 'statusAfter'] as const)(
    'finds the task again by name when the reply is lost (%s), and creates no second one',
    async (kind) => {
      await create();
      simulator.faults.add({ endpoint: 'add_task', kind });
      const { items, error } = await create();
      expect(error).toBeUndefined();
      expect(items[0].json).toMatchObject({
        taskId: [...simulator.state.tasks.keys()][1],
        foundAgain: true,
      });
      expect(simulator.state.tasks.size).toBe(2);
    },
  );

  it('says that the task may exist when the reply is lost and the task cannot be found', async () => {
    simulator.faults.add({ endpoint: 'add_task', kind: 'resetBefore' });
    const { error } = await create();
    expect(error?.message).toContain('Whether the task "Delivery, week 9" exists now is unknown');
    expect(error?.description).toContain('nobody is called');
    expect(sent()).toHaveLength(1);
  });

  it('lists the created task with its status in words', async () => {
    await create();
    const { items } = await runSobot(simulator, { resource: 'task', operation: 'getMany' });
    expect(items[0].json).toMatchObject({
      taskName: 'Delivery, week 9',
      status: 'notStarted',
      statusCode: 0,
    });
  });
});

describe('the option If the Name Is Taken', () => {
  const use = { options: { nameTaken: 'use' } };

  it('uses the one task of that name, so that a second run makes no second task', async () => {
    const [first] = (await create(use)).items;
    const [second] = (await create(use)).items;
    expect(second.json).toMatchObject({ taskId: first.json.taskId, foundAgain: true });
    expect(sent()).toHaveLength(1);
  });

  it('makes another one unless told otherwise', async () => {
    const [first] = (await create()).items;
    const [second] = (await create()).items;
    expect(second.json.taskId).not.toBe(first.json.taskId);
  });

  it('that could not be made is made at once when it can be', async () => {
    const tried = await create({ ...use, robots: 999 }, {}, 'made-at-once');
    expect(tried.error?.message).toContain('"Robots" is 999');
    simulator.faults.add({ endpoint: 'add_task', kind: 'code', code: '320013' });
    expect((await create(use, {}, 'made-at-once')).error).toBeDefined();
    simulator.faults.clear();
    const made = await create(use, {}, 'made-at-once');
    expect(made.error).toBeUndefined();
    expect(made.items[0].json.foundAgain).toBe(false);
  });

  it('that was only looked for in vain, since Sobot was out of order, is made at once afterwards', async () => {
    simulator.faults.add({
      endpoint: 'query_template',
      kind: 'statusBefore',
      status: 503,
      times: 9,
    });
    expect((await create(use, {}, 'out-of-order')).error).toBeDefined();
    simulator.faults.clear();
    expect((await create(use, {}, 'out-of-order')).error).toBeUndefined();
    expect(sent()).toHaveLength(1);
  });

  it('is made once by two workflows at the same moment', async () => {
    const runs = await Promise.all(['one', 'other'].map((id) => create(use, {}, `at-once-${id}`)));
    expect(new Set(runs.map(({ items }) => items[0].json.taskId)).size).toBe(1);
    expect(sent()).toHaveLength(1);
  });

  it('is not made where Sobot lists one and says nothing of it', async () => {
    await create(use, {}, 'made-it');
    const reply = { ret_code: '000000', ret_msg: 'ok', data: [] };
    simulator.faults.add({
      endpoint: 'query_task_info',
      kind: 'statusBefore',
      status: 200,
      body: JSON.stringify(reply),
      times: 9,
    });
    const { error } = await create(use, {}, 'found-nothing');
    expect(error?.message).toContain('and says nothing of it');
    expect(sent()).toHaveLength(1);
  });

  it('is found or made also where n8n remembers nothing', async () => {
    await withoutStorage(async () => {
      const [first] = (await create(use, {}, 'no-memory')).items;
      const [second] = (await create(use, {}, 'no-memory')).items;
      expect(second.json.taskId).toBe(first.json.taskId);
    });
  });

  it('makes another one when the first is over', async () => {
    const [first] = (await create(use)).items;
    await runSobot(simulator, {
      resource: 'task',
      operation: 'end',
      task: { __rl: true, mode: 'id', value: first.json.taskId },
    });
    const atOnce = { options: { nameTaken: 'use', waitBeforeAgain: 0 } };
    const [second] = (await create(atOnce)).items;
    expect(second.json.taskId).not.toBe(first.json.taskId);
  });

  it('says what the task has that was there, and what Sobot does not tell, in place of what was typed', async () => {
    const typed = { ...use, callingHours: { range: [{ from: '9:00', to: '18:00' }] } };
    await create({
      ...typed,
      callerNumber: { __rl: true, mode: 'id', value: '01000000001' },
      options: { nameTaken: 'use', moreCallerNumbers: ['02180344315'] },
    });
    const { items, hints } = await create({
      ...typed,
      options: { nameTaken: 'use', moreCallerNumbers: ['01000000001'] },
      pushUrl: `${simulator.url}/hook`,
    });
    expect(items[0].json).toEqual({
      taskId: [...simulator.state.tasks.keys()][0],
      taskName: 'Delivery, week 9',
      templateId: null,
      callerNumbers: ['01000000001', '02180344315'],
      robots: 2,
      callingHours: ['09:00-18:00'],
      startTime: null,
      endTime: null,
      resultsPushed: null,
      foundAgain: true,
      notCompared: ['template', 'resultPushUrl', 'pushResults', 'numberMasking', 'allowExport'],
    });
    expect(hints[0].message).toContain('Sobot does not tell its template, result push URL');
  });

  const period = (start: string, end: string) => ({ validity: 'custom', start, end });
  const march = period('2096-03-02T09:00:00', '2096-03-06T18:00:00');

  it.each<[string, IDataObject, IDataObject, string]>([
    ['other robots', {}, { robots: 1 }, 'robots: 2 there, 1 here'],
    [
      'another caller number',
      {},
      { callerNumber: { __rl: true, mode: 'id', value: '01000000001' } },
      'caller numbers: 02180344315 there, 01000000001 here',
    ],
    [
      'other calling hours',
      {},
      { callingHours: { range: [{ from: '10:00', to: '20:00' }] } },
      'calling hours: 09:00-20:00 there, 10:00-20:00 here',
    ],
    ['another validity', {}, march, 'validity: permanent there, custom period here'],
    [
      'another start',
      march,
      period('2096-03-03T09:00:00', '2096-03-06T18:00:00'),
      'start: 2096-03-02T09:00:00Z there, 2096-03-03T09:00:00Z here',
    ],
    [
      'another end',
      march,
      period('2096-03-02T09:00:00', '2096-03-07T18:00:00'),
      'end: 2096-03-06T18:00:00Z there, 2096-03-07T18:00:00Z here',
    ],
  ])(
    'stops before anything is sent when the task has %s, and says what differs',
    async (_, before, now, difference) => {
      await create(before);
      const { error } = await create({ ...use, ...now });
      expect(error?.message).toContain('exists and is set up otherwise');
      expect(error?.message).toContain(difference);
      expect(error?.description).toContain('Task: Update');
      expect(sent()).toHaveLength(1);
    },
  );

  it('stops before anything is made when there are several tasks of that name', async () => {
    await create();
    await create();
    const { error } = await create(use);
    expect(error?.message).toContain('There are 2 tasks named "Delivery, week 9"');
    expect(sent()).toHaveLength(2);
  });
});

describe('several items', () => {
  const items = [{ id: 1 }, { id: 2 }, { id: 3 }];
  const parameters = (taskName: string) => ({
    resource: 'task',
    operation: 'create',
    taskName,
    template: { __rl: true, mode: 'id', value: 'a0000000000000000000000000000001' },
    callerNumber: { __rl: true, mode: 'id', value: '02180344315' },
    robots: 1,
  });

  it('that describe the same task make one, and each item gets its ID', async () => {
    const run = await runSobot(simulator, parameters('Week 9'), items);
    expect(sent()).toHaveLength(1);
    const [taskId] = simulator.state.tasks.keys();
    expect(run.items.map(({ json, pairedItem }) => [json.taskId, pairedItem])).toEqual(
      items.map((_, item) => [taskId, { item }]),
    );
  });

  it('that describe several make as many', async () => {
    await runSobot(simulator, parameters('=Week {{ $json.id }}'), items);
    expect(sent().map((task) => task.task_name)).toEqual(['Week 1', 'Week 2', 'Week 3']);
  });
});
