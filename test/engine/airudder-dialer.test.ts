import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, debtorRows, exampleNumber, requestsTo, runAirudder } from './airudder';
import type { StoredCredential } from './harness';
import { until } from '../until';

let simulator: Simulator;
let credential: StoredCredential;

beforeAll(async () => {
  simulator = await startSimulator({ speed: 1000 });
});

afterAll(async () => await simulator.close());

beforeEach(() => {
  simulator.reset();
  credential = airudderCredential(simulator, { product: 'direct', pushToken: 'push-token-7' });
});

const promo = { taskName: 'promo-9', groupName: 'Sales Team' };

const create = (
  rows: object[],
  parameters: object = {},
  options: Parameters<typeof runAirudder>[5] = {},
) =>
  runAirudder(
    credential,
    'task',
    'dialerTask.create',
    { ...promo, variableMode: 'none', contactIdColumn: 'caseid', ...parameters },
    rows as never,
    options,
  );

const dialled = () => simulator.ledger.contacts.map(({ phone }) => phone);

/** Waits until the simulator called everybody. */
async function called(count: number): Promise<void> {
  await until(() => simulator.ledger.dials.length >= count);
}

describe('Dialer Task: Create', () => {
  it('creates one task with all rows as contacts, in one request', async () => {
    const { items, error } = await create(debtorRows(3), {
      variableMode: 'chosen',
      variablesChosen: 'name',
    });
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.outcome)).toEqual(['submitted', 'submitted', 'submitted']);
    expect(items[0].json.taskId).toEqual(expect.stringMatching(/^[0-9a-f]{32}$/));
    expect(dialled()).toEqual([1, 2, 3].map(exampleNumber));
    const [{ parameters }] = requestsTo(simulator, 'createtask');
    expect(parameters).toMatchObject({
      taskName: 'promo-9',
      groupName: 'Sales Team',
      startTime: '',
      customizeContacts: expect.arrayContaining([
        { name: 'Customer 1', caseid: 'case-1', phonenumber: exampleNumber(1) },
      ]),
    });
  });

  it('sends what its options say, the push URL with the token and in base64', async () => {
    const callback = `${simulator.url}/webhook/abc/airudder`;
    const { error } = await create(debtorRows(1), {
      options: { callback, repeatTimes: 2, bulkCallInterval: 90, agents: 'anna, budi' },
    });
    expect(error).toBeUndefined();
    const [{ parameters }] = requestsTo(simulator, 'createtask');
    expect(parameters).toMatchObject({
      repeatTimes: 2,
      bulkCallInterval: 90,
      agentName: ['anna', 'budi'],
    });
    expect(parameters).not.toHaveProperty('callback');
    const [task] = simulator.airudder.state.dialerTasks.values();
    expect(task.callback).toBe(`${callback}?token=push-token-7`);
  });

  it('a second run under the same name calls nobody twice, and says why', async () => {
    const start = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString();
    await create(debtorRows(2), { start });
    const { error } = await create(debtorRows(2), { start });
    expect(error?.message).toContain('There is a task named "promo-9" already');
    expect(dialled()).toHaveLength(2);
  });

  it('a second run after they were called finds them', async () => {
    await create(debtorRows(2));
    await called(2);
    const { items } = await create(debtorRows(2));
    expect(items.map(({ json }) => json.outcome)).toEqual(['alreadySubmitted', 'alreadySubmitted']);
    expect(dialled()).toHaveLength(2);
  });

  it('a reply that is lost after the task was made is settled by its name', async () => {
    simulator.faults.add({ endpoint: 'createtask', kind: 'resetAfter' });
    const { items, error } = await create(debtorRows(3));
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.outcome)).toEqual(['submitted', 'submitted', 'submitted']);
    expect(dialled()).toHaveLength(3);
  });

  it('Retry On Fail after a request that never arrived calls nobody twice', async () => {
    simulator.faults.add({ endpoint: 'createtask', kind: 'resetBefore' });
    await create(debtorRows(3), {}, { retryOnFail: true });
    expect(new Set(dialled()).size).toBe(dialled().length);
  });

  it.each([
    ['a name with blanks', { taskName: 'promo 9' }, '"Task Name" holds signs'],
    ['a start in the past', { start: '2020-01-01T00:00:00Z' }, '"Start" lies in the past'],
    [
      'a test URL',
      { options: { callback: 'https://n8n.example.com/webhook-test/abc' } },
      'is a test URL',
    ],
  ])('%s is refused before anything is sent', async (_, parameters, message) => {
    const { error } = await create(debtorRows(1), parameters);
    expect(error?.message).toContain(message);
    expect(requestsTo(simulator, 'createtask')).toHaveLength(0);
  });

  it('a skill group that does not exist is told in words', async () => {
    const { error } = await create(debtorRows(1), { groupName: 'Nobody' });
    expect(error?.message).toContain('The skill group is missing');
    expect(dialled()).toHaveLength(0);
  });

  it('a number of 15 digits is refused alone: the dialer would refuse the whole list', async () => {
    const rows = debtorRows(2);
    rows[1].phone = '+123456789012345';
    const { items } = await create(rows, { options: { invalidContacts: 'skip' } });
    expect(items.map(({ json }) => json.outcome)).toEqual(['submitted', 'rejected']);
  });

  it('without a column for it, the contact ID stays here; the start is asked for calling hours', async () => {
    const { items, error } = await create(debtorRows(1), {
      contactIdColumn: '',
      start: '2096-03-05T09:00:00Z',
      guards: { callingHours: { hours: { from: '09:00', until: '20:00', days: 'monToSat' } } },
    });
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({ contactId: 'case-1', outcome: 'submitted' });
    const [{ parameters }] = requestsTo(simulator, 'createtask');
    expect(parameters.customizeContacts).toEqual([{ phonenumber: exampleNumber(1) }]);
  });

  it('takes what describes the task from the first row that names it', async () => {
    const groups = ['Sales Team', 'Support Team', 'Night Team'];
    const rows = debtorRows(3).map((row, at) => ({ ...row, group: groups[at] }));
    await create(rows, { groupName: '={{ $json.group }}' });
    const sent = requestsTo(simulator, 'createtask').map(({ parameters }) => parameters.groupName);
    expect(sent).toEqual(['Sales Team']);
  });

  it('takes the options that describe a task from the first row that names it, too', async () => {
    const rows = debtorRows(2).map((row, at) => ({
      ...row,
      list: `promo-${at}`,
      agent: `a-${at}`,
    }));
    await create(rows, {
      taskName: '={{ $json.list }}',
      options: { agents: '={{ $json.agent }}' },
    });
    const sent = requestsTo(simulator, 'createtask').map(({ parameters }) => parameters);
    expect(sent.map(({ taskName, agentName }) => [taskName, agentName])).toEqual([
      ['promo-0', ['a-0']],
      ['promo-1', ['a-1']],
    ]);
  });

  it('a dry run sends nothing', async () => {
    const { items } = await create(debtorRows(1), { options: { dryRun: true } });
    expect(items[0].json).toMatchObject({
      outcome: 'dryRun',
      wouldSend: { phonenumber: exampleNumber(1) },
    });
    expect(requestsTo(simulator, 'createtask')).toHaveLength(0);
  });

  it('a credential of the other product is refused with what to do', async () => {
    credential = airudderCredential(simulator);
    const { error } = await create(debtorRows(1));
    expect(error?.message).toContain('the predictive dialer has a login of its own');
    expect(error?.description).toContain('Predictive Dialer (Direct API)');
  });
});

describe('Dialer Task: Copy', () => {
  const copy = async (dialerTaskId: unknown, parameters: object = {}) =>
    await runAirudder(credential, 'task', 'dialerTask.copy', {
      ...promo,
      taskName: 'promo-10',
      dialerTaskId: dialerTaskId as string,
      ...parameters,
    });

  it('calls those who did not answer again, under a new name', async () => {
    simulator.airudder.state.dialler.planned.set('case-2', { status: 9 });
    simulator.airudder.state.dialler.planned.set('case-1', { status: 2 });
    const { items } = await create(debtorRows(2));
    await called(2);
    const { items: copied, error } = await copy(items[0].json.taskId);
    expect(error).toBeUndefined();
    expect(copied[0].json).toEqual({
      taskId: expect.any(String),
      foundAgain: false,
      taskName: 'promo-10',
      copiedFrom: items[0].json.taskId,
    });
    expect(dialled()).toEqual([1, 2, 2].map(exampleNumber));
  });

  it.each(['resetAfter', 'statusAfter'] as const)(
    'a reply that is lost (%s) is settled by the name: nobody is called twice',
    async (kind) => {
      const { items } = await create(debtorRows(2));
      await called(2);
      simulator.faults.add({ endpoint: 'copytask', kind, status: 502 });
      const { items: copied } = await copy(items[0].json.taskId, { copied: 'all' });
      expect(copied[0].json).toMatchObject({ foundAgain: true, taskName: 'promo-10' });
      expect(dialled()).toHaveLength(4);
    },
  );

  it('two copies under one name are not taken for one', async () => {
    const { items } = await create(debtorRows(1));
    await create(debtorRows(1), { taskName: 'promo-8' });
    const second = [...simulator.airudder.state.dialerTasks.keys()].at(-1);
    const { error } = await runAirudder(
      credential,
      'task',
      'dialerTask.copy',
      { ...promo, taskName: 'promo-10', dialerTaskId: '={{ $json.task }}', copied: 'all' },
      [{ task: items[0].json.taskId as string }, { task: second as string }],
    );
    expect(error?.message).toContain('There is a dialer task named "promo-10" already');
    expect(requestsTo(simulator, 'copytask')).toHaveLength(1);
  });

  it('Retry On Fail makes only the copy that failed', async () => {
    const { items } = await create(debtorRows(1));
    simulator.faults.add({ endpoint: 'copytask', kind: 'statusBefore', status: 503, from: 2 });
    const { items: copied } = await runAirudder(
      credential,
      'task',
      'dialerTask.copy',
      {
        ...promo,
        taskName: '={{ $json.name }}',
        dialerTaskId: items[0].json.taskId as string,
        copied: 'all',
      },
      [{ name: 'promo-10' }, { name: 'promo-11' }],
      { retryOnFail: true },
    );
    expect(copied.map(({ json }) => json.taskName)).toEqual(['promo-10', 'promo-11']);
    expect(simulator.airudder.state.dialerTasks.size).toBe(3);
  });

  it('whether a copy exists that nobody can look for is unknown; the next run makes no second one', async () => {
    const { items } = await create(debtorRows(1));
    const outage = { endpoint: 'querytasklist', kind: 'statusBefore', status: 502 } as const;
    simulator.faults.add({ endpoint: 'copytask', kind: 'statusAfter', status: 502 });
    simulator.faults.add({ ...outage, from: 2, times: 99 });
    const again = async () =>
      await runAirudder(
        credential,
        'task',
        'dialerTask.copy',
        {
          ...promo,
          taskName: 'promo-10',
          dialerTaskId: items[0].json.taskId as string,
          copied: 'all',
        },
        [{}],
        { workflowId: 'copies' },
      );
    const { error } = await again();
    expect(error?.message).toContain('Whether the dialer task "promo-10" exists now is unknown');
    simulator.faults.clear();
    expect((await again()).error?.message).toContain('There is a dialer task named "promo-10"');
    expect(requestsTo(simulator, 'copytask')).toHaveLength(1);
  });

  it('whether a copy exists that nobody can look for is settled by Retry On Fail', async () => {
    const { items } = await create(debtorRows(1));
    const copyOnce = async (taskName: string, looksFailing: number) => {
      const outage = { kind: 'statusBefore', status: 502, from: 2, times: looksFailing } as const;
      simulator.faults.add({ endpoint: 'copytask', kind: 'statusAfter', status: 502 });
      simulator.faults.add({ endpoint: 'querytasklist', ...outage });
      simulator.ledger.requests = [];
      const run = await runAirudder(
        credential,
        'task',
        'dialerTask.copy',
        { ...promo, taskName, dialerTaskId: items[0].json.taskId as string, copied: 'all' },
        [{}],
        { retryOnFail: looksFailing < 99 },
      );
      simulator.faults.clear();
      return run;
    };
    await copyOnce('promo-10', 99);
    const looksOfOneTry = requestsTo(simulator, 'querytasklist').length;
    const { items: copied } = await copyOnce('promo-11', looksOfOneTry - 1);
    expect(copied[0].json).toMatchObject({ foundAgain: true, taskName: 'promo-11' });
    expect(requestsTo(simulator, 'copytask')).toHaveLength(1);
  });

  it('a refusal is told, and a reply without an ID is settled by the name', async () => {
    const { items } = await create(debtorRows(1));
    simulator.faults.add({ endpoint: 'copytask', kind: 'code', code: '10510' });
    expect((await copy(items[0].json.taskId)).error?.message).toContain('at most 14 digits');
    const body = JSON.stringify({ code: 0, message: 'successfully', body: {} });
    simulator.faults.add({ endpoint: 'copytask', kind: 'statusAfter', status: 200, body });
    const { items: copied } = await copy(items[0].json.taskId, { copied: 'all' });
    expect(copied[0].json.taskId).toBe([...simulator.airudder.state.dialerTasks.keys()].at(-1));
  });

  it('what is to be copied is one of two, and the cancelled can be left out', async () => {
    const { error } = await copy('t1', { copied: 'some' });
    expect(error?.message).toContain('some');
    const { items } = await copy('t1', {
      copied: 'all',
      options: { dryRun: true, ignoreCancelled: false },
    });
    expect(JSON.stringify(items[0].json)).not.toContain('ignoreCancelled');
  });

  it('a name in use is refused before anything is sent', async () => {
    const { items } = await create(debtorRows(2));
    const { error } = await copy(items[0].json.taskId, { taskName: 'promo-9' });
    expect(error?.message).toContain('There is a dialer task named "promo-9" already');
    expect(requestsTo(simulator, 'copytask')).toHaveLength(0);
  });

  it('a dry run sends nothing and shows no token', async () => {
    const { items } = await copy('t1', {
      options: { dryRun: true, callback: `${simulator.url}/webhook/abc` },
    });
    expect(items[0].json).toMatchObject({ outcome: 'dryRun', wouldSend: { fromTask: 't1' } });
    expect(requestsTo(simulator, 'copytask')).toHaveLength(0);
  });
});

describe('what a dialer task did', () => {
  it('Get gives one call result for each call, with the same fields as everywhere', async () => {
    simulator.airudder.state.dialler.planned.set('case-2', { status: 9 });
    simulator.airudder.state.dialler.planned.set('case-1', { status: 2 });
    const { items } = await create(debtorRows(2));
    await called(2);
    const { items: calls } = await runAirudder(credential, 'task', 'dialerTask.get', {
      dialerTaskId: items[0].json.taskId as string,
      contactIdColumn: 'caseid',
    });
    expect(calls.map(({ json }) => [json.contactId, json.outcome, json.answered])).toEqual([
      ['case-1', 'answered', true],
      ['case-2', 'busy', false],
    ]);
    expect(calls[0].json).toMatchObject({ phone: exampleNumber(1), source: 'query' });
  });

  it('Get Many lists tasks by time, state and name', async () => {
    await create(debtorRows(1));
    const list = async (filters: object) =>
      await runAirudder(credential, 'task', 'dialerTask.getMany', {
        start: '2020-01-01T00:00:00Z',
        end: '2099-01-01T00:00:00Z',
        filters: filters as never,
      });
    const { items } = await list({ taskName: 'promo-9' });
    expect(items.map(({ json }) => [json.taskName, json.groupName])).toEqual([
      ['promo-9', 'Sales Team'],
    ]);
    expect((await list({ taskName: 'other' })).items).toHaveLength(0);
  });

  it('Cancel Contacts says of each number whether it was taken out', async () => {
    const { items } = await create(debtorRows(1), { start: '2099-01-01T00:00:00Z' });
    const { items: told } = await runAirudder(credential, 'task', 'dialerTask.cancelContacts', {
      dialerTaskId: items[0].json.taskId as string,
      phones: `${exampleNumber(1)}, ${exampleNumber(9)}`,
    });
    expect(told.map(({ json }) => [json.phone, json.cancelled])).toEqual([
      [exampleNumber(1), true],
      [exampleNumber(9), false],
    ]);
  });

  it('Get Recording Link gives the link of an answered call', async () => {
    simulator.airudder.state.dialler.planned.set('case-1', { status: 2 });
    await create(debtorRows(1));
    await called(1);
    const [{ callId }] = simulator.ledger.dials;
    const { items } = await runAirudder(credential, 'task', 'dialerTask.getRecordingLink', {
      callId,
    });
    expect(items[0].json).toEqual({
      callId,
      recordingUrl: `${simulator.url}/recordings/${callId}.wav`,
    });
  });
});
