import type { RequestContext } from '../../nodes/runtime/http/context';
import { encrypt, signature } from '../../nodes/Airudder/client/aes';
import { accountOf } from '../../nodes/Airudder/client/credential';
import { familyOf, verdictOn } from '../../nodes/Airudder/client/envelope';
import { judged, successful } from '../../nodes/Airudder/client/judge';
import { plainText } from '../../nodes/Airudder/client/plain-text';
import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';

const KEY = 'n8nTestKey_16chr';
const CLOUD = '/service/cloud/task';
const DIALER = '/service/callcenter/call/predict/createtask';

interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  path?: string;
  credential?: Record<string, string>;
}

/** What becomes of a reply of the vendor's: its envelope, or the failure that the user reads. */
async function outcomeOf({ status = 200, body, headers = {}, path = CLOUD, credential }: Reply) {
  const data = { appKey: 'the-app-key', appSecret: 'the-app-secret', ...credential };
  const context = { getCredentials: async () => data } as unknown as RequestContext;
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  try {
    const received = judged({ status, headers, body: bytes }, accountOf(data), path);
    return { expired: received.expired, reply: await successful(context, received, path) };
  } catch (error) {
    expect(error).toBeInstanceOf(VendorFailure);
    const { message, advice, effect, transient, vendorCode, httpStatus, retryAfterMs } =
      error as VendorFailure;
    return { message, advice, effect, transient, vendorCode, httpStatus, retryAfterMs };
  }
}

describe('the families of paths, each with a code of its own for success', () => {
  it.each([
    ['/service/cloud/list', 'cloud', ['200']],
    ['/service/callcenter/call/predict/auth', 'dialer', ['0']],
    ['/service/sms/send', 'sms', ['0']],
    ['/service/xcloud/service/cloud/', 'other', ['200', '0']],
    ['/x/service/callcenter/', 'other', ['200', '0']],
    ['/x/service/sms/', 'other', ['200', '0']],
  ] as const)('%s', (path, family, successes) => {
    expect(familyOf(path)).toBe(family);
    const taken = ['200', '0', '1', '100'].filter((code) => verdictOn({ code }, family).success);
    expect(taken).toEqual(successes);
  });
});

describe('what an envelope says', () => {
  it.each<[unknown, ReturnType<typeof verdictOn>]>([
    [
      { code: 200, message: 'well done', status: 'OK' },
      { success: true, code: '200', message: 'well done' },
    ],
    [
      { code: '200', status: 'OK' },
      { success: true, code: '200', message: '' },
    ],
    [
      { code: 400, msg: 'in msg' },
      { success: false, code: '400', message: 'in msg' },
    ],
    [
      { code: 400, status: 'in status' },
      { success: false, code: '400', message: 'in status' },
    ],
    [
      { code: 400, message: 'OK', msg: 'second', status: 'third' },
      { success: false, code: '400', message: 'second' },
    ],
    [{ message: 'no code' }, { success: false, code: null, message: 'no code' }],
    ['text', { success: false, code: null, message: '' }],
    [null, { success: false, code: null, message: '' }],
  ])('%j', (reply, verdict) => expect(verdictOn(reply, 'cloud')).toEqual(verdict));
});

describe('a reply that succeeded', () => {
  it.each([200, 204, 299])('with HTTP status %d is handed on', async (status) => {
    const body = { code: 200, data: { TaskID: '12345678901234567890' } };
    expect(await outcomeOf({ status, body })).toEqual({ expired: false, reply: body });
  });

  it.each([199, 300, 404])('by its code, with HTTP status %d, is none', async (status) => {
    expect(await outcomeOf({ status, body: { code: 200 } })).toHaveProperty('message');
  });

  it('is one even where its JSON has raw line breaks in texts', async () => {
    const outcome = await outcomeOf({ body: '{"code":200,"data":"a\nb"}' });
    expect(outcome).toMatchObject({ reply: { data: 'a\nb' } });
  });
});

describe('a token that is refused', () => {
  it.each<[string, Reply]>([
    ['by HTTP status 401', { status: 401, body: '' }],
    ['by the code 401 of a reply with status 200', { body: { code: 401, message: 'expired' } }],
    ['by the code 401 of a reply with status 299', { status: 299, body: { code: 401 } }],
  ])('%s: nothing was done, and the user reads what to look at', async (_, reply) => {
    const outcome = await outcomeOf(reply);
    expect(outcome).toMatchObject({
      message: 'AIRUDDER refused the token, also a new one',
      effect: 'none',
      transient: false,
      httpStatus: reply.status ?? 200,
    });
    expect(outcome.advice).toContain('Test the credential.');
    const token = await outcomeOf({
      ...reply,
      credential: { authentication: 'token', readyToken: 'my-token' },
    });
    expect(token.message).toBe('AIRUDDER refused the token');
    expect(token.advice).toContain('A ready token lives for 24 hours.');
  });

  it('is not what the code 401 with another HTTP status means', async () => {
    for (const status of [300, 500, 199]) {
      const { message } = await outcomeOf({ status, body: { code: 401 } });
      expect(message).not.toContain('refused the token');
    }
  });

  it("shows the vendor's words, or its HTTP status where it has none", async () => {
    const said = await outcomeOf({ body: { code: 401, message: 'bad the-app-secret' } });
    expect(said.advice).toContain("AIRUDDER's own words (code 401): bad [hidden]");
    const silent = await outcomeOf({ status: 401, body: 'no JSON' });
    expect(silent.advice).toContain("AIRUDDER's own words (code HTTP 401): none");
  });
});

describe('a refusal', () => {
  it.each<[string, Reply, string, string]>([
    ['code 403', { body: { code: 403 } }, 'does not allow this account to do that', 'Ask AIRUDDER'],
    [
      'code 403 with HTTP status 299',
      { status: 299, body: { code: 403 } },
      'does not allow this account to do that',
      'Ask AIRUDDER',
    ],
    ['code 400', { body: { code: 400 } }, 'AIRUDDER refused the request', 'Compare the values'],
    ['code 499', { body: { code: 499 } }, 'AIRUDDER refused the request', 'Compare the values'],
    [
      'HTTP 400 with an envelope, whatever its code',
      { status: 400, body: { code: 7001 } },
      'AIRUDDER refused the request',
      'Compare the values',
    ],
    [
      'HTTP 428 with an envelope',
      { status: 428, body: { code: 200 } },
      'AIRUDDER refused the request',
      'Compare the values',
    ],
    [
      'HTTP 404 without one',
      { status: 404, body: '' },
      'refused the request (HTTP 404)',
      'base URL',
    ],
    ['HTTP 302', { status: 302, body: '' }, 'sends requests elsewhere (HTTP 302)', 'base URL'],
    [
      'HTTP 451 with an envelope',
      { status: 451, body: { code: 400 } },
      'refused the request (HTTP 451)',
      'base URL',
    ],
    ['a known code of the dialer', { path: DIALER, body: { code: 10506 } }, 'There is no such', ''],
  ])('%s: nothing was done, and it is not tried again', async (_, reply, message, advice) => {
    const outcome = await outcomeOf(reply);
    expect(outcome).toMatchObject({ effect: 'none', transient: false });
    expect(outcome.message).toContain(message);
    expect(outcome.advice).toContain(advice);
  });

  it('names the code and the words of the vendor, without secrets in them', async () => {
    const body = { code: 400, message: 'no task for the-app-key' };
    const outcome = await outcomeOf({ body });
    expect(outcome.advice).toMatch(/AIRUDDER's own words \(code 400\): no task for \[hidden\]$/);
    expect(outcome.vendorCode).toBe('400');
    for (const code of [403, 700]) {
      const { advice, vendorCode } = await outcomeOf({ body: { code, message: 'so it is' } });
      expect(advice).toContain(`(code ${code}): so it is`);
      expect(vendorCode).toBe(String(code));
    }
    const dialer = await outcomeOf({ path: DIALER, body: { code: 10506, message: 'gone' } });
    expect(dialer).toMatchObject({
      vendorCode: '10506',
      advice: "AIRUDDER's own words (code 10506): gone",
    });
  });

  it.each<[string, Reply]>([
    ['HTTP 429', { status: 429, body: '', headers: { 'retry-after': '3' } }],
    ['code 429', { body: { code: 429 } }],
    ['code 10705 of the dialer', { path: DIALER, body: { code: 10705 } }],
  ])('for too many requests (%s) may be tried again', async (_, reply) => {
    expect(await outcomeOf(reply)).toMatchObject({ effect: 'none', transient: true });
  });

  it('for too many requests waits as long as the vendor asks', async () => {
    const outcome = await outcomeOf({ status: 429, body: '', headers: { 'retry-after': '3' } });
    expect(outcome.retryAfterMs).toBe(3_000);
  });
});

describe('whether the vendor acted is open', () => {
  it.each<[string, Reply, string, boolean]>([
    ['code 500', { body: { code: 500 } }, 'AIRUDDER has trouble on its own side', true],
    ['an unknown code', { body: { code: 700 } }, 'AIRUDDER did not confirm the request', false],
    ['a code of four digits', { body: { code: 4000 } }, 'did not confirm the request', false],
    ['a code that ends like one', { body: { code: 1400 } }, 'did not confirm the request', false],
    ['HTTP 500 with an envelope', { status: 500, body: { code: 400 } }, '(HTTP 500)', true],
    ['HTTP 408', { status: 408, body: '' }, '(HTTP 408)', true],
    ['a web page', { body: '<html>Login</html>' }, 'a reply that is not one of its own', true],
    ['nothing', { body: '' }, 'a reply that is not one of its own', true],
    ['trouble of the dialer', { path: DIALER, body: { code: 10201 } }, 'trouble on its own', true],
    ['a code of the dialer elsewhere', { body: { code: 10506 } }, 'did not confirm', false],
    ['an unknown code of the dialer', { path: DIALER, body: { code: 99 } }, 'not confirm', false],
  ])('after %s', async (_, reply, message, transient) => {
    const outcome = await outcomeOf(reply);
    expect(outcome).toMatchObject({ effect: 'unknown', transient });
    expect(outcome.message).toContain(message);
  });

  it('where a proxy may have answered, the advice says so', async () => {
    const { advice } = await outcomeOf({ body: '<html></html>' });
    expect(advice).toContain('Check the base URL in the credential');
    expect(advice).toContain('A proxy or a login page may answer instead.');
  });
});

describe('an encrypted reply', () => {
  const text = '{"code":200,"data":[1]}';
  const headers = { 'is-encrypted': ' 1 ', signed: signature(text) };
  const credential = { aesSecretKey: KEY };

  it('is read with the key of the credential', async () => {
    const outcome = await outcomeOf({ body: encrypt(text, KEY), headers, credential });
    expect(outcome).toMatchObject({ reply: { code: 200, data: [1] } });
  });

  it('is only decrypted where the request succeeded', async () => {
    const outcome = await outcomeOf({ status: 502, body: 'Bad Gateway', headers, credential });
    expect(outcome.message).toBe('AIRUDDER broke down while answering (HTTP 502)');
  });

  it.each<[string, Reply, string, string]>([
    [
      'without a key in the credential',
      { body: encrypt(text, KEY), headers },
      'AIRUDDER encrypts its replies, and the credential holds no AES key',
      'Put the AES key',
    ],
    [
      'with another key',
      { body: encrypt(text, 'another16charkey'), headers, credential },
      "AIRUDDER's reply cannot be decrypted: the AES key is wrong",
      'Compare the AES key',
    ],
    [
      'that is plain text',
      { body: text, headers, credential },
      'AIRUDDER announced an encrypted reply, but what came is not encrypted text',
      'A proxy may have changed it.',
    ],
    [
      'without a signature',
      { body: encrypt(text, KEY), headers: { 'is-encrypted': '1' }, credential },
      "AIRUDDER's encrypted reply has no signature, so it was not used",
      'A proxy may take the header',
    ],
    [
      'with the signature of another text',
      { body: encrypt('{"code":200,"data":[22222222222]}', KEY), headers, credential },
      "AIRUDDER's encrypted reply does not match its signature, so it was not used",
      'It may have been changed',
    ],
  ])('%s: the user reads what is wrong', async (_, reply, message, advice) => {
    const outcome = await outcomeOf(reply);
    expect(outcome).toMatchObject({ message, effect: 'unknown', transient: false });
    expect(outcome.advice).toContain(advice);
  });

  it.each(['0', '', 'yes'])('is none where the header says %j', (announced) => {
    const body = Buffer.from(text);
    expect(plainText(body, { 'is-encrypted': announced }, '')).toBe(body);
    expect(plainText(body, {}, KEY)).toBe(body);
  });
});
