import { DateTime } from 'luxon';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { time } from './fast-clock';
import { runSobot } from './harness';
import { contactRows, unassignedNumber } from './numbers';
import { byId, newTask } from './tasks';

const SHANGHAI = 'Asia/Shanghai';

let simulator: Simulator;
let task: string;
let workflows = 0;
beforeAll(async () => {
  simulator = await startSimulator({ settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  simulator.reset();
  task = await newTask(simulator);
  workflows++;
  nowIs(3, '10:30');
});

/** Lets it become a weekday (1 is Monday) and a time in Shanghai. */
function nowIs(weekday: number, clock: string): DateTime {
  const [hour, minute, second = 0] = clock.split(':').map(Number);
  const now = DateTime.fromMillis(time.now(), { zone: SHANGHAI });
  let then = now.set({ hour, minute, second, millisecond: 0 });
  while (then <= now || then.weekday !== weekday) then = then.plus({ days: 1 });
  time.pass(then.toMillis() - time.now());
  return then;
}

const add = async (
  rows: IDataObject[],
  guards?: IDataObject,
  more: { options?: IDataObject; run?: Parameters<typeof runSobot>[3] } = {},
) =>
  await runSobot(
    simulator,
    {
      resource: 'contact',
      operation: 'add',
      task: byId(task),
      variableMode: 'none',
      ...(guards === undefined ? {} : { guards }),
      options: more.options ?? {},
    },
    rows,
    { typeVersion: 1.1, workflowId: `guards-${workflows}`, ...more.run },
  );

const check = async (rows: IDataObject[], guards: IDataObject, run: IDataObject = {}) =>
  await runSobot(simulator, { resource: 'contact', operation: 'check', guards }, rows, run);

describe('Contact: Check', () => {
  it('checks nobody where only its list of numbers brought items', async () => {
    const guards = { consent: { rule: { field: 'ok', must: 'filled' } } };
    const rows = [{ id: 'a', phone: unassignedNumber(1), ok: 'x' }];
    const { items } = await check(rows, guards, { noInput: true, secondInput: [{ phone: '1' }] });
    expect(items).toEqual([]);
  });

  it('says which row has a count of calls that is none', async () => {
    const guards = { attempts: { limits: { callsADay: 1, more: { callsTodayField: 'today' } } } };
    const { outputs } = await check(
      [
        { id: 'a', phone: unassignedNumber(1), today: 0 },
        { id: 'b', phone: unassignedNumber(2), today: 'many' },
        { id: 'c', phone: unassignedNumber(3), today: -1 },
      ],
      guards,
    );
    expect(outputs.map((items) => ids(items))).toEqual([['a'], [], ['b', 'c']]);
  });
});

const HOURS = { hours: { from: '09:00', until: '20:00', days: 'every' } };
const outcomes = (items: INodeExecutionData[]) => items.map(({ json }) => json.outcome);
const ids = (items: INodeExecutionData[]) => items.map(({ json }) => json.id);
const taken = () => simulator.ledger.contacts.map(({ contactId }) => contactId);

describe('guards of a new node', () => {
  it('by default call nobody at night, and say from when on he may be called', async () => {
    const night = nowIs(3, '20:30');
    const { items, error, hints } = await add(contactRows(3));
    expect(error).toBeUndefined();
    expect(taken()).toEqual([]);
    const morning = night.plus({ days: 1 }).set({ hour: 9, minute: 0 }).toMillis();
    for (const { json } of items) {
      expect(json).toMatchObject({
        outcome: 'notNow',
        callableFrom: new Date(morning).toISOString(),
      });
      expect(json.reason).toMatch(/^outside 09:00–20:00: it is Wed 20:30 in Asia\/Shanghai$/);
    }
    expect(hints.map(({ message }) => message)).toContain(
      '3 of 3 contacts are left out: 3 outside 09:00–20:00.',
    );
  });

  it('do not hand over by day whom the task itself would dial at night', async () => {
    // Half past nine in the evening in China, where the hours of the task are over: afternoon in Berlin.
    nowIs(3, '21:30');
    const rows = [{ id: 'c-1', phone: '+493023125001' }];
    const { items } = await add(rows, undefined, { options: { phoneRule: 'international' } });
    expect(items[0].json).toMatchObject({
      outcome: 'notNow',
      reason: expect.stringMatching(/^outside 09:00–20:00: it is Thu 0\d:00 in Europe\/Berlin$/),
    });
    expect(taken()).toEqual([]);
  });

  it('do the same for a task that began yesterday', async () => {
    const now = nowIs(3, '21:30');
    const { items, error } = await runSobot(
      simulator,
      {
        resource: 'campaign',
        operation: 'launch',
        taskName: 'Since yesterday',
        template: byId('a0000000000000000000000000000001'),
        callerNumber: byId('02180344315'),
        robots: 1,
        validity: 'custom',
        start: now.minus({ days: 1 }).toISO(),
        end: now.plus({ days: 3 }).toISO(),
        variableMode: 'none',
        options: { phoneRule: 'international' },
      },
      [{ id: 'c-1', phone: '+493023125001' }],
      { typeVersion: 1.1, workflowId: `began-${workflows}` },
    );
    expect(error).toBeUndefined();
    expect(outcomes(items)).toEqual(['notNow']);
    expect(taken()).toEqual([]);
  });

  it('call everybody at ten in the morning, and nobody on Sunday', async () => {
    expect(outcomes((await add(contactRows(2))).items)).toEqual(['submitted', 'submitted']);
    nowIs(7, '10:30');
    expect(outcomes((await add(contactRows(4, 3))).items)).toEqual(Array(4).fill('notNow'));
    expect(taken()).toEqual(['c-1', 'c-2']);
  });

  it('call a number once, however many rows have it; the others another day', async () => {
    const rows = contactRows(3).map((row, at) => ({ ...row, phone: unassignedNumber(at % 2) }));
    const first = await add(rows);
    expect(outcomes(first.items)).toEqual(['submitted', 'submitted', 'notNow']);
    expect(first.items[2].json.reason).toMatch(/once today already, and at most 1 a day/);
    nowIs(4, '10:30');
    const second = await add(rows);
    expect(outcomes(second.items)).toEqual(['alreadySubmitted', 'alreadySubmitted', 'submitted']);
    expect(taken()).toEqual(['c-1', 'c-2', 'c-3']);
  });

  it('can be turned off one by one, and all together', async () => {
    nowIs(7, '23:00');
    const twice = [...contactRows(1), { ...contactRows(1)[0], id: 'c-2' }];
    const daily = await add(twice, { attempts: { limits: { callsADay: 1 } } });
    expect(outcomes(daily.items)).toEqual(['submitted', 'notNow']);
    expect(outcomes((await add(twice, {})).items)).toEqual(['alreadySubmitted', 'submitted']);
  });

  it('are not those of a node that was stored before there were any', async () => {
    nowIs(7, '23:00');
    const { items } = await add(contactRows(2), undefined, { run: { typeVersion: 1 } });
    expect(outcomes(items)).toEqual(['submitted', 'submitted']);
  });

  it('ask again for each batch: who is due after eight is put off, not called', async () => {
    nowIs(3, '19:59:40');
    simulator.faults.add({
      endpoint: 'add_task_data',
      kind: 'statusBefore',
      status: 429,
      headers: { 'Retry-After': '25' },
      from: 2,
    });
    const { items } = await add(
      contactRows(4),
      { callingHours: HOURS },
      { options: { batchSize: 1 } },
    );
    expect(outcomes(items)).toEqual(['submitted', 'submitted', 'notNow', 'notNow']);
    expect(items[2].json.reason).toMatch(/^outside 09:00–20:00: it is Wed 20:00/);
    expect(taken()).toEqual(['c-1', 'c-2']);
    nowIs(4, '10:30');
    expect(outcomes((await add(contactRows(4), {})).items)).toEqual([
      'alreadySubmitted',
      'alreadySubmitted',
      'submitted',
      'submitted',
    ]);
  });

  it('leave out nobody of the dry run that would be called, and send nothing', async () => {
    const rows = contactRows(3).map((row) => ({ ...row, phone: unassignedNumber(1) }));
    const { items } = await add(rows, undefined, { options: { dryRun: true } });
    expect(outcomes(items)).toEqual(['dryRun', 'notNow', 'notNow']);
    expect(taken()).toEqual([]);
  });

  it('say so when the task itself dials outside the hours', async () => {
    const { hints } = await add(contactRows(2), { callingHours: { hours: { from: '10:00' } } });
    expect(hints.map(({ message }) => message).join(' ')).toMatch(
      /The task itself may dial 2 of these contacts outside 10:00–20:00: when it is \w+ \d\d:\d\d in Asia\/Shanghai/,
    );
  });
});

describe('a task that begins later', () => {
  it('is judged by when it dials first: in its own hours', async () => {
    const night = nowIs(3, '22:00');
    const launch = async (start: DateTime, name: string) =>
      await runSobot(
        simulator,
        {
          resource: 'campaign',
          operation: 'launch',
          taskName: name,
          template: byId('a0000000000000000000000000000001'),
          callerNumber: byId('02180344315'),
          robots: 1,
          validity: 'custom',
          start: start.toISO(),
          end: start.plus({ days: 1 }).toISO(),
          variableMode: 'none',
        },
        contactRows(1),
        { typeVersion: 1.1, workflowId: `later-${workflows}-${name}` },
      );
    const tomorrow = night.plus({ days: 1 }).startOf('day');
    expect(outcomes((await launch(tomorrow, 'Thursday')).items)).toEqual(['submitted']);
    const sunday = tomorrow.plus({ days: 3 });
    expect(outcomes((await launch(sunday, 'Sunday')).items)).toEqual(['notNow']);
  });
});

describe('a second try of the node', () => {
  it('after closing time, still knows what the first one sent', async () => {
    nowIs(3, '19:59:58');
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2, times: 1 });
    simulator.settings.waitingContact = 'nothing';
    const { error } = await add(contactRows(3), undefined, {
      options: { batchSize: 1, skipSent: false },
      run: { retryOnFail: true },
    });
    expect(error?.context.contacts).toEqual({
      confirmed: ['c-1'],
      unknown: ['c-2'],
      notSent: [],
      leftOut: ['c-3'],
    });
    expect(taken()).toEqual(['c-1']);
  });

  it('counts what the first one called: one number, two rows, one call', async () => {
    const rows = [
      { ...contactRows(1)[0], id: 'a' },
      { ...contactRows(1)[0], id: 'b' },
      { id: 'c', phone: unassignedNumber(3) },
    ];
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'code', code: '900001', from: 2 });
    const { error } = await add(rows, undefined, {
      options: { batchSize: 1 },
      run: { retryOnFail: true },
    });
    expect(error?.message).toMatch(/1 left out by guards$/);
    expect(error?.context.contacts).toEqual({
      confirmed: ['a'],
      unknown: ['c'],
      notSent: [],
      leftOut: ['b'],
    });
    expect(taken()).toEqual(['a']);
  });
});

describe('Contact: Check', () => {
  it('sorts contacts into those who can be called, not now, and never; rows keep their fields', async () => {
    const rows = [
      { id: 'ok', phone: '+8613800138000', name: 'Ana', list: '' },
      { id: 'listed', phone: '138 0013 8001', list: '' },
      { id: 'marked', phone: '13800138002', list: 'x' },
      { id: 'far', phone: '+12125550123', list: 'no' },
      { id: 'wrong', phone: '12', list: '' },
      { id: 'nowhere', phone: '+9995550123', list: '' },
    ];
    const before = simulator.ledger.requests.length;
    const { outputs, hints, error } = await check(rows, {
      callingHours: HOURS,
      doNotCall: { list: { numbers: '+86 13800138001', markField: 'list' } },
    });
    expect(error).toBeUndefined();
    const [callable, notNow, never] = outputs;
    expect(callable).toEqual([{ json: rows[0], pairedItem: { item: 0 } }]);
    expect(notNow.map(({ json }) => json)).toEqual([
      {
        ...rows[3],
        check: {
          outcome: 'notNow',
          reason: expect.stringMatching(
            /^outside 09:00–20:00: it is Tue 2[12]:30 in America\/New_York$/,
          ),
          callableFrom: expect.any(String),
        },
      },
    ]);
    expect(ids(never)).toEqual(['listed', 'marked', 'wrong', 'nowhere']);
    expect(never.map(({ json }) => (json.check as IDataObject).outcome)).toEqual([
      'notAllowed',
      'notAllowed',
      'rejected',
      'notAllowed',
    ]);
    expect(hints.map(({ message }) => message)).toEqual([
      '5 of 6 contacts are left out: 2 on the do-not-call list, 1 outside 09:00–20:00, 1 in an unknown time zone, 1 with a wrong row.',
    ]);
    expect(simulator.ledger.requests).toHaveLength(before);
  });

  it('takes the list from the second input', async () => {
    const guards = { doNotCall: { list: { fromInput: true, inputField: 'number' } } };
    const { outputs } = await check(contactRows(3), guards, {
      secondInput: [{ number: '+86 160 0000 0002' }, {}, { number: 16000000003 }],
    });
    expect(ids(outputs[0])).toEqual(['c-1']);
    expect(ids(outputs[2])).toEqual(['c-2', 'c-3']);
  });

  it.each([
    ['is not connected', undefined, /brought no list, so nobody was called/],
    ['did not run', null, /brought no list, so nobody was called/],
    ['brings nothing', [], /brought no list, so nobody was called/],
    ['has no such field', [{ phone: '1' }], /No incoming item has a field "number"/],
    ['holds what is no number', [{ number: 'Ana' }], /do-not-call list cannot be used/],
  ])('stops if the list %s', async (_, secondInput, message) => {
    const guards = { doNotCall: { list: { fromInput: true, inputField: 'number' } } };
    const { error } = await check(contactRows(1), guards, { secondInput });
    expect(error?.message).toMatch(message);
  });

  it('goes on with an empty list where n8n says so by an empty item', async () => {
    const guards = { doNotCall: { list: { fromInput: true, inputField: 'number' } } };
    const { outputs } = await check(contactRows(1), guards, { secondInput: [{}] });
    expect(ids(outputs[0])).toEqual(['c-1']);
  });

  it('asks for consent', async () => {
    const day = (ago: number) => new Date(time.now() - ago * 86_400_000).toISOString();
    const rows = [
      { ...contactRows(1)[0], consent: day(10) },
      { ...contactRows(1)[0], id: 'old', consent: day(100) },
      { ...contactRows(1)[0], id: 'none' },
    ];
    const { outputs } = await check(rows, {
      consent: { rule: { field: 'consent', must: 'recent', days: 30 } },
    });
    expect(ids(outputs[0])).toEqual(['c-1']);
    expect(outputs[2].map(({ json }) => (json.check as IDataObject).reason)).toEqual([
      expect.stringMatching(/^consent was given more than 30 days ago, on \d{4}-\d\d-\d\d$/),
      'no consent is noted',
    ]);
  });

  it('counts attempts from the fields of the row', async () => {
    const hour = (ago: number) => new Date(time.now() - ago * 3_600_000).toISOString();
    const rows = [
      { id: 'never', phone: unassignedNumber(1), last: '', week: '' },
      { id: 'yesterday', phone: unassignedNumber(2), last: hour(24), week: 1 },
      { id: 'often', phone: unassignedNumber(3), last: hour(24), week: '3' },
      { id: 'today', phone: unassignedNumber(4), last: hour(1), week: 1 },
      { id: 'unclear', phone: unassignedNumber(5), last: 'lately', week: 1 },
    ];
    const { outputs } = await check(rows, {
      attempts: {
        limits: {
          callsADay: 1,
          callsAWeek: 3,
          lastCallField: 'last',
          more: { callsThisWeekField: 'week' },
        },
      },
    });
    expect(outputs.map(ids)).toEqual([['never', 'yesterday'], ['often', 'today'], ['unclear']]);
  });

  it("takes the time zone from a field, and the workflow's where it is not known, if wanted", async () => {
    const rows = [
      { id: 'here', phone: unassignedNumber(1), zone: 'Asia/Tokyo' },
      { id: 'asleep', phone: unassignedNumber(2), zone: 'America/Lima' },
      { id: 'unclear', phone: unassignedNumber(3), zone: 'GMT plus something' },
    ];
    const withZone = (more: IDataObject = {}) => ({
      callingHours: { hours: { ...HOURS.hours, more: { timeZoneField: 'zone', ...more } } },
    });
    const leftOut = await check(rows, withZone());
    expect(leftOut.outputs.map(ids)).toEqual([['here'], ['asleep'], ['unclear']]);
    const empty = await check(
      [
        { ...rows[0], zone: '' },
        { ...rows[1], zone: null },
      ],
      withZone(),
    );
    expect(empty.outputs[0]).toHaveLength(2);
    const asHere = await check(rows, withZone({ ifUnknown: 'workflow' }));
    expect(asHere.outputs.map(ids)).toEqual([['here'], ['asleep', 'unclear'], []]);
  });

  it.each(['zone', '={{ $json.zone }}', '={{ $json.zone?.trim() }}'])(
    'takes the time zone of a row by %s, also where the first row has none',
    async (timeZoneField) => {
      const rows = [
        { id: 'here', phone: unassignedNumber(1) },
        { id: 'asleep', phone: unassignedNumber(2), zone: 'America/Lima' },
      ];
      const hours = { ...HOURS.hours, more: { timeZoneField } };
      const { outputs } = await check(rows, { callingHours: { hours } });
      expect(outputs.map(ids)).toEqual([['here'], ['asleep'], []]);
    },
  );

  it.each([
    [{ from: '20:00', until: '09:00' }, /end before they begin/],
    [{ from: '25:00' }, /not a time of day/],
    [{ days: 'own', ownDays: 'Mon, Foo' }, /"Foo", which is no day of the week/],
    [{ days: 'own', ownDays: '' }, /"Own Days" is empty/],
    [{ days: 'own', ownDays: 'Mon-Fri' }, /"Mon-Fri", which is no day of the week/],
    [{ more: { holidays: '2026-12-25 2026-12-26' } }, /which is no day/],
    [{ until: '={{ $json.until }}' }, /an expression that is another one for each row/],
    [{ more: { holidays: 'Christmas' } }, /"Christmas", which is no day/],
    [{ more: { holidaysField: 'days off' } }, /No incoming item has a field "days off"/],
    [{ more: { timeZoneField: 'zone' } }, /No incoming item has a field "zone"/],
  ])('says what is wrong with calling hours %j', async (hours, message) => {
    const { error } = await check(contactRows(2), { callingHours: { hours } });
    expect(error?.message).toMatch(message);
  });

  it('reads a last call without a zone by the clock of the person called', async () => {
    nowIs(3, '14:00');
    const today = DateTime.fromMillis(time.now(), { zone: SHANGHAI }).toFormat('yyyy-MM-dd');
    const yesterday = DateTime.fromMillis(time.now(), { zone: SHANGHAI }).minus({ days: 1 });
    const late = yesterday.toFormat("yyyyMMdd'235000'");
    const rows = ['', `${today}`, `${today} 00:10:00`, '10:30', late].map((last, at) => ({
      id: `c-${at}`,
      phone: unassignedNumber(at),
      last,
    }));
    const { outputs, hints } = await check(rows, {
      attempts: { limits: { callsADay: 1, lastCallField: 'last' } },
    });
    expect(outputs.map(ids)).toEqual([['c-0', 'c-4'], ['c-1', 'c-2'], ['c-3']]);
    expect(hints[0].message).toMatch(/2 called often enough, 1 with values that cannot be read/);
  });

  it('with On Error: Continue, an error lets nobody pass for one who can be called', async () => {
    const guards = { doNotCall: { list: { fromInput: true } } };
    const { outputs } = await check(contactRows(2), guards, { onError: 'continueRegularOutput' });
    expect(outputs.map((items) => items.length)).toEqual([0, 0, 2]);
    expect(outputs[2][0].json.error).toMatch(/brought no list/);
  });

  it('sorts all into the first output when every guard is turned off', async () => {
    nowIs(7, '23:00');
    const { outputs } = await check(contactRows(2), {});
    expect(outputs.map(ids)).toEqual([['c-1', 'c-2'], [], []]);
  });

  it('gives nothing when only the list arrives', async () => {
    const guards = { doNotCall: { list: { fromInput: true } } };
    const { error, outputs } = await runSobot(
      simulator,
      { resource: 'contact', operation: 'check', guards },
      [],
      { secondInput: [{ phone: '+8613800138000' }], noInput: true },
    );
    expect(error).toBeUndefined();
    expect(outputs.flat()).toEqual([]);
  });
});

describe('guards at AIRUDDER', () => {
  it('leave people out of a new task, and make none when nobody is left', async () => {
    const credential = airudderCredential(simulator);
    const run = async (rows: IDataObject[], more: IDataObject = {}) =>
      await runAirudder(
        credential,
        'task',
        'task.create',
        {
          ...collectionTask,
          taskName: `Reminder ${workflows}`,
          variableMode: 'none',
          guards: { doNotCall: { list: { markField: 'stop' } } },
          ...more,
        },
        rows,
        { typeVersion: 1.1 },
      );
    const rows = debtorRows(3).map((row, at) => ({ ...row, stop: at === 1 }));
    const { items, error } = await run(rows);
    expect(error).toBeUndefined();
    expect(outcomes(items)).toEqual(['submitted', 'notAllowed', 'submitted']);
    const nobody = await run(
      rows.map((row) => ({ ...row, stop: true })),
      { taskName: 'Nobody' },
    );
    expect(outcomes(nobody.items)).toEqual(Array(3).fill('notAllowed'));
  });
});

describe('what a row says of itself', () => {
  const row = { id: 'c-1', phone: unassignedNumber(1) };
  const checked = async (more: IDataObject, guards: IDataObject) =>
    (await check([{ ...row, ...more }], guards)).outputs.map((items) => items.length);

  it.each<[unknown, number[]]>([
    ['', [1, 0, 0]],
    [null, [1, 0, 0]],
    ['12-25', [1, 0, 0]],
    ['not a day', [0, 0, 1]],
  ])('holidays %j of its own', async (off, places) => {
    const hours = { ...HOURS.hours, more: { holidaysField: 'off' } };
    expect(await checked({ off } as IDataObject, { callingHours: { hours } })).toEqual(places);
  });

  it.each<[unknown, number[]]>([
    ['2020-01-01', [1, 0, 0]],
    [1_577_836_800_000, [1, 0, 0]],
    [12, [0, 0, 1]],
    ['10:30', [0, 0, 1]],
    ['20200101120000', [1, 0, 0]],
  ])('a last call on %j', async (last, places) => {
    const limits = { callsADay: 1, lastCallField: 'last' };
    expect(await checked({ last } as IDataObject, { attempts: { limits } })).toEqual(places);
  });

  it.each<[unknown, number[]]>([
    ['2000-01-01', [0, 0, 1]],
    ['10:30', [0, 0, 1]],
    ['10:30:00', [0, 0, 1]],
    ['00:00:00', [0, 0, 1]],
  ])('consent given on %j, which must be of late', async (agreed, places) => {
    const rule = { field: 'agreed', must: 'recent', days: 365 };
    expect(await checked({ agreed } as IDataObject, { consent: { rule } })).toEqual(places);
  });

  it.each<[unknown, number[]]>([
    [true, [1, 0, 0]],
    ['no', [0, 0, 1]],
  ])('consent %j, which must be yes', async (agreed, places) => {
    const rule = { field: 'agreed', must: 'true' };
    expect(await checked({ agreed } as IDataObject, { consent: { rule } })).toEqual(places);
  });
});
