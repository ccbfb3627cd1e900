import { gzipSync } from 'node:zlib';
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
import { until } from '../until';
import {
  chain,
  node,
  SOBOT_TRIGGER,
  type CredentialReference,
} from '../../n8n-server/workflow-parts';

const TOKEN = 'host-test-push-token-44aa';
const PUSH = fixture('sobot-push.raw');
const SUCCESS = '{"ret_code":"000000","ret_msg":"success"}';

let host: Host;
let credential: CredentialReference;

beforeAll(async () => {
  host = await startHost();
  host.secrets.add(TOKEN);
  credential = await host.client.createCredential('Sobot', 'sobotICallApi', {
    appid: host.simulator.account.appid,
    secretSignature: host.simulator.account.signature,
    baseUrl: host.simulator.sobotUrl,
    bodyFormat: 'form',
    pushToken: TOKEN,
  });
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

const listen = async (parameters: Record<string, unknown>) =>
  await listenAt(
    host,
    { type: SOBOT_TRIGGER, path: 'sobot', credentials: { sobotICallApi: credential } },
    { authentication: 'none', ...parameters },
  );

const itemsOf = async (listening: Listening, runs: number) =>
  await itemsOfHost(host, listening, runs);

/** Triggers that must not run, with what n8n is to say of them. */
const refusedUrls = new Map<string, string>();

beforeAll(async () => {
  const refused: Array<[what: string, why: string, parameters: object]> = [
    ['a credential without a token', 'The credential holds no Result Push Token', {}],
    [
      'stored JSON that would lose the documented push',
      'This trigger lacks its hidden setting',
      { authentication: 'none', options: {} },
    ],
  ];
  for (const [what, why, parameters] of refused) {
    const without = await host.client.createCredential(what, 'sobotICallApi', {
      appid: 'a',
      secretSignature: 'b',
      baseUrl: host.simulator.sobotUrl,
      bodyFormat: 'form',
      pushToken: '',
    });
    const webhookId = `refused-${Math.random().toString(36).slice(2)}`;
    const workflow = await host.client.createWorkflow(
      chain(
        what,
        node(
          'Trigger',
          SOBOT_TRIGGER,
          { ...parameters },
          { webhookId, credentials: { sobotICallApi: without } },
        ),
      ),
    );
    // n8n 1 refuses at once, n8n 2 in the background.
    await host.client.publish(workflow).catch(() => undefined);
    refusedUrls.set(why, `${host.client.url}/webhook/${webhookId}/sobot`);
  }
}, 60_000);

describe('every form of push that the reference lists (section 7)', () => {
  const form = new URLSearchParams({ [PUSH]: '' }).toString();
  const multipart = `--cut\r\ncontent-disposition: form-data; name="result"\r\n\r\n${PUSH}\r\n--cut--\r\n`;
  const forms: Array<[string, string | Buffer, string | false, Record<string, string>?]> = [
    ['as JSON, byte for byte as documented', PUSH, 'application/json'],
    ['as JSON with a charset', PUSH, 'application/json;charset=UTF-8'],
    ['as text', PUSH, 'text/plain'],
    ['as text/html', PUSH, 'text/html'],
    ['as XML by name', PUSH, 'application/xml'],
    ['as octet-stream', PUSH, 'application/octet-stream'],
    ['without a content type', PUSH, false],
    ['as a form, raw JSON in it', PUSH, 'application/x-www-form-urlencoded'],
    ['as a form whose only key is the JSON', form, 'application/x-www-form-urlencoded'],
    [
      'as a form with the field result',
      new URLSearchParams({ result: PUSH }).toString(),
      'application/x-www-form-urlencoded',
    ],
    [
      'as a form with the field data',
      new URLSearchParams({ data: PUSH }).toString(),
      'application/x-www-form-urlencoded',
    ],
    ['as a multipart form', multipart, 'multipart/form-data; boundary=cut'],
    ['with a byte order mark', `\ufeff${PUSH}`, 'application/json'],
    ['gzipped', gzipSync(PUSH), 'application/json', { 'content-encoding': 'gzip' }],
  ];

  let listening: Listening;
  beforeAll(async () => {
    listening = await listen({ additionalOptions: { ignoreRepeats: false } });
    for (const [, body, type, headers] of forms) {
      const answer = await send(`${listening.url}?campaign=week-9`, body, type, headers);
      expect([answer.status, answer.data]).toEqual([200, SUCCESS]);
    }
  }, 60_000);

  it.each(forms.map(([name], at) => [name, at] as const))(
    '%s: one item, every digit',
    async (_, at) => {
      const output = (await itemsOf(listening, forms.length))[at];
      expect(output).toHaveLength(1);
      expect(output[0].map(({ json }) => json)).toEqual([
        expect.objectContaining({
          understood: true,
          contactId: '1234554321123666',
          callId: 'soboticallbcf37279feb441ee99f33a9814d26b00',
          outcome: 'answered',
          callerNumber: '02180344315',
          phone: '18207736077',
          intentions: ['有意向购买', '满意'],
          query: { campaign: 'week-9' },
        }),
      ]);
    },
  );
});

describe('pushes that cannot be understood', () => {
  it('are answered 200 and still start a run, marked, with their whole text', async () => {
    const listening = await listen({ triggerOn: 'answered' });
    const bodies = ['hello 0123', '{"result":', '{"other":"shape"}', ''];
    for (const body of bodies) {
      expect((await send(`${listening.url}?campaign=x`, body, 'application/json')).status).toBe(
        200,
      );
    }
    const outputs = await itemsOf(listening, bodies.length);
    expect(outputs.map(([items]) => items.map(({ json }) => json))).toEqual(
      bodies.map((rawText) => [
        { understood: false, outcome: 'unknown', query: { campaign: 'x' }, rawText },
      ]),
    );
  }, 60_000);
});

describe('pushes that did not arrive whole', () => {
  it('are refused, so that the sender knows, and start nothing', async () => {
    const listening = await listen({});
    const broken = gzipSync(PUSH).subarray(0, 60);
    const answer = await send(listening.url, broken, 'application/json', {
      'content-encoding': 'gzip',
    });
    expect(answer.status).toBe(400);
    const large = await sendLarge(listening.url, Buffer.alloc(17 * 1024 * 1024, 'a'));
    expect(TOO_LARGE).toContain(large);
    expect((await send(`${listening.url}?last=1`, PUSH, 'application/json')).status).toBe(200);
    const outputs = await itemsOf(listening, 1);
    expect(outputs.flat(2).map(({ json }) => json.query)).toEqual([{ last: '1' }]);
  }, 60_000);
});

describe('Trigger On', () => {
  const call = (callid: string, status: number) =>
    JSON.stringify({
      result: { data: { detail: { callid, status }, msg: [] }, ret_code: '000000' },
    });

  it('sends each kind of outcome to its own output', async () => {
    const listening = await listen({ splitOutcomes: true });
    for (const status of [2, 3, 7, 6, 8])
      await send(listening.url, call(`s${status}`, status), 'application/json');
    await send(listening.url, 'nonsense', 'text/plain');
    const outputs = await itemsOf(listening, 6);
    const places = outputs.map((output) => output.findIndex((items) => items.length > 0));
    expect(places).toEqual([0, 1, 2, 3, 4, 4]);
  }, 60_000);
});

describe('a push that comes twice', () => {
  it('starts one run, whatever form it comes in; another campaign is another event', async () => {
    const once = await listen({});
    for (const query of ['campaign=a', 'campaign=a', 'campaign=b']) {
      for (const type of ['application/json', 'text/plain']) {
        const answer = await send(`${once.url}?${query}`, PUSH, type);
        expect([answer.status, answer.data]).toEqual([200, SUCCESS]);
      }
    }
    const outputs = await itemsOf(once, 2);
    expect(outputs.flat(2).map(({ json }) => json.query)).toEqual([
      { campaign: 'a' },
      { campaign: 'b' },
    ]);
  }, 60_000);
});

describe('the list of allowed addresses', () => {
  it('lets nobody else push', async () => {
    const listening = await listen({ additionalOptions: { allowedAddresses: '203.0.113.0/24' } });
    expect((await send(listening.url, PUSH, 'application/json')).status).toBe(403);
    const local = await listen({ additionalOptions: { allowedAddresses: '127.0.0.0/8, ::1' } });
    expect((await send(local.url, PUSH, 'application/json')).status).toBe(200);
    expect((await itemsOf(local, 1)).flat(2)).toHaveLength(1);
    expect(await host.client.executions(listening.workflow.id)).toEqual([]);
  }, 60_000);
});

describe('the secret token in the URL', () => {
  it('a wrong, missing or repeated one gets 401 and starts nothing; the right one starts a run and stays inside', async () => {
    const listening = await listen({ authentication: undefined });
    for (const query of [
      '',
      '?token=',
      '?token=wrong',
      `?token=${TOKEN}x`,
      `?token=${TOKEN}&token=${TOKEN}`,
    ]) {
      const answer = await send(`${listening.url}${query}`, PUSH, 'application/json');
      expect([query, answer.status]).toEqual([query, 401]);
    }
    expect(
      (await send(`${listening.url}?token=${TOKEN}&campaign=k`, PUSH, 'application/json')).status,
    ).toBe(200);
    const outputs = await itemsOf(listening, 1);
    expect(outputs).toHaveLength(1);
    expect(outputs[0][0][0].json.query).toEqual({ campaign: 'k' });
    const all = await host.client.executions(listening.workflow.id);
    expect(all.map(({ status }) => status)).toEqual(['success']);
    expect(JSON.stringify(all)).not.toContain(TOKEN);
  }, 60_000);

  it('a credential without one, or stored JSON that would lose the documented push, keeps the trigger out of service, and n8n says why', async () => {
    // n8n publishes in the background, and takes the address back when the trigger refuses.
    await until(() => [...refusedUrls.keys()].every((why) => host.server.log().includes(why)));
    for (const url of refusedUrls.values()) {
      await until(async () => (await send(url, PUSH, 'application/json')).status === 404);
    }
  }, 60_000);
});

keepsSecrets(() => host);
