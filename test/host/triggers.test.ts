import { EVENT_KINDS, type TriggerName } from '../airudder-events';
import { encrypt, signed } from '../../simulator/airudder/transport';
import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { collectionTask, debtorRows, exampleNumber } from '../engine/airudder';
import { fixture } from '../unit/fixtures';
import {
  itemsOf as itemsOfHost,
  listen as listenAt,
  send,
  sendLarge,
  TOO_LARGE,
  type Listening,
} from './listening';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { until } from './until';
import {
  chain,
  node,
  rowsNode,
  start,
  type CredentialReference,
} from '../../n8n-server/workflow-parts';

const TOKEN = 'host-test-push-token-19cd';
const AES_KEY = 'n8nTestKey_16chr';
const ZONE = 'Asia/Shanghai';
/** More of them: `PUSHES=2000 npm run test:host -- triggers`. */
const PUSHES = Number(process.env.PUSHES ?? 200);
const HOMES: TriggerName[] = ['task', 'workflow', 'inbound', 'chatbot'];

let host: Host;
let credential: CredentialReference;

const credentialData = (more: Record<string, string> = {}) => ({
  authentication: 'keyPair',
  appKey: host.simulator.airudder.account.appKey,
  appSecret: host.simulator.airudder.account.appSecret,
  baseUrl: host.simulator.airudder.baseUrl(),
  timeZone: ZONE,
  authorizationScheme: 'Token',
  product: 'cloud',
  pushToken: TOKEN,
  aesSecretKey: '',
  ...more,
});

beforeAll(async () => {
  host = await startHost({ speed: 1000 });
  for (const secret of [TOKEN, AES_KEY]) host.secrets.add(secret);
  credential = await host.client.createCredential('Airudder', 'airudderApi', credentialData());
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

const typeOf = (home: TriggerName) =>
  `n8n-nodes-calling-campaigns.airudder${home[0].toUpperCase()}${home.slice(1)}Trigger`;

const listen = async (
  home: TriggerName,
  parameters: Record<string, unknown> = {},
  used: CredentialReference | null = credential,
  ...behind: Parameters<typeof listenAt>[3][]
) =>
  await listenAt(
    host,
    {
      type: typeOf(home),
      path: 'airudder',
      ...(used === null ? {} : { credentials: { airudderApi: used } }),
    },
    parameters,
    ...behind,
  );

const itemsOf = async (listening: Listening, runs: number, withinMs?: number) =>
  await itemsOfHost(host, listening, runs, withinMs);

const json = (value: unknown) => JSON.stringify(value);

/** What each fixture is, and one thing it says. */
const FIXTURE_EVENTS: Record<string, [event: string, facts: object]> = {
  'airudder-workflow-list-completion.json': ['contactListCompleted', { contactId: 'case-42' }],
  'airudder-workflow-status-change.json': ['workflowStatusChanged', { workflowId: 'wf_demo_1' }],
  'airudder-custom-api-push.json': ['customApiPush', { nodeId: 'node_1', phone: '+12025550123' }],
  'airudder-chatbot-session-end.json': ['chatbotSessionEnded', { endReason: 'robot' }],
  'airudder-pds-task-status.json': ['dialerTaskChanged', { finished: true }],
  'airudder-pds-contact-status.json': ['dialerContactChanged', { outcome: 'busy' }],
  'airudder-pds-agent-status.json': ['dialerAgentChanged', { answered: true }],
};

/** Triggers that would turn away every push, with what n8n is to say of them. */
const refusedUrls = new Map<string, string>();

beforeAll(async () => {
  const refused: Array<[why: string, parameters: object, data: Record<string, string>]> = [
    ['The credential holds no Push Token', { authentication: 'pushToken' }, { pushToken: '' }],
    ['The credential holds no AES Key', { authentication: 'encryption' }, {}],
    [
      'my office',
      { authentication: 'none', additionalOptions: { allowedAddresses: 'my office' } },
      {},
    ],
  ];
  for (const [why, parameters, data] of refused) {
    const used = await host.client.createCredential(why, 'airudderApi', credentialData(data));
    const webhookId = `refused-${Math.random().toString(36).slice(2)}`;
    const trigger = node(
      'Trigger',
      typeOf('task'),
      { ...parameters },
      {
        webhookId,
        credentials: { airudderApi: used },
      },
    );
    const workflow = await host.client.createWorkflow(chain('Refused', trigger));
    await host.client.publish(workflow).catch(() => undefined);
    refusedUrls.set(why, `${host.client.url}/webhook/${webhookId}/airudder`);
  }
}, 60_000);

describe.each(HOMES)('Airudder trigger "%s"', (home) => {
  const own = Object.entries(EXAMPLE_EVENTS[home]).map(
    ([event, example]) => [event, example(1), [event, {}]] as const,
  );
  const fixtures = Object.entries(FIXTURE_EVENTS).map(([name, [event, facts]]) => {
    const told = home === 'chatbot' && event === 'chatbotSessionEnded' ? 'sessionEnded' : event;
    return [name, JSON.parse(fixture(name)) as object, [told, facts]] as const;
  });
  const bodies = [...fixtures, ...own];
  const kinds = EVENT_KINDS[home].map(({ value }) => value);

  it('turns every fixture and every simulated event into what it is, and drops none', async () => {
    const listening = await listen(
      home,
      { authentication: 'none', splitEvents: true, additionalOptions: { includeRaw: true } },
      null,
    );
    for (const [name, body] of bodies) {
      const answer = await send(listening.url, json(body));
      expect([name, answer.status, answer.data]).toEqual([name, 200, '{"status":"success"}']);
    }
    const outputs = await itemsOf(listening, bodies.length, 60_000);
    expect(outputs.flat(2)).toHaveLength(bodies.length);
    for (const [at, [name, body, [event, facts]]] of bodies.entries()) {
      const place = outputs[at].findIndex((items) => items.length > 0);
      const expected = kinds.includes(event) ? kinds.indexOf(event) : kinds.length;
      expect([name, place]).toEqual([name, expected]);
      const [item] = outputs[at][place];
      expect(item.json).toMatchObject({ event, ...facts, raw: body });
    }
  }, 120_000);
});

describe('who may push', () => {
  const home = 'task';
  const body = json(EXAMPLE_EVENTS.task.callCompleted(1));
  const raw = JSON.parse(body) as object;

  it('the secret token: a wrong or missing one gets 401 and no run, the right one stays inside', async () => {
    const listening = await listen(home, { additionalOptions: { includeRaw: true } });
    for (const query of ['', '?token=', '?token=wrong', `?token=${TOKEN}&token=${TOKEN}`]) {
      const { status } = await send(`${listening.url}${query}`, body);
      expect([query, status]).toEqual([query, 401]);
    }
    await send(`${listening.url}?token=${TOKEN}&from=airudder`, body);
    expect((await itemsOf(listening, 1)).flat(2)).toMatchObject([{ json: { raw } }]);
    const all = await host.client.executions(listening.workflow.id);
    expect(all).toHaveLength(1);
    expect(json(all)).not.toContain(TOKEN);
    expect(json(all)).toContain('"from":"airudder"');
  }, 120_000);

  it('encrypted pushes are decrypted and checked; others get 401 where only those are wanted', async () => {
    const used = await host.client.createCredential(
      'Encrypted',
      'airudderApi',
      credentialData({ aesSecretKey: AES_KEY }),
    );
    const listening = await listen(
      home,
      { authentication: 'encryption', additionalOptions: { includeRaw: true } },
      used,
    );
    const sealed = encrypt(body, AES_KEY);
    const headers = { 'is-encrypted': '1', signed: signed(body) };
    const refused = [
      await send(listening.url, body),
      await send(listening.url, encrypt(body, 'another16charkey'), undefined, headers),
      await send(listening.url, sealed, undefined, { ...headers, signed: signed('other') }),
      await send(listening.url, sealed, undefined, { 'is-encrypted': '1' }),
      await send(listening.url, body, undefined, headers),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    for (let time = 0; time < 2; time++) {
      expect((await send(listening.url, sealed, undefined, headers)).status).toBe(200);
    }
    const items = (await itemsOf(listening, 1)).flat(2);
    expect(items).toMatchObject([{ json: { raw } }]);
  }, 120_000);

  it('an encrypted push that nobody can open is refused, so that it is sent again', async () => {
    const listening = await listen(home, { authentication: 'none' }, null);
    const headers = { 'is-encrypted': '1', signed: signed('{}') };
    expect((await send(listening.url, encrypt('{}', AES_KEY), undefined, headers)).status).toBe(
      401,
    );
  }, 60_000);

  it('the address list lets in only those it holds', async () => {
    const answers = [];
    for (const allowedAddresses of ['10.0.0.0/8, 127.0.0.0/8', '10.0.0.0/8, 2001:db8::/32']) {
      const listening = await listen(
        home,
        { authentication: 'none', additionalOptions: { allowedAddresses } },
        null,
      );
      answers.push((await send(listening.url, body)).status);
      const runs = answers.length === 1 ? 1 : 0;
      expect((await itemsOf(listening, runs)).flat(2)).toHaveLength(runs);
    }
    expect(answers).toEqual([200, 403]);
  }, 180_000);
});

describe('what arrives', () => {
  it('in any form, or nobody can read, still starts a run; what is too large does not', async () => {
    const listening = await listen(
      'workflow',
      { authentication: 'none', additionalOptions: { sizeLimit: 1 } },
      null,
    );
    const body = fixture('airudder-workflow-list-completion.json');
    const forms: Array<[string | Buffer, string | false]> = [
      [body, 'text/plain'],
      [`\ufeff${body}`.replace('case-42', 'case-43'), 'application/json'],
      [
        new URLSearchParams({ data: body.replace('case-42', 'case-44') }).toString(),
        'application/x-www-form-urlencoded',
      ],
      [body.replace('"case-42"', '0042'), 'application/json'],
      ['hello', 'text/plain'],
      ['{"broken":', 'application/json'],
      ['', false],
    ];
    for (const [form, type] of forms)
      expect((await send(listening.url, form, type)).status).toBe(200);
    const large = await sendLarge(listening.url, Buffer.alloc(1024 * 1024 + 1, 'a'));
    expect(TOO_LARGE).toContain(large);
    const items = (await itemsOf(listening, forms.length)).flat(2).map((item) => item.json);
    expect(items.map(({ event, contactId, rawText }) => [event, contactId ?? rawText])).toEqual([
      ['contactListCompleted', 'case-42'],
      ['contactListCompleted', 'case-43'],
      ['contactListCompleted', 'case-44'],
      ['contactListCompleted', '0042'],
      ['unknown', 'hello'],
      ['unknown', '{"broken":'],
      ['unknown', ''],
    ]);
  }, 60_000);

  it('and is not asked for is answered 200 and starts nothing', async () => {
    const listening = await listen(
      'workflow',
      { authentication: 'none', triggerOn: ['workflowStatusChanged'] },
      null,
    );
    for (const name of Object.keys(FIXTURE_EVENTS))
      expect((await send(listening.url, fixture(name))).status).toBe(200);
    expect((await send(listening.url, 'nonsense', 'text/plain')).status).toBe(200);
    const outputs = await itemsOf(listening, 1);
    expect(outputs.flat(2).map((item) => item.json.event)).toEqual(['workflowStatusChanged']);
    expect(await host.client.executions(listening.workflow.id)).toHaveLength(1);
  }, 60_000);

  it('passes on the signature header, whose algorithm is not public', async () => {
    const listening = await listen('workflow', { authentication: 'none' }, null);
    await send(listening.url, fixture('airudder-chatbot-session-end.json'), 'application/json', {
      'X-AIRudder-Sign': 'abc123',
    });
    const [[[item]]] = await itemsOf(listening, 1);
    expect(item.json.airudderSign).toBe('abc123');
  }, 60_000);
});

describe('a custom API node that waits for an answer', () => {
  const push = json(EXAMPLE_EVENTS.workflow.customApiPush(7));

  it('is answered with the last node of the run, each time it asks', async () => {
    const listening = await listen(
      'workflow',
      { authentication: 'none', responseMode: 'lastNode' },
      null,
      node(
        'Answer',
        'n8n-nodes-base.set',
        {
          mode: 'raw',
          jsonOutput: '={{ { level: $json.fields.extra_a, contact: $json.contactId } }}',
          options: {},
        },
        { typeVersion: 3.4 },
      ),
    );
    for (let time = 0; time < 2; time++) {
      const answer = await send(listening.url, push);
      expect([answer.status, JSON.parse(answer.data)]).toEqual([
        200,
        { level: 'gold', contact: 'case-7' },
      ]);
    }
  }, 60_000);

  it("is answered by a 'Respond to Webhook' node behind a Wait node, which n8n's node asks for", async () => {
    const listening = await listen(
      'workflow',
      { authentication: 'none', responseMode: 'responseNode' },
      null,
      node(
        'Wait',
        'n8n-nodes-base.wait',
        { amount: 0, unit: 'seconds' },
        { typeVersion: 1.1, webhookId: 'wait' },
      ),
      node(
        'Respond',
        'n8n-nodes-base.respondToWebhook',
        { respondWith: 'text', responseBody: '=hello {{ $json.contactName }}', options: {} },
        { typeVersion: 1.5 },
      ),
    );
    const answer = await send(listening.url, push);
    expect([answer.status, answer.data]).toEqual([200, 'hello Ana']);
  }, 60_000);

  it('is checked with AIRUDDER before a run starts', async () => {
    const created = await host.client.createWorkflow(
      chain(
        'Instance',
        start(),
        rowsNode([{ id: 'c-1', phone: exampleNumber(1) }]),
        node(
          'Create',
          'n8n-nodes-calling-campaigns.airudderWorkflow',
          {
            resource: 'workflowInstance',
            operation: 'create',
            templateId: '123',
            name: 'Checked',
            end: '2099-01-01T00:00:00Z',
          },
          { credentials: { airudderApi: credential } },
        ),
      ),
    );
    const run = await host.client.run(created, 'Start');
    const [item] = run.data.resultData.runData.Create[0].data?.main[0] ?? [];
    const listening = await listen('workflow', { additionalOptions: { checkPushes: true } });
    const pushOf = (callee_number: string) =>
      json({
        workflow_id: item.json.workflowId,
        workflow_name: 'Checked',
        node_id: 'n',
        node_name: 'n',
        callee: { case_id: 'c-1', callee_number },
      });
    const at = `${listening.url}?token=${TOKEN}`;
    expect((await send(at, pushOf(exampleNumber(2)))).status).toBe(403);
    expect((await send(at, pushOf(exampleNumber(1)))).status).toBe(200);
    host.simulator.faults.add({ endpoint: 'apinoticeinfo', kind: 'statusBefore', times: 9 });
    expect((await send(at, pushOf(exampleNumber(1)))).status).toBe(503);
    host.simulator.faults.clear();
    expect((await itemsOf(listening, 1)).flat(2)).toHaveLength(1);
  }, 90_000);
});

describe('a campaign of the simulator', () => {
  it('pushes every call and the end of the task, encrypted', async () => {
    const used = await host.client.createCredential(
      'For pushes',
      'airudderApi',
      credentialData({ aesSecretKey: AES_KEY }),
    );
    const listening = await listen('task', { authentication: 'encryption' }, used);
    const { settings, ledger } = host.simulator;
    Object.assign(settings, {
      aesKey: AES_KEY,
      pushEncrypted: true,
      airudderPushUrls: { task: listening.url },
    });
    const workflow = await host.client.createWorkflow(
      chain(
        'Create',
        start(),
        rowsNode(debtorRows(12)),
        node(
          'Create',
          'n8n-nodes-calling-campaigns.airudderTask',
          { resource: 'task', operation: 'create', ...collectionTask, taskName: 'Pushed' },
          { credentials: { airudderApi: used } },
        ),
      ),
    );
    const before = ledger.dials.length;
    expect((await host.client.run(workflow, 'Start')).status).toBe('success');
    const items = (await itemsOf(listening, 13, 60_000)).flat(2).map((item) => item.json);
    Object.assign(settings, { aesKey: '', pushEncrypted: false, airudderPushUrls: {} });
    const dials = ledger.dials.slice(before);
    const calls = items.filter(({ event }) => event === 'callCompleted');
    expect(calls.map(({ callId }) => callId).sort()).toEqual(
      dials.map(({ callId }) => callId).sort(),
    );
    for (const call of calls) {
      const dial = dials.find(({ callId }) => callId === call.callId);
      expect([call.contactId, call.answered]).toEqual([dial?.contactId, dial?.status === 2]);
    }
    expect(items.filter(({ event }) => event === 'taskFinished')).toHaveLength(1);
  }, 120_000);
});

describe(`${PUSHES} pushes with repeats, out of order`, () => {
  it('end as exactly the distinct events', async () => {
    const listening = await listen('workflow', { authentication: 'none' }, null);
    const distinct = Array.from({ length: PUSHES * 0.8 }, (_, at) => json(pushNumber(at)));
    const all = [...distinct, ...distinct.slice(0, PUSHES * 0.2)];
    for (let at = all.length - 1; at > 0; at--) {
      const other = (at * 7919) % (at + 1);
      [all[at], all[other]] = [all[other], all[at]];
    }
    const answers = new Set<number>();
    let next = 0;
    const worker = async () => {
      while (next < all.length) answers.add((await send(listening.url, all[next++])).status);
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    expect([...answers]).toEqual([200]);
    const items = (await itemsOf(listening, distinct.length, 240_000))
      .flat(2)
      .map((item) => item.json);
    const ids = items.map(({ event, callId, contactId }) => `${event} ${callId ?? contactId}`);
    expect(ids).toHaveLength(distinct.length);
    expect(new Set(ids).size).toBe(distinct.length);
  }, 420_000);
});

/** A call, a contact or a dialer event, with ids of its own. */
function pushNumber(at: number): object {
  const { workflow } = EXAMPLE_EVENTS;
  const kinds = [
    workflow.workflowCallCompleted,
    workflow.contactListCompleted,
    workflow.dialerContactChanged,
  ];
  return kinds[at % kinds.length](at);
}

describe('a trigger that would turn away every push', () => {
  it('stays out of service, and says why', async () => {
    // n8n publishes in the background, tries several times, and takes the address back in the end.
    await until(() => [...refusedUrls.keys()].every((why) => host.server.log().includes(why)));
    for (const url of refusedUrls.values()) {
      await until(async () => (await send(url, '{}')).status === 404);
    }
  }, 90_000);
});

describe('n8n is killed in the middle of pushes', () => {
  it("with the vendor's retries, nothing is lost; only what was under way at the kill may come twice", async () => {
    const listening = await listen('task', { authentication: 'none' }, null);
    const { settings, ledger, airudder } = host.simulator;
    Object.assign(settings, {
      pushRetryMs: 4_000,
      airudderPushUrls: { task: `${listening.url}?crash` },
    });
    ledger.clear();
    const sentBeforeTheKill = new Set<string>();
    for (let at = 0; at < 60; at++) {
      airudder.events.push('task', EXAMPLE_EVENTS.task.callCompleted(10_000 + at), {
        contactId: `case-${10_000 + at}`,
      });
      if (at <= 30) sentBeforeTheKill.add(`case-${10_000 + at}`);
      if (at === 30) await host.server.kill();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await host.server.start();
    const answeredLater = new Set<string>();
    const taken = () => ledger.pushes.filter(({ answer }) => answer === 200).length;
    const until = Date.now() + 60_000;
    while (taken() < 60 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(taken()).toBe(60);
    const failed = new Set(
      ledger.pushes.filter(({ answer }) => answer !== 200).map(({ contactId }) => contactId),
    );
    for (const contactId of failed) answeredLater.add(contactId);
    expect(answeredLater.size).toBeGreaterThan(10);
    let seen: string[] = [];
    const missing = () => [...answeredLater].filter((contactId) => !seen.includes(contactId));
    do {
      const items = (await itemsOf(listening, 0)).flat(2);
      seen = items.map((item) => String(item.json.contactId));
    } while (missing().length > 0 && Date.now() < until + 30_000);
    for (const contactId of answeredLater) {
      const times = seen.filter((one) => one === contactId).length;
      const atMost = sentBeforeTheKill.has(contactId) ? 2 : 1;
      expect([contactId, times, times >= 1 && times <= atMost]).toEqual([contactId, times, true]);
    }
    Object.assign(settings, { pushRetryMs: 60_000, airudderPushUrls: {} });
  }, 180_000);
});

keepsSecrets(() => host);
