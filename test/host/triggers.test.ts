import { EVENT_KINDS, type TriggerName } from '../airudder-events';
import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { collectionTask, debtorRows } from '../engine/airudder';
import { itemsOf as itemsOfHost, listen as listenAt, send, type Listening } from './listening';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { until } from '../until';
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
const PUSHES = Number(process.env.PUSHES ?? 100);
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
  it('sends each of its events to the output that n8n draws for it', async () => {
    const listening = await listen(home, { authentication: 'none', splitEvents: true }, null);
    const events = Object.entries(EXAMPLE_EVENTS[home]);
    for (const [event, example] of events) {
      const answer = await send(listening.url, json(example(1)));
      expect([event, answer.status, answer.data]).toEqual([event, 200, '{"status":"success"}']);
    }
    const outputs = await itemsOf(listening, events.length, 60_000);
    const kinds = EVENT_KINDS[home].map(({ value }) => value);
    for (const [at, [event]] of events.entries()) {
      const place = outputs[at].findIndex((items) => items.length > 0);
      expect([event, place]).toEqual([event, kinds.indexOf(event)]);
      expect(outputs[at][place].map((item) => item.json.event)).toEqual([event]);
    }
  }, 120_000);
});

describe('who may push', () => {
  const body = json(EXAMPLE_EVENTS.task.callCompleted(1));
  const raw = JSON.parse(body) as object;

  it('the secret token: a wrong or missing one gets 401 and no run, the right one stays inside', async () => {
    const listening = await listen('task', { additionalOptions: { includeRaw: true } });
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
  it("with the vendor's retries, nothing that a trigger answered at last is lost; only what was under way at the kill may come twice", async () => {
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
    await until(() => taken() === 60);
    // What n8n answers with 200 to whatever comes while it prepares its database; no trigger sees it.
    const byNobody = new Set(
      ledger.pushes
        .filter(({ reply }) => reply.includes('n8n is starting up'))
        .map(({ contactId }) => contactId),
    );
    for (const { contactId, answer } of ledger.pushes) {
      if (answer !== 200 && !byNobody.has(contactId)) answeredLater.add(contactId);
    }
    expect(answeredLater.size).toBeGreaterThan(0);
    expect(answeredLater.size + byNobody.size).toBeGreaterThan(10);
    let seen: string[] = [];
    const missing = () => [...answeredLater].filter((contactId) => !seen.includes(contactId));
    await until(async () => {
      const items = (await itemsOf(listening, 0)).flat(2);
      seen = items.map((item) => String(item.json.contactId));
      return missing().length === 0;
    });
    for (const contactId of answeredLater) {
      const times = seen.filter((one) => one === contactId).length;
      const atMost = sentBeforeTheKill.has(contactId) ? 2 : 1;
      expect([contactId, times, times >= 1 && times <= atMost]).toEqual([contactId, times, true]);
    }
    Object.assign(settings, { pushRetryMs: 60_000, airudderPushUrls: {} });
  }, 180_000);
});

keepsSecrets(() => host);
