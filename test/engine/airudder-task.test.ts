import { unzipSync } from 'fflate';
import { startSimulator, type Simulator } from '../../simulator/server';
import {
  airudderCredential,
  collectionTask,
  debtorRows,
  exampleNumber,
  requestsTo,
  runAirudder,
} from './airudder';
import type { StoredCredential } from './harness';
import { byId } from './tasks';
import { until } from '../until';

let simulator: Simulator;
let credential: StoredCredential;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1000 });
});
afterAll(async () => await simulator.close());
beforeEach(() => {
  simulator.reset();
  credential = airudderCredential(simulator);
});

const create = async (
  rows = debtorRows(3),
  parameters = {},
  options: Parameters<typeof runAirudder>[5] = {},
) =>
  await runAirudder(
    credential,
    'task',
    'task.create',
    { ...collectionTask, ...parameters },
    rows,
    options,
  );

const takenIds = () => simulator.ledger.contacts.map(({ contactId }) => contactId);
const outcomes = (run: Awaited<ReturnType<typeof create>>) =>
  run.items.map(({ json }) => json.outcome);

describe('Task: Create', () => {
  it('creates a task with every item as its contact, under the names of the vertical Collection', async () => {
    const run = await create();
    expect(run.error).toBeUndefined();
    expect(run.items.map(({ json }) => [json.contactId, json.outcome, json.taskName])).toEqual([
      ['case-1', 'submitted', 'Reminder'],
      ['case-2', 'submitted', 'Reminder'],
      ['case-3', 'submitted', 'Reminder'],
    ]);
    expect(run.items[0].json.taskId).toBe(simulator.ledger.contacts[0].taskId);
    const [{ parameters }] = requestsTo(simulator, 'task');
    expect(parameters).toMatchObject({
      TaskName: 'Reminder',
      ScheduleStartTime: '2026-01-01 08:00:00',
      ScheduleEndTime: '2099-01-01 08:00:00',
      RobotMethod: 'single',
      RobotID: '0123456789abcdef0123456789abcdef',
      SIPLine: 'MY_LINE',
      RepeatInterval: 10,
      RepeatNumber: 1,
    });
    expect((parameters.Details as object[])[0]).toEqual({
      Debtor: 'Customer 1',
      Mobile: exampleNumber(1),
      LoanDate: '2026-01-15',
      DueDate: '2026-10-01',
      LoanAmount: 1_000_000,
      Arrears: 250_000.5,
      Unit: 'Rupiah',
      Platform: 'ACME',
      Comments: 'case-1',
      order: 'A-1',
    });
  });

  it('reads times in the zone of the account', async () => {
    credential = airudderCredential(simulator, { timeZone: 'Asia/Jakarta' });
    simulator.settings.zone = 'Asia/Jakarta';
    await create(debtorRows(1), { start: '2026-01-01T09:00:00+07:00' });
    const [{ parameters }] = requestsTo(simulator, 'task');
    expect(parameters.ScheduleStartTime).toBe('2026-01-01 09:00:00');
  });

  it('takes other verticals by the names the user gives, and further fields as JSON', async () => {
    const rows = [{ id: 'c-1', phone: exampleNumber(1), name: 'Ana', order: 'A-1' }];
    const run = await create(rows, {
      vertical: 'marketing',
      phoneKey: 'Mobile',
      contactIdKey: 'Comments',
      options: { more: '{"Perform": 1, "RepeatNumber": 2}' },
    });
    expect(outcomes(run)).toEqual(['submitted']);
    const [{ parameters }] = requestsTo(simulator, 'task');
    expect(parameters).toMatchObject({ Perform: 1, RepeatNumber: 2 });
    expect(parameters.Details).toEqual([
      { Mobile: exampleNumber(1), Comments: 'c-1', name: 'Ana', order: 'A-1' },
    ]);
  });

  it.each([
    ['a number without +', { phone: '2005550001' }, 'write it with + and the country code'],
    ['a missing name', { name: '' }, 'the name is missing'],
    ['a loan date after the due date', { loan_date: '2026-12-01' }, 'does not lie before'],
    ['nothing owed', { arrears: 0 }, 'not above 0'],
    ['an amount that is no number', { loan_amount: '1.000,00' }, 'loan amount is not a number'],
    ['a day that is none', { due_date: '31.10.2026' }, 'the due date is no day'],
  ])('refuses %s before anything is sent', async (_, change, reason) => {
    const rows = debtorRows(2);
    Object.assign(rows[1], change);
    const { error } = await create(rows);
    expect(error?.message).toBe("1 of 2 contacts can't be called, so nothing was sent");
    expect(error?.description).toContain('[item 1]');
    expect(error?.description).toContain(reason);
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('refuses an end in the past before anything is sent', async () => {
    const { error } = await create(debtorRows(1), {
      start: '2020-01-01T00:00:00Z',
      end: '2020-01-02T00:00:00Z',
    });
    expect(error?.message).toBe('"End" lies in the past');
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('shows the list of AIRUDDER where it rejects contacts and does not say which', async () => {
    const body = { code: 200, data: { TaskID: 't-1', detail_error_list: [{ note: 'bad' }] } };
    const fault = { kind: 'statusBefore', status: 200, body: JSON.stringify(body) } as const;
    simulator.faults.add({ endpoint: 'task', ...fault });
    const { hints } = await create(debtorRows(2));
    expect(hints.map(({ message }) => message).join()).toContain('rejected');
  });

  it('a reply without the ID of the task leaves open whether there is one', async () => {
    const body = JSON.stringify({ code: 200, data: {} });
    simulator.faults.add({ endpoint: 'task', kind: 'statusBefore', status: 200, body });
    const { error } = await create(debtorRows(1));
    expect(error?.message).toContain('AIRUDDER confirmed the task but gave no task ID');
  });

  it('pairs the contacts that AIRUDDER rejects with their items', async () => {
    const rows = debtorRows(3);
    rows[1].phone = '+12025550199';
    const run = await create(rows);
    expect(outcomes(run)).toEqual(['submitted', 'refused', 'submitted']);
    expect(run.items[1].json.reason).toContain('block list');
    expect(run.items[1].pairedItem).toEqual({ item: 1 });
  });

  it('spreads items over several tasks when the name differs, and shows everything in a dry run', async () => {
    const rows = debtorRows(4).map((row, at) => ({ ...row, team: at % 2 ? 'North' : 'South' }));
    const parameters = { taskName: '={{ $json.team }}' };
    const dry = await create(rows, { ...parameters, options: { dryRun: true } });
    expect(dry.items.map(({ json }) => [json.outcome, json.taskName])).toEqual([
      ['dryRun', 'South'],
      ['dryRun', 'North'],
      ['dryRun', 'South'],
      ['dryRun', 'North'],
    ]);
    expect(simulator.ledger.requests).toEqual([]);
    const run = await create(rows, parameters);
    expect(outcomes(run)).toEqual(Array(4).fill('submitted'));
    expect(requestsTo(simulator, 'task')).toHaveLength(2);
  });

  it('makes each task by the options of its own first item', async () => {
    const rows = debtorRows(2).map((row, at) => ({ ...row, team: `${at}`, perform: at }));
    const options = { more: '={{ JSON.stringify({ Perform: $json.perform }) }}' };
    await create(rows, { taskName: '={{ $json.team }}', options });
    const sent = requestsTo(simulator, 'task').map(({ parameters }) => parameters.Perform);
    expect(sent).toEqual([0, 1]);
  });

  it('says so when contacts count as sent to a task that is not there any more', async () => {
    const workflow = { workflowId: 'gone' };
    await create(debtorRows(3), {}, workflow);
    simulator.reset();
    const { items, hints } = await create(debtorRows(3), {}, workflow);
    expect(items.map(({ json }) => json.outcome)).toEqual(Array(3).fill('alreadySubmitted'));
    const said = hints.map(({ message }) => message).join(' ');
    expect(said).toContain('3 of these contacts count as sent in an earlier run');
    const again = await create(debtorRows(3), { taskName: 'Reminder 2' }, workflow);
    expect(outcomes(again)).toEqual(Array(3).fill('submitted'));
    expect(again.hints.map(({ message }) => message).join(' ')).not.toContain('count as sent');
  });

  it('a second run with the same name calls nobody twice', async () => {
    await create();
    const again = await create();
    expect(again.error).toBeUndefined();
    expect(outcomes(again)).toEqual(Array(3).fill('alreadySubmitted'));
    const more = await create(debtorRows(4));
    expect(more.error?.message).toContain('There is a task named "Reminder" already');
    expect(more.error?.context.contacts).toEqual({
      confirmed: ['case-1', 'case-2', 'case-3'],
      unknown: [],
      notSent: ['case-4'],
    });
    expect(takenIds()).toEqual(['case-1', 'case-2', 'case-3']);
  });

  it.each(['resetAfter', 'silenceAfter', 'truncate', 'html', 'statusAfter'] as const)(
    'finds the task again by its name when the reply is lost (%s)',
    async (kind) => {
      simulator.faults.add({ endpoint: 'task', kind, status: 502 });
      const run = await create(debtorRows(3), { options: { timeout: 1 } });
      expect(run.error).toBeUndefined();
      expect(outcomes(run)).toEqual(Array(3).fill('submitted'));
      expect(run.items[0].json.taskId).toBe(simulator.ledger.contacts[0].taskId);
      expect(takenIds()).toHaveLength(3);
    },
  );

  it('says unknown where the vendor does not show those that wait: it may have rejected some in the lost reply', async () => {
    Object.assign(simulator.settings, { waitingContact: 'nothing', holdCalls: true });
    simulator.faults.add({ endpoint: 'task', kind: 'resetAfter' });
    const { error } = await create();
    expect(error?.message).toContain('Contacts: 0 confirmed, 3 unknown, 0 not sent');
    expect(takenIds()).toHaveLength(3);
  });

  it('stops and says so when it cannot be found', async () => {
    simulator.faults.add({ endpoint: 'task', kind: 'resetBefore' });
    const { error } = await create();
    expect(error?.message).toContain('Contacts: 0 confirmed, 3 unknown, 0 not sent');
    expect(takenIds()).toEqual([]);
    expect(outcomes(await create())).toEqual(Array(3).fill('submitted'));
  });

  it('names no time to wait, and no option for it, where the vendor would refuse a second task', async () => {
    simulator.faults.add({ endpoint: 'task', kind: 'resetBefore' });
    const { error } = await create();
    expect(error?.description).toContain('Unknown, may be called: case-1, case-2, case-3.');
    expect(error?.description).not.toContain('Wait Before Sending Again');
    expect(error?.context).not.toHaveProperty('tryAgainAt');
  });

  it('Retry On Fail keeps the name of the first try, also when the time is in it', async () => {
    simulator.faults.add({ endpoint: 'task', kind: 'resetBefore' });
    const taskName = '={{ "Reminder " + $now.toMillis() }}';
    const run = await create(debtorRows(3), { taskName }, { retryOnFail: true });
    expect(outcomes(run)).toEqual(Array(3).fill('submitted'));
    const names = requestsTo(simulator, 'task').map(({ parameters }) => parameters.TaskName);
    expect(new Set(names.filter((name) => name !== undefined)).size).toBe(1);
  });

  it('a name with the time in it is one name, however many items there are', async () => {
    await create(debtorRows(30), { taskName: '={{ "Reminder " + $now.toMillis() }}' });
    expect(requestsTo(simulator, 'task')).toHaveLength(1);
  });

  it('says unknown, and nothing about another name, where the task hides waiting contacts', async () => {
    Object.assign(simulator.settings, { waitingContact: 'nothing', holdCalls: true });
    await create();
    const again = await create();
    expect(again.error?.context.contacts).toMatchObject({
      unknown: ['case-1', 'case-2', 'case-3'],
    });
    expect(again.error?.description).toContain('cannot be seen yet');
    expect(takenIds()).toHaveLength(3);
  });

  it('Retry On Fail sends again what is unknown under the same name, which AIRUDDER takes once', async () => {
    simulator.faults.add({ endpoint: 'task', kind: 'resetBefore' });
    const run = await create(debtorRows(2), {}, { retryOnFail: true });
    expect(outcomes(run)).toEqual(['submitted', 'submitted']);
    expect(takenIds()).toEqual(['case-1', 'case-2']);
  });

  it('goes on where the list of tasks cannot be read, since a name can be used once', async () => {
    simulator.faults.add({ endpoint: 'list', kind: 'code', code: '400', times: 99 });
    expect(outcomes(await create())).toEqual(Array(3).fill('submitted'));
    const again = await create();
    expect(again.error?.message).toContain('AIRUDDER refused the request');
    expect(takenIds()).toHaveLength(3);
  });

  it.each([
    ['no robot', { robot: byId('={{ "" }}') }, '"Robot" is empty'],
    ['no line', { sipLine: '={{ "" }}' }, '"SIP Line" is empty'],
    ['an end before the start', { end: '2025-01-01T00:00:00Z' }, '"End" is not later than "Start"'],
    ['JSON that is none', { options: { more: 'nonsense' } }, 'is not a JSON object'],
    ['no name', { taskName: '={{ "" }}' }, '"Task Name" is empty'],
  ])('refuses %s before anything is sent', async (_, parameters, message) => {
    const { error } = await create(debtorRows(1), parameters);
    expect(error?.message).toContain(message);
    expect(simulator.ledger.requests).toEqual([]);
  });
});

describe('with a task that was called', () => {
  let task: string;
  beforeEach(async () => {
    const run = await create();
    task = run.items[0].json.taskId as string;
    await until(() => simulator.ledger.dials.length >= 3);
  });

  it('Task: Get gives one call result per call, in the fields every vendor has', async () => {
    const { items } = await runAirudder(credential, 'task', 'task.get', { task: byId(task) });
    expect(items.map(({ json }) => json.contactId).sort()).toEqual(['case-1', 'case-2', 'case-3']);
    for (const { json } of items) {
      const dial = simulator.ledger.dials.find(({ callId }) => callId === json.callId);
      expect(json).toMatchObject({
        taskId: task,
        phone: dial?.phone,
        answered: dial?.status === 2,
        outcome: dial?.status === 2 ? 'answered' : 'notConnected',
      });
    }
  });

  it('Task: Get gives one item per task with counts, and raw data where asked', async () => {
    const one = await runAirudder(credential, 'task', 'task.get', {
      task: byId(task),
      view: 'task',
    });
    expect(one.items).toHaveLength(1);
    expect(one.items[0].json).toMatchObject({
      taskName: 'Reminder',
      status: 'finished',
      contactCount: 3,
      startTime: '2026-01-01T00:00:00.000Z',
    });
    const raw = await runAirudder(credential, 'task', 'task.get', {
      task: byId(task),
      view: 'task',
      simplify: false,
    });
    expect(raw.items[0].json).toMatchObject({ TaskID: task, RobotMethod: 'single' });
  });

  it('Task: Get Many lists it, under clean names or raw', async () => {
    const { items } = await runAirudder(credential, 'task', 'task.getMany');
    expect(items.map(({ json }) => json)).toEqual([
      { taskId: task, taskName: 'Reminder', status: 'finished' },
    ]);
    const raw = await runAirudder(credential, 'task', 'task.getMany', { simplify: false });
    expect(raw.items[0].json).toEqual({ TaskID: task, TaskName: 'Reminder', Status: 'finished' });
  });

  it.each([
    ['audio', 'audio/wav', /^recording_.*\.wav$/],
    ['zip', 'application/zip', /^recordings\.zip$/],
    ['link', 'audio/wav', /^recording_.*\.wav$/],
  ] as const)(
    'Recording: Get for Task handles a reply in the form of %s',
    async (form, type, name) => {
      simulator.settings.recordingForm = form;
      const { items, error } = await runAirudder(
        credential,
        'task',
        'recording.getForTask',
        { query: `{"TaskID": "${task}"}` },
        [{ taskId: task }],
      );
      expect(error).toBeUndefined();
      const file = items[0].binary?.data;
      expect(file?.mimeType).toBe(type);
      expect(file?.fileName).toMatch(name);
      const bytes = Buffer.from(file?.data ?? '', 'base64');
      if (form === 'zip') expect(Object.keys(unzipSync(new Uint8Array(bytes)))).not.toEqual([]);
      else expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    },
  );

  it.each(['audio', 'link'] as const)(
    'Recording: Get for Task breaks off when nothing more comes (%s)',
    async (form) => {
      simulator.settings.recordingForm = form;
      simulator.faults.add({ endpoint: 'recording', kind: 'stall', times: 4 });
      const { error } = await runAirudder(credential, 'task', 'recording.getForTask', {
        query: `{"TaskID": "${task}"}`,
        options: { timeout: 1 },
      });
      expect(error?.message).toContain('broke off');
    },
  );

  it('Recording: Get for Task fetches every link of a list', async () => {
    const link = (name: string) => `${simulator.url}/recordings/${name}.wav`;
    simulator.faults.add({
      endpoint: 'recording',
      kind: 'statusAfter',
      status: 200,
      body: JSON.stringify({ code: 200, data: { recordings: [link('a'), link('b')] } }),
    });
    const { items } = await runAirudder(credential, 'task', 'recording.getForTask', {
      query: `{"TaskID": "${task}"}`,
    });
    expect(Object.keys(items[0].binary ?? {})).toEqual(['data', 'data2']);
  });

  it('Call: Get Recording fetches one', async () => {
    const { callId } = simulator.ledger.dials[0];
    const fetch = () =>
      runAirudder(credential, 'task', 'call.getRecording', { query: { CallID: callId } });
    expect((await fetch()).items[0].binary?.data.mimeType).toBe('audio/wav');
    const { error } = await runAirudder(credential, 'task', 'call.getRecording', {
      query: { CallID: 'nobody' },
    });
    expect(error?.message).toBe('AIRUDDER refused the request');
    expect(error?.description).toContain('no such call');
  });

  it('a recording larger than the limit is refused', async () => {
    const { callId } = simulator.ledger.dials[0];
    const { error } = await runAirudder(credential, 'task', 'call.getRecording', {
      query: { CallID: callId },
      options: { sizeLimit: 0 },
    });
    expect(error?.message).toContain('"Size Limit" is 0');
  });
});

describe('stopping', () => {
  beforeEach(() => {
    simulator.settings.holdCalls = true;
  });

  it('Call: Cancel takes one number out of a task', async () => {
    const { items: created } = await create();
    const task = created[0].json.taskId as string;
    const { items } = await runAirudder(
      credential,
      'task',
      'call.cancel',
      { task: byId(task), phone: '={{ $json.phone }}' },
      [{ phone: exampleNumber(2) }],
    );
    expect(items[0].json).toEqual({ taskId: task, phone: exampleNumber(2), cancelled: true });
    const left = await runAirudder(credential, 'task', 'task.get', { task: byId(task) });
    expect(left.items.map(({ json }) => [json.contactId, json.outcome])).toEqual([
      ['case-1', 'pending'],
      ['case-3', 'pending'],
    ]);
  });

  it('Call: Cancel refuses what is no number, and says why the vendor refused', async () => {
    const { items: created } = await create();
    const task = byId(created[0].json.taskId as string);
    const cancel = (phone: string) =>
      runAirudder(credential, 'task', 'call.cancel', { task, phone });
    expect((await cancel('12')).error?.message).toContain("The call can't be cancelled");
    expect((await cancel(exampleNumber(99))).error?.description).toContain(
      'no such call is waiting',
    );
  });

  it('Task: Stop sends the fields that the user knows', async () => {
    const { items: created } = await create();
    const task = created[0].json.taskId as string;
    const { items } = await runAirudder(credential, 'task', 'task.stop', {
      body: JSON.stringify({ TaskID: task, Operation: 'stop' }),
    });
    expect(items[0].json).toEqual({ data: null, status: 'OK', code: 200 });
    const { items: after } = await runAirudder(credential, 'task', 'task.get', {
      task: byId(task),
      view: 'task',
    });
    expect(after[0].json.status).toBe('canceled');
    expect(after[0].json.outcomes).toEqual({ cancelled: 3 });
  });
});
