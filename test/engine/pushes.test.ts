import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { tried } from '../../nodes/basics/tried';
import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { encrypt, signed } from '../../simulator/airudder/transport';
import { EVENT_KINDS, type TriggerName } from '../airudder-events';
import { fixture } from '../unit/fixtures';
import { until } from '../until';
import { airudderCredential, exampleNumber, runAirudder } from './airudder';
import { time } from './fast-clock';
import { AES_KEY, sobotCall, TOKEN, withTriggers } from './trigger-tests';

const PUSH = fixture('sobot-push.raw');
const SUCCESS = '{"ret_code":"000000","ret_msg":"success"}';

const { sobot, airudder, simulator } = withTriggers();

describe('a result that Sobot pushes', () => {
  const asKey = new URLSearchParams({ [PUSH]: '' }).toString();
  const asField = (name: string) => new URLSearchParams({ [name]: PUSH }).toString();
  const multipart = `--cut\r\ncontent-disposition: form-data; name="result"\r\n\r\n${PUSH}\r\n--cut--\r\n`;
  const FORM = 'application/x-www-form-urlencoded';

  it.each<[string, string | Buffer, string | false, Record<string, string>]>([
    ['as JSON, byte for byte as documented', PUSH, 'application/json', {}],
    ['as text', PUSH, 'text/plain', {}],
    ['without a content type', PUSH, false, {}],
    ['as a form, raw JSON in it', PUSH, FORM, {}],
    ['as a form whose only key is the JSON', asKey, FORM, {}],
    ['as a form with the field result', asField('result'), FORM, {}],
    ['as a multipart form', multipart, 'multipart/form-data; boundary=cut', {}],
    ['with a byte order mark', `\ufeff${PUSH}`, 'application/json', {}],
    ['gzipped', gzipSync(PUSH), 'application/json', { 'content-encoding': 'gzip' }],
  ])('%s becomes one item with every digit', async (_, body, type, headers) => {
    const trigger = await sobot();
    expect(await trigger.send(body, { type, headers, query: '?campaign=week-9' })).toEqual({
      status: 200,
      reply: SUCCESS,
    });
    expect(trigger.items()).toEqual([
      expect.objectContaining({
        understood: true,
        contactId: '1234554321123666',
        callId: 'soboticallbcf37279feb441ee99f33a9814d26b00',
        outcome: 'answered',
        phone: '18207736077',
        query: { campaign: 'week-9' },
      }),
    ]);
  });

  it.each(['hello 0123', '{"result":', '{"other":"shape"}', ''])(
    'that cannot be understood (%j) still starts a run, with its whole text',
    async (body) => {
      const trigger = await sobot({ triggerOn: 'answered' });
      expect((await trigger.send(body)).status).toBe(200);
      expect(trigger.items()).toEqual([
        { understood: false, outcome: 'unknown', query: {}, rawText: body },
      ]);
    },
  );

  it('whose sender does not wait for the answer has started a run, and is a repeat when it comes again', async () => {
    const trigger = await sobot({ responseMode: 'lastNode' });
    const [gaveUp, ended] = [new AbortController(), new AbortController()];
    trigger.answersAfter = once(ended.signal, 'abort');
    const sending = tried(trigger.send(sobotCall('slow', 2), { until: gaveUp.signal }));
    await until(() => trigger.runs.length === 1);
    gaveUp.abort();
    expect((await sending).ok).toBe(false);
    await until(() => trigger.gone === 1);
    ended.abort();
    expect((await trigger.send(sobotCall('slow', 2))).status).toBe(200);
    expect(trigger.runs).toHaveLength(1);
  });

  it('whose sender does not wait while n8n fails to start a run is none, and starts one when it comes again', async () => {
    const trigger = await sobot();
    const [gaveUp, failed] = [new AbortController(), new AbortController()];
    trigger.answersAfter = once(failed.signal, 'abort').then(() => {
      throw new Error('no database');
    });
    const sending = tried(trigger.send(sobotCall('lost', 2), { until: gaveUp.signal }));
    await until(() => trigger.runs.length === 1);
    gaveUp.abort();
    await sending;
    await until(() => trigger.gone === 1);
    failed.abort();
    trigger.answersAfter = undefined;
    await until(() => trigger.failed === 1);
    expect((await trigger.send(sobotCall('lost', 2))).status).toBe(200);
    expect(trigger.runs).toHaveLength(2);
  });

  it('that did not arrive whole, or is too large, is refused and starts nothing', async () => {
    const trigger = await sobot({ additionalOptions: { sizeLimit: 1 } });
    const headers = { 'content-encoding': 'gzip' };
    expect((await trigger.send(gzipSync(PUSH).subarray(0, 60), { headers })).status).toBe(400);
    expect((await trigger.send('a'.repeat(1024 * 1024 + 1))).status).toBe(413);
    expect((await trigger.send('a'.repeat(17 * 1024 * 1024))).status).toBe(413);
    expect(trigger.runs).toEqual([]);
  });

  it.each([
    ['answered', ['a']],
    ['notAnswered', ['b', 'c']],
    ['any', ['a', 'b', 'c']],
  ])('starts a run only if it is wanted (%s), and is answered in any case', async (on, wanted) => {
    const trigger = await sobot({ triggerOn: on });
    for (const [id, status] of [
      ['a', 2],
      ['b', 3],
      ['c', 6],
    ] as const) {
      expect((await trigger.send(sobotCall(id, status))).reply).toBe(SUCCESS);
    }
    expect(trigger.items().map(({ callId }) => callId)).toEqual(wanted);
  });

  it('leaves by the output of its outcome', async () => {
    const trigger = await sobot({ splitOutcomes: true });
    for (const status of [2, 3, 7, 6, 8]) await trigger.send(sobotCall(`s${status}`, status));
    await trigger.send('nonsense');
    const places = trigger.runs.map((run) => run.findIndex((items) => items.length > 0));
    expect(places).toEqual([0, 1, 2, 3, 4, 4]);
  });

  it('with several calls becomes several items; what is no call in it is one, too', async () => {
    const trigger = await sobot({ additionalOptions: { includeRaw: true, reply: 'ok then' } });
    const body = `[${sobotCall('x', 2)},${sobotCall('y', 3)},{"something":"else"}]`;
    expect((await trigger.send(body)).reply).toBe('ok then');
    expect(trigger.items().map(({ callId, rawText }) => callId ?? rawText)).toEqual([
      'x',
      'y',
      '{"something":"else"}',
    ]);
    expect(trigger.items()[0].raw).toEqual(JSON.parse(body));
  });

  it('that comes twice starts one run, unless told otherwise; another campaign is another event', async () => {
    const trigger = await sobot();
    const body = sobotCall('twice', 2);
    for (const query of ['', '', '?campaign=a', '?campaign=a']) await trigger.send(body, { query });
    expect(trigger.items().map(({ query }) => query)).toEqual([{}, { campaign: 'a' }]);
    const always = await sobot({ additionalOptions: { ignoreRepeats: false } });
    for (let time = 0; time < 2; time++) await always.send(body);
    expect(always.runs).toHaveLength(2);
  });
});

describe('who may push', () => {
  it('is who has the token, which stays inside', async () => {
    const trigger = await sobot({ authentication: 'pushToken' });
    for (const query of ['', '?token=', '?token=wrong', `?token=${TOKEN}&token=${TOKEN}`]) {
      expect([query, (await trigger.send(PUSH, { query })).status]).toEqual([query, 401]);
    }
    await trigger.send(PUSH, { query: `?token=${TOKEN}&appid=a&signature=b&campaign=k` });
    expect(trigger.items().map(({ query }) => query)).toEqual([{ campaign: 'k' }]);
  });

  it.each([
    ['10.0.0.0/8, 127.0.0.0/8', 200],
    ['10.0.0.0/8, 2001:db8::/32', 403],
  ])('is who has an address of the list %s: %i', async (allowedAddresses, status) => {
    const trigger = await sobot({ additionalOptions: { allowedAddresses } });
    expect((await trigger.send(PUSH)).status).toBe(status);
    expect(trigger.runs).toHaveLength(status === 200 ? 1 : 0);
  });

  it('is who has the token of now, also a moment after it was changed', async () => {
    const data = { pushToken: TOKEN };
    const trigger = await sobot({ authentication: 'pushToken' }, data);
    const status = async (token: string) =>
      (await trigger.send(PUSH, { query: `?token=${token}` })).status;
    expect(await status(TOKEN)).toBe(200);
    data.pushToken = 'another-token-91';
    expect(await status('another-token-91')).toBe(200);
    expect(await status(TOKEN)).toBe(401);
    data.pushToken = 'a-third-token-92';
    time.pass(5_001);
    expect(await status('another-token-91')).toBe(401);
    expect(await status('a-third-token-92')).toBe(200);
  });

  it('is who encrypts with the agreed key, where only that is wanted', async () => {
    const body = JSON.stringify(EXAMPLE_EVENTS.task.callCompleted(1));
    const trigger = await airudder(
      'task',
      { authentication: 'encryption', additionalOptions: { includeRaw: true } },
      { aesSecretKey: AES_KEY },
    );
    const sealed = encrypt(body, AES_KEY);
    const headers = { 'is-encrypted': '1', signed: signed(body) };
    const refused = [
      await trigger.send(body),
      await trigger.send(encrypt(body, 'another16charkey'), { headers }),
      await trigger.send(sealed, { headers: { ...headers, signed: signed('other') } }),
      await trigger.send(sealed, { headers: { 'is-encrypted': '1' } }),
      await trigger.send(body, { headers }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(trigger.runs).toEqual([]);
    for (let time = 0; time < 2; time++) {
      expect((await trigger.send(sealed, { headers })).status).toBe(200);
    }
    expect(trigger.items()).toMatchObject([{ event: 'callCompleted', raw: JSON.parse(body) }]);
  });

  it('is nobody with an encrypted push that cannot be opened, so that it is sent again', async () => {
    const trigger = await airudder('task');
    const headers = { 'is-encrypted': '1', signed: signed('{}') };
    expect((await trigger.send(encrypt('{}', AES_KEY), { headers })).status).toBe(401);
  });
});

describe('an event that AIRUDDER pushes', () => {
  const homes = Object.keys(EVENT_KINDS) as TriggerName[];

  it.each(homes)('to the %s trigger leaves by the output of its kind', async (home) => {
    const kinds = EVENT_KINDS[home].map(({ value }) => value);
    const trigger = await airudder(home, { splitEvents: true });
    for (const [event, example] of Object.entries(EXAMPLE_EVENTS[home])) {
      expect(await trigger.send(JSON.stringify(example(1)))).toEqual({
        status: 200,
        reply: '{"status":"success"}',
      });
      const run = trigger.runs.at(-1) ?? [];
      const place = run.findIndex((items) => items.length > 0);
      expect([event, run[place]?.[0].json.event, place]).toEqual([
        event,
        event,
        kinds.indexOf(event),
      ]);
    }
  });

  it.each<[file: string, event: string, facts: object]>([
    ['airudder-workflow-list-completion.json', 'contactListCompleted', { contactId: 'case-42' }],
    ['airudder-workflow-status-change.json', 'workflowStatusChanged', { workflowId: 'wf_demo_1' }],
    ['airudder-custom-api-push.json', 'customApiPush', { nodeId: 'node_1', phone: '+12025550123' }],
    ['airudder-chatbot-session-end.json', 'chatbotSessionEnded', { endReason: 'robot' }],
    ['airudder-pds-task-status.json', 'dialerTaskChanged', { finished: true }],
    ['airudder-pds-contact-status.json', 'dialerContactChanged', { outcome: 'busy' }],
    ['airudder-pds-agent-status.json', 'dialerAgentChanged', { answered: true }],
  ])('is told by its shape, wherever it arrives: %s', async (file, event, facts) => {
    for (const home of homes) {
      const own = home === 'chatbot' && event === 'chatbotSessionEnded' ? 'sessionEnded' : event;
      const kinds = EVENT_KINDS[home].map(({ value }) => value);
      const trigger = await airudder(home, {
        splitEvents: true,
        additionalOptions: { includeRaw: true },
      });
      await trigger.send(fixture(file), { headers: { 'X-AIRudder-Sign': 'abc123' } });
      const [run] = trigger.runs;
      const place = run.findIndex((items) => items.length > 0);
      expect([home, place]).toEqual([
        home,
        kinds.includes(own) ? kinds.indexOf(own) : kinds.length,
      ]);
      const [item] = trigger.items();
      expect(item).toMatchObject({
        event: own,
        ...facts,
        airudderSign: 'abc123',
        raw: JSON.parse(fixture(file)) as object,
      });
      // One of another trigger carries its whole body along.
      if (!kinds.includes(own))
        expect([home, Object.keys(item)]).toEqual([home, expect.arrayContaining(['body'])]);
    }
  });

  it('that nobody can tell starts a run with all of it; if only others are wanted, it starts none', async () => {
    const all = await airudder('task');
    const chosen = await airudder('task', { triggerOn: ['callCompleted'] });
    for (const body of ['hello', '{"broken":', '{"some":"thing"}', '']) {
      expect((await all.send(body)).status).toBe(200);
      expect((await chosen.send(body)).status).toBe(200);
    }
    expect(all.items().map(({ event, rawText, body }) => [event, rawText ?? body])).toEqual([
      ['unknown', 'hello'],
      ['unknown', '{"broken":'],
      ['unknown', { some: 'thing' }],
      ['unknown', ''],
    ]);
    expect(chosen.runs).toEqual([]);
  });

  it('that is one of those wanted starts a run, and others do not', async () => {
    const trigger = await airudder('workflow', { triggerOn: ['workflowStatusChanged'] });
    await trigger.send(fixture('airudder-workflow-status-change.json'));
    await trigger.send(fixture('airudder-workflow-list-completion.json'));
    expect(trigger.items().map(({ event }) => event)).toEqual(['workflowStatusChanged']);
  });
});

describe('a push that is not what it should be', () => {
  const others = Array.from({ length: 10_001 }, (_, other) => ({ other }));

  it('is one event where it holds more strange things than any vendor would say', async () => {
    const trigger = await airudder('task');
    const calls = JSON.parse(JSON.stringify([EXAMPLE_EVENTS.task.callCompleted(1)])) as object[];
    await trigger.send(JSON.stringify([...calls, ...others]));
    expect(trigger.runs).toHaveLength(1);
    expect(trigger.items().length).toBeLessThan(10);
    const sobotTrigger = await sobot();
    await sobotTrigger.send(JSON.stringify([JSON.parse(sobotCall('c-1', 2)), ...others]));
    expect(sobotTrigger.items().length).toBeLessThan(10);
  });

  it('is another event each time it says other things, where it names nothing', async () => {
    const trigger = await airudder('workflow');
    const nameless = (status: string) => JSON.stringify({ workflow_status: status });
    for (const status of ['running', 'running', 'paused']) await trigger.send(nameless(status));
    expect(trigger.runs).toHaveLength(2);
  });

  it('is turned away where a token is asked for and there is no credential to tell it', async () => {
    const trigger = await airudder(
      'task',
      { authentication: 'pushToken' },
      { timeZone: 'nowhere' },
    );
    expect((await trigger.send('{}', { query: `?token=${TOKEN}` })).status).toBe(401);
    expect(trigger.runs).toEqual([]);
  });

  it('is not asked about unless it comes from a custom API node', async () => {
    const trigger = await airudder('workflow', { additionalOptions: { checkPushes: true } });
    await trigger.send(fixture('airudder-workflow-status-change.json'));
    expect(trigger.items().map(({ event }) => event)).toEqual(['workflowStatusChanged']);
  });
});

describe('a custom API node that waits for an answer', () => {
  const body = JSON.stringify(EXAMPLE_EVENTS.workflow.customApiPush(7));

  it('is answered by the run, each time it asks', async () => {
    const trigger = await airudder('workflow', { responseMode: 'lastNode' });
    for (let time = 0; time < 2; time++) await trigger.send(body);
    expect(trigger.runs).toHaveLength(2);
  });

  it('is checked with AIRUDDER first, if one wants that', async () => {
    const credential = airudderCredential(simulator());
    const { items } = await runAirudder(
      credential,
      'workflow',
      'workflowInstance.create',
      { templateId: '123', name: 'Checked', end: '2099-01-01T00:00:00Z' },
      [{ id: 'c-1', phone: exampleNumber(1) }],
      { workflowId: 'checked' },
    );
    const trigger = await airudder('workflow', { additionalOptions: { checkPushes: true } });
    const pushOf = (callee: object) =>
      JSON.stringify({
        workflow_id: items[0].json.workflowId,
        workflow_name: 'Checked',
        node_id: 'n',
        node_name: 'n',
        callee,
      });
    const genuine = pushOf({ case_id: 'c-1', callee_number: exampleNumber(1) });
    const other = pushOf({ case_id: 'c-1', callee_number: exampleNumber(2) });
    expect((await trigger.send(other)).status).toBe(403);
    expect((await trigger.send(pushOf({ case_id: 'c-1' }))).status).not.toBe(200);
    expect((await trigger.send(genuine)).status).toBe(200);
    simulator().faults.add({ endpoint: 'apinoticeinfo', kind: 'statusBefore', times: 9 });
    expect((await trigger.send(genuine)).status).toBe(503);
    simulator().faults.clear();
    expect(trigger.runs).toHaveLength(1);
  });
});
