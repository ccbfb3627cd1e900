import { encrypt, signed } from '../../simulator/airudder/transport';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, requestsTo, runAirudder } from './airudder';
import { until } from '../until';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1000 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const robots = (credential: ReturnType<typeof airudderCredential>) =>
  runAirudder(credential, 'task', 'robot.getMany', { returnAll: true });

describe('the token', () => {
  it('is fetched once and then used for every request', async () => {
    const credential = airudderCredential(simulator);
    for (let run = 0; run < 3; run++) {
      const { items, error } = await robots(credential);
      expect(error).toBeUndefined();
      expect(items).toHaveLength(2);
    }
    expect(simulator.airudder.tokens.logins).toBe(1);
  });

  it.each(['status', 'code'] as const)(
    'is renewed once when the vendor says by %s that it has expired',
    async (unauthorizedAs) => {
      simulator.settings.unauthorizedAs = unauthorizedAs;
      const credential = airudderCredential(simulator);
      await robots(credential);
      simulator.airudder.tokens.expire();
      const { items, error } = await robots(credential);
      expect(error).toBeUndefined();
      expect(items).toHaveLength(2);
      expect(simulator.airudder.tokens.logins).toBe(2);
    },
  );

  it('of many parallel executions that find it expired, one logs in', async () => {
    const credential = airudderCredential(simulator);
    await robots(credential);
    simulator.airudder.tokens.expire();
    const runs = await Promise.all(Array.from({ length: 20 }, () => robots(credential)));
    expect(runs.map(({ error }) => error)).toEqual(Array(20).fill(undefined));
    expect(simulator.airudder.tokens.logins).toBe(2);
  });

  it('of many parallel executions without a token, one logs in', async () => {
    const credential = airudderCredential(simulator);
    const runs = await Promise.all(Array.from({ length: 10 }, () => robots(credential)));
    expect(runs.map(({ items }) => items.length)).toEqual(Array(10).fill(2));
    expect(simulator.airudder.tokens.logins).toBe(1);
  });

  it('renewed by somebody else meanwhile is used without another login', async () => {
    const credential = airudderCredential(simulator, { sessionToken: 'long gone' });
    const send = simulator.airudder.tokens.issue();
    simulator.faults.add({ endpoint: 'robot', kind: 'delay', milliseconds: 300 });
    const running = robots(credential);
    await until(() => simulator.faults.met('robot') === 1);
    credential.data.sessionToken = send;
    const { error } = await running;
    expect(error).toBeUndefined();
    expect(simulator.airudder.tokens.logins).toBe(1);
  });

  it('that is refused again after a login ends in an error in words', async () => {
    simulator.faults.add({ endpoint: 'robot', kind: 'code', code: '401', times: 9 });
    const { error } = await robots(airudderCredential(simulator));
    expect(error?.message).toBe('AIRUDDER refused the token, also a new one');
    expect(requestsTo(simulator, 'robot')).toHaveLength(2);
  });

  it('a ready token is used as it is, and never exchanged', async () => {
    const readyToken = simulator.airudder.tokens.issue();
    const { items } = await robots(
      airudderCredential(simulator, { authentication: 'token', readyToken }),
    );
    expect(items).toHaveLength(2);
    expect(simulator.airudder.tokens.logins).toBe(1);
  });
});

describe('a ready token', () => {
  it('that is refused says to fetch a new one', async () => {
    const { error } = await robots(
      airudderCredential(simulator, {
        authentication: 'token',
        readyToken: 'expired-ready-token',
        sessionToken: 'expired-ready-token',
      }),
    );
    expect(error?.message).toBe('AIRUDDER refused the token');
    expect(error?.description).toContain('Fetch a new one');
    expect(JSON.stringify(error)).not.toContain('expired-ready-token');
  });
});

describe('a login that fails', () => {
  it('is tried once by many parallel executions, and each says why', async () => {
    simulator.faults.add({ endpoint: 'auth', kind: 'delay', milliseconds: 300 });
    const credential = airudderCredential(simulator, { appSecret: 'wrong-secret' });
    const runs = await Promise.all(Array.from({ length: 10 }, () => robots(credential)));
    for (const { error } of runs) expect(error?.message).toContain('refused the App Secret');
    expect(requestsTo(simulator, 'auth')).toHaveLength(1);
  });

  it.each([
    ['HTTP 429', 429, '<html>slow down</html>', 'cloud'],
    ['code 429', 200, '{"code":429,"message":"too many requests"}', 'cloud'],
    ['code 10705', 200, '{"code":10705,"message":"too many queries"}', 'direct'],
  ])('by %s is tried again: AIRUDDER asks for fewer requests', async (_, status, body, product) => {
    const headers = { 'retry-after': '0' };
    simulator.faults.add({ endpoint: 'auth', kind: 'statusBefore', status, body, headers });
    const credential = airudderCredential(simulator, { product });
    const run =
      product === 'cloud'
        ? await robots(credential)
        : await runAirudder(credential, 'task', 'dialerTask.getMany', {
            start: '2026-01-01T00:00:00',
            end: '2026-12-01T00:00:00',
          });
    expect(run.error).toBeUndefined();
    expect(simulator.airudder.tokens.logins).toBe(1);
  });

  it.each([
    ['a wrong app key', { appKey: 'wrong-key' }, 'AIRUDDER refused the App Key'],
    ['a wrong app secret', { appSecret: 'wrong-secret' }, 'AIRUDDER refused the App Secret'],
    ['an empty app key', { appKey: '' }, '"App Key" of the AIRUDDER credential is empty'],
    ['no network', { baseUrl: 'http://127.0.0.1:9' }, 'AIRUDDER could not be reached: nothing'],
    [
      'an unknown host',
      { baseUrl: 'http://does-not-exist.invalid' },
      'AIRUDDER could not be reached: the host name',
    ],
    ['a time zone that is none', { timeZone: 'Asia/Jakata' }, 'The time zone of the AIRUDDER'],
    ['a base URL with a path', { baseUrl: 'https://a.example/b' }, 'The base URL of the AIRUDDER'],
    ['an AES key of a wrong length', { aesSecretKey: 'short' }, 'The AES key of the AIRUDDER'],
  ])('%s is told in words', async (_, data, message) => {
    const { error } = await robots(airudderCredential(simulator, data));
    expect(error?.message).toContain(message);
    expect(JSON.stringify(error)).not.toContain('simulator-app-secret');
    expect(JSON.stringify(error)).not.toContain('wrong-secret');
  });

  it('another server than AIRUDDER is told apart', async () => {
    simulator.faults.add({ endpoint: 'auth', kind: 'html' });
    const { error } = await robots(airudderCredential(simulator));
    expect(error?.message).toContain('That address answered, but not like AIRUDDER');
  });
});

describe('the direct API of the predictive dialer', () => {
  it('has a login of its own, and success is the code 0', async () => {
    const credential = airudderCredential(simulator, { product: 'direct' });
    const span = { minstarttime: '2026-01-01 00:00:00', maxstarttime: '2026-12-31 00:00:00' };
    const send = (body: object) =>
      runAirudder(credential, 'workflow', 'apiRequest.send', {
        endpoint: 'D6',
        body: JSON.stringify(body),
      });
    const { items } = await send({ ...span, limit: 10 });
    expect(items[0].json).toEqual({ code: 0, message: 'successfully', body: { list: [] } });
    const { error } = await send({});
    expect(error?.message).toBe('The task ID is empty');
    expect(requestsTo(simulator, 'auth')).toHaveLength(1);
  });
});

describe('encryption', () => {
  const aesSecretKey = 'n8nTestKey_16chr';

  it('encrypts queries and bodies, and reads encrypted replies', async () => {
    simulator.settings.aesKey = aesSecretKey;
    const credential = airudderCredential(simulator, { aesSecretKey });
    const { items, error } = await runAirudder(credential, 'inbound', 'statistics.get', {
      start: '2026-03-01T00:00:00+08:00',
      end: '2026-03-03T00:00:00+08:00',
      view: 'days',
    });
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.date)).toEqual(['2026-03-01', '2026-03-02']);
    expect(requestsTo(simulator, 'statistics')[0].parameters).toEqual({
      start_time: '2026-03-01 00:00:00',
      end_time: '2026-03-03 00:00:00',
    });
  });

  it('reads encrypted replies that carry a rejection, and refuses one that was changed', async () => {
    simulator.settings.aesKey = aesSecretKey;
    const credential = airudderCredential(simulator, { aesSecretKey });
    expect((await robots(credential)).items).toHaveLength(2);
    const reply = '{"data":[],"status":"OK","code":200}';
    simulator.faults.add({
      endpoint: 'robot',
      kind: 'statusAfter',
      status: 200,
      body: encrypt(reply, aesSecretKey),
      headers: { 'is-encrypted': '1', signed: signed(`${reply} `), 'content-type': 'text/plain' },
    });
    expect((await robots(credential)).error?.message).toContain('does not match its signature');
  });

  it('tells a wrong key, and a key that is missing', async () => {
    const credential = airudderCredential(simulator, { aesSecretKey: 'another16charkey' });
    credential.data.sessionToken = simulator.airudder.tokens.issue();
    simulator.settings.aesKey = aesSecretKey;
    expect((await robots(credential)).error?.message).toBe(
      "AIRUDDER's reply cannot be decrypted: the AES key is wrong",
    );
    credential.data.aesSecretKey = '';
    expect((await robots(credential)).error?.message).toBe(
      'AIRUDDER encrypts its replies, and the credential holds no AES key',
    );
  });
});
