import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { encrypt, signed } from '../../simulator/airudder/transport';
import { fixture } from '../unit/fixtures';
import { exampleNumber } from './airudder';
import { AES_KEY, sobotCall, withTriggers } from './trigger-tests';

const { sobot, airudder, simulator } = withTriggers();

describe('what a push says', () => {
  it.each([
    ...['CallID', 'CalleeNumber', 'Comments', 'RobotID', 'TaskID', 'call_id', 'callee'],
    ...['callee_number', 'caller_number', 'callid', 'case_id', 'channel_id', 'mainNumber'],
    ...['node_id', 'nodetask_id', 'phoneNumber', 'privateData', 'robot_id', 'taskId'],
    ...['task_id', 'workflow_id'],
  ])('keeps every digit of %s, also where AIRUDDER leaves out the quotes', async (name) => {
    const trigger = await airudder('task', { additionalOptions: { includeRaw: true } });
    await trigger.send(`{"TaskID":"t","Status":"finished","more":{"${name}":0123.10}}`);
    expect(trigger.items()).toMatchObject([{ raw: { more: { [name]: '0123.10' } } }]);
  });

  it.each<[string, string, string]>([
    ['as text', fixture('airudder-workflow-list-completion.json'), 'text/plain'],
    [
      'with a byte order mark',
      `\ufeff${fixture('airudder-workflow-list-completion.json')}`,
      'application/json',
    ],
    [
      'as a field of a form',
      new URLSearchParams({ data: fixture('airudder-workflow-list-completion.json') }).toString(),
      'application/x-www-form-urlencoded',
    ],
  ])('is read %s, from AIRUDDER too', async (_, body, type) => {
    const trigger = await airudder('workflow');
    await trigger.send(body, { type });
    expect(trigger.items()).toMatchObject([
      { event: 'contactListCompleted', contactId: 'case-42' },
    ]);
  });

  it('leaves by one output unless each kind is to have its own', async () => {
    const call = JSON.stringify(EXAMPLE_EVENTS.task.callCompleted(1));
    for (const trigger of [await airudder('task'), await sobot()]) {
      await trigger.send(call);
      expect(trigger.runs).toMatchObject([[[{}]]]);
      expect(trigger.runs[0]).toHaveLength(1);
    }
  });

  it('leaves by Other, the last output, where nobody can tell what it is', async () => {
    const trigger = await airudder('task', { splitEvents: true });
    await trigger.send('hello');
    const [run] = trigger.runs;
    expect(run.map((items) => items.length)).toEqual([...Array(run.length - 1).fill(0), 1]);
  });

  it('comes along whole where its kind is only likely, or that of another trigger', async () => {
    const trigger = await airudder('task');
    const likely = { TaskID: 't', Status: 'finished' };
    const known = EXAMPLE_EVENTS.task.callCompleted(1);
    const foreign = JSON.parse(fixture('airudder-workflow-list-completion.json')) as object;
    for (const body of [likely, known, foreign]) await trigger.send(JSON.stringify(body));
    expect(trigger.items().map(({ body }) => body)).toEqual([likely, undefined, foreign]);
    expect(trigger.items().every((item) => !('airudderSign' in item))).toBe(true);
  });
});

describe('a push to a trigger of AIRUDDER', () => {
  it.each([
    [{ allowedAddresses: '127.0.0.0/8' }, 200],
    [{ allowedAddresses: '203.0.113.0/24' }, 403],
    [{ sizeLimit: 1 }, 413],
  ])('goes by its options as well: %j', async (additionalOptions, status) => {
    const trigger = await airudder('task', { additionalOptions });
    const body = status === 413 ? 'a'.repeat(1024 * 1024 + 1) : 'hello';
    expect((await trigger.send(body)).status).toBe(status);
    expect(trigger.runs).toHaveLength(status === 200 ? 1 : 0);
  });

  it('keeps the zeros of a contact ID without quotes', async () => {
    const trigger = await airudder('workflow');
    const body = fixture('airudder-workflow-list-completion.json').replace('"case-42"', '0042');
    await trigger.send(body);
    expect(trigger.items()).toMatchObject([{ contactId: '0042' }]);
  });
});

describe('an entry of a list that is no event', () => {
  const body = JSON.stringify([EXAMPLE_EVENTS.task.callCompleted(1), { other: 1 }]);

  it('comes out as unknown, with what it says', async () => {
    const trigger = await airudder('task');
    await trigger.send(body);
    expect(trigger.items()).toMatchObject([
      { event: 'callCompleted' },
      { event: 'unknown', recognisedBy: null, body: { other: 1 } },
    ]);
  });

  it('does not where only others are wanted', async () => {
    const trigger = await airudder('task', { triggerOn: ['callCompleted'] });
    await trigger.send(body);
    expect(trigger.items()).toMatchObject([{ event: 'callCompleted' }]);
    expect(trigger.items()).toHaveLength(1);
  });
});

describe('a result that Sobot marks as failed', () => {
  const failed = (callid: string) => ({
    ret_code: 329999,
    data: { detail: { callid, outid: 'c-1', status: 2 }, msg: [] },
  });
  const told = { understood: false, outcome: 'unknown', contactId: 'c-1', callId: 'x', query: {} };

  it('comes out with its whole text, and says whose it was', async () => {
    const trigger = await sobot();
    const body = `  ${JSON.stringify(failed('x'))}`;
    await trigger.send(body);
    expect(trigger.items()).toEqual([
      { ...told, reason: expect.stringContaining('329999'), rawText: body },
    ]);
  });

  it('in a list comes out alone, and the others as what they are', async () => {
    const trigger = await sobot();
    const body = [failed('x'), failed('y'), JSON.parse(sobotCall('z', 2)) as object, { other: 1 }];
    await trigger.send(JSON.stringify(body));
    expect(trigger.items().map(({ callId, rawText }) => [callId, rawText])).toEqual([
      ['z', undefined],
      ['x', JSON.stringify(failed('x'))],
      ['y', JSON.stringify(failed('y'))],
      [undefined, '{"other":1}'],
    ]);
  });

  it('beside a call is one item of its own text', async () => {
    const trigger = await sobot();
    await trigger.send(JSON.stringify([failed('x'), JSON.parse(sobotCall('z', 2))]));
    expect(trigger.items()[1].rawText).toBe(JSON.stringify(failed('x')));
  });
});

describe('a push that comes again', () => {
  it('is the same event while its ids and state are, whatever else it says', async () => {
    const trigger = await airudder('workflow');
    const push = (body: object) => trigger.send(JSON.stringify({ type: 'TaskStatus', body }));
    for (const remark of ['a', 'b']) await push({ taskId: 't', state: 'Started', remark });
    expect(trigger.runs).toHaveLength(1);
    for (const remark of ['a', 'b', 'b']) await push({ remark });
    expect(trigger.runs).toHaveLength(3);
  });

  it('from a custom API node that waits for no answer starts nothing', async () => {
    const trigger = await airudder('workflow');
    const body = JSON.stringify(EXAMPLE_EVENTS.workflow.customApiPush(7));
    for (let time = 0; time < 2; time++) await trigger.send(body);
    expect(trigger.runs).toHaveLength(1);
  });

  it('starts nothing, also where custom API nodes are answered by the run', async () => {
    const trigger = await airudder('workflow', { responseMode: 'lastNode' });
    const body = fixture('airudder-workflow-status-change.json');
    for (let time = 0; time < 2; time++) await trigger.send(body);
    expect(trigger.runs).toHaveLength(1);
  });
});

describe('a push of a custom API node that is to be checked', () => {
  const whole = {
    workflow_id: 'w',
    node_id: 'n',
    callee: { case_id: 'c-1', callee_number: exampleNumber(1) },
  };

  it.each([
    ['a workflow', { ...whole, workflow_id: '' }],
    ['a phone number', { ...whole, callee: { case_id: 'c-1' } }],
  ])('is turned away without %s, and nobody is asked', async (_, body) => {
    const trigger = await airudder('workflow', { additionalOptions: { checkPushes: true } });
    const before = simulator().ledger.requests.length;
    expect((await trigger.send(JSON.stringify(body))).status).toBe(403);
    expect(simulator().ledger.requests).toHaveLength(before);
  });
});

describe('an encrypted push', () => {
  const body = JSON.stringify(EXAMPLE_EVENTS.task.callCompleted(1));
  const headers = { 'is-encrypted': '1', signed: signed(body) };

  it('is opened with blanks and quotes around it, too, and where encryption is not asked for', async () => {
    const sealed = encrypt(body, AES_KEY);
    for (const text of [sealed, `"${sealed}"`, ` ${sealed}\n`]) {
      const trigger = await airudder('task', {}, { aesSecretKey: AES_KEY });
      expect((await trigger.send(text, { headers })).status).toBe(200);
      expect(trigger.items()).toMatchObject([{ event: 'callCompleted' }]);
    }
  });
});
