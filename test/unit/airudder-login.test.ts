import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { encrypt, signature } from '../../nodes/Airudder/client/aes';
import { fetchToken, LoginFailure } from '../../nodes/Airudder/client/login';

const KEYS = { authentication: 'keyPair', appKey: 'the-app-key', appSecret: 'the-app-secret' };
const READY = { authentication: 'token', readyToken: 'ready-token' };
const AES_KEY = 'n8nTestKey_16chr';

interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** The request never gets an answer. */
  error?: object;
}

/** Logs in at a vendor that answers so. @returns the token or the failure, and what was asked */
async function login(credential: Record<string, string>, answer: Answer) {
  const asked: IHttpRequestOptions[] = [];
  const httpRequest = async (options: IHttpRequestOptions) => {
    asked.push(options);
    const { status = 200, body = '', headers = {}, error } = answer;
    if (error !== undefined) throw Object.assign(new Error('no answer'), error);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { statusCode: status, headers, body: Buffer.from(text) };
  };
  const helpers = { httpRequest } as unknown as IHttpRequestHelper['helpers'];
  try {
    const { sessionToken } = await fetchToken(helpers, credential);
    return { token: sessionToken, asked };
  } catch (error) {
    expect(error).toBeInstanceOf(LoginFailure);
    const { message, transient, effect } = error as LoginFailure;
    expect(effect).toBe('none');
    return { message, transient, asked };
  }
}

const ok = { code: 200, data: { token: 'new' } };

describe('a login', () => {
  it('sends both keys as JSON, follows no redirect, and hands on the token', async () => {
    const { token, asked } = await login(KEYS, { body: ok });
    expect(token).toBe('new');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.airudder.com/service/cloud/auth',
      headers: { 'content-type': 'application/json', 'user-agent': 'Airudder' },
      timeout: 30_000,
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      returnFullResponse: true,
      encoding: 'arraybuffer',
    });
    expect(JSON.parse(String(asked[0].body))).toEqual({
      APPKey: 'the-app-key',
      APPSecret: 'the-app-secret',
    });
  });

  it("of the dialer's direct API goes elsewhere, and its token lies elsewhere", async () => {
    const direct = { ...KEYS, product: 'direct' };
    const { token, asked } = await login(direct, { body: { code: 0, body: { token: 'direct' } } });
    expect(token).toBe('direct');
    expect(asked[0].url).toBe('https://api.airudder.com/service/callcenter/call/predict/auth');
  });

  it('is encrypted with the key of the credential, both ways', async () => {
    const text = JSON.stringify(ok);
    const headers = { 'is-encrypted': '1', signed: signature(text) };
    const secret = { ...KEYS, aesSecretKey: AES_KEY };
    const { token, asked } = await login(secret, { body: encrypt(text, AES_KEY), headers });
    expect(token).toBe('new');
    expect(asked[0].headers).toMatchObject({ 'Is-Encrypted': '1' });
    const unreadable = await login(secret, { body: encrypt(text, 'another16charkey'), headers });
    expect(unreadable).toMatchObject({ transient: false });
    expect(unreadable.message).toContain('the AES key is wrong. Compare the AES key');
  });

  it.each<[string, Answer, string[], boolean]>([
    ['code 401', { body: { code: 401 } }, ['the App Key or the App Secret', '(code 401)'], false],
    ['HTTP 401', { status: 401 }, ['App Key or the App Secret', 'Compare both', 'HTTP 401'], false],
    ['HTTP 403', { status: 403, body: ok }, ['the App Key or the App Secret', 'blanks'], false],
    [
      'words about the key',
      { body: { code: 400, message: 'bad APPKey' } },
      ['AIRUDDER refused the App Key. Compare it', 'own words (code 400): bad APPKey'],
      false,
    ],
    ['code 10301', { body: { code: 10301 } }, ['refused the App Key. ', '(code 10301)'], false],
    [
      'words about the secret',
      { body: { code: 400, message: 'bad secret key' } },
      ['AIRUDDER refused the App Secret. Compare it', 'bad secret key'],
      false,
    ],
    ['code 500', { body: { code: 500 } }, ['trouble on its own', 'Try again', '(code 500)'], true],
    ['code 10201', { body: { code: 10201 } }, ['trouble on its own side', '(code 10201)'], true],
    ['HTTP 500', { status: 500 }, ['broke down while logging in (HTTP 500)', 'Try again'], true],
    ['no token', { body: { code: 200 } }, ['not like AIRUDDER (HTTP 200)', 'base URL'], false],
    ['a token with HTTP 201', { status: 201, body: ok }, ['not like AIRUDDER (HTTP 201)'], false],
    ['a web page', { body: '<html>' }, ['not like AIRUDDER (HTTP 200)', 'login page'], false],
    ['HTTP 302', { status: 302 }, ['not like AIRUDDER (HTTP 302)'], false],
    [
      'nobody there',
      { error: { code: 'ENOTFOUND' } },
      ['could not be reached', 'No login was possible.'],
      false,
    ],
    ['nothing', { error: { code: 'ETIMEDOUT' } }, ['no reply came in time', 'be told'], true],
  ])(
    'that is answered with %s says what to do, and holds no secret',
    async (_, answer, said, again) => {
      const { message, transient } = await login(KEYS, answer);
      for (const words of said) expect(message).toContain(words);
      expect(transient).toBe(again);
      expect(message).not.toMatch(/the-app-(key|secret)/);
    },
  );

  it('hides keys that the vendor echoes', async () => {
    const body = { code: 400, message: 'unknown: the-app-secret' };
    expect((await login(KEYS, { body })).message).toContain('unknown: [hidden]');
  });

  it.each([
    ['appKey', '"App Key" of the AIRUDDER credential is empty. AIRUDDER staff hand out'],
    ['appSecret', '"App Secret" of the AIRUDDER credential is empty. AIRUDDER staff hand out'],
  ])('without %s asks nobody', async (field, said) => {
    const { message, transient, asked } = await login({ ...KEYS, [field]: ' ' }, { body: ok });
    expect(message).toContain(said);
    expect([transient, asked]).toEqual([false, []]);
  });
});

describe('a ready token', () => {
  it('is tried with a call that changes nothing', async () => {
    const { token, asked } = await login(READY, { body: { code: 200, data: [] } });
    expect(token).toBe('ready-token');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'GET',
      url: 'https://api.airudder.com/service/cloud/list',
      headers: { Authorization: 'Token ready-token' },
    });
  });

  it.each<[string, Answer, string]>([
    ['HTTP 401', { status: 401 }, 'AIRUDDER refused the token. It lives for 24 hours'],
    ['code 401', { body: { code: 401 } }, 'AIRUDDER refused the token. It lives for 24 hours'],
    ['a web page', { body: '<html>' }, 'That address answered, but not like AIRUDDER (HTTP 200)'],
  ])('that is answered with %s says so', async (_, answer, said) => {
    expect(await login(READY, answer)).toMatchObject({
      message: expect.stringContaining(said),
      transient: false,
    });
  });

  it('is good even where the call itself is refused', async () => {
    expect((await login(READY, { body: { code: 403 } })).token).toBe('ready-token');
  });

  it('that is empty asks nobody', async () => {
    const { message, transient, asked } = await login({ ...READY, readyToken: ' ' }, {});
    expect(message).toBe('"Token" of the AIRUDDER credential is empty. Paste the token.');
    expect([transient, asked]).toEqual([false, []]);
  });
});
