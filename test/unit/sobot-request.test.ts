import type { IHttpRequestOptions } from 'n8n-workflow';
import type { RequestContext } from '../../nodes/runtime/http/context';
import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';
import { sobotRequest, type SobotRequest } from '../../nodes/Sobot/client/request';

const CREDENTIAL = {
  appid: 'the-app-id',
  secretSignature: 'the-signature',
  pushToken: 'the-push-token',
  baseUrl: 'https://icall.sobot.com/api/icall/5/task/',
};
const CHANGE: SobotRequest = { method: 'POST', endpoint: 'add_task', effect: 'change' };

interface Answer {
  status?: number;
  body?: unknown;
}

/** Sends a request to a vendor that answers so. @returns its reply or the failure, and what was asked */
async function send(answer: Answer, request = CHANGE, credential: object = CREDENTIAL) {
  const asked: IHttpRequestOptions[] = [];
  const context = {
    getCredentials: async () => credential,
    getNode: () => ({}),
    helpers: {
      httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
        asked.push(options);
        const { status = 200, body = '' } = answer;
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        return { statusCode: status, headers: {}, body: Buffer.from(text) };
      },
    },
  } as unknown as RequestContext;
  try {
    return { reply: await sobotRequest(context, request), asked };
  } catch (error) {
    expect(error).toBeInstanceOf(VendorFailure);
    const { message, advice, effect, transient, vendorCode } = error as VendorFailure;
    return { message, advice, effect, transient, vendorCode, asked };
  }
}

describe('a request to Sobot iCall', () => {
  it('that changes something carries its parameters in the body, and waits half a minute', async () => {
    const { asked } = await send(
      { body: { ret_code: '000000' } },
      { ...CHANGE, parameters: { a: 1 } },
    );
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'POST',
      baseURL: CREDENTIAL.baseUrl,
      url: 'add_task',
      body: { a: 1 },
      headers: { 'cache-control': 'no-cache', accept: 'application/json' },
      timeout: 30_000,
    });
    expect(asked[0]).not.toHaveProperty('qs');
    const [hasty] = (await send({}, { ...CHANGE, timeoutMs: 2_000 })).asked;
    expect(hasty.timeout).toBe(2_000);
  });

  it('that reads carries them in the address', async () => {
    const read: SobotRequest = { method: 'GET', endpoint: 'query_task', effect: 'read' };
    const { asked } = await send({ body: { ret_code: 0 } }, { ...read, parameters: { a: 1 } });
    expect(asked[0].qs).toEqual({ a: 1 });
    expect(asked[0]).not.toHaveProperty('body');
  });

  it('is not sent where the base URL is none', async () => {
    const { message, advice, effect, asked } = await send({}, CHANGE, {
      ...CREDENTIAL,
      baseUrl: 'icall.sobot.com',
    });
    expect(message).toBe('The base URL of the Sobot iCall credential is not a web address');
    expect(advice).toContain('usually ends with /api/icall/5/task/');
    expect([effect, asked]).toEqual(['none', []]);
  });

  it.each([200, 299])(
    'succeeds with HTTP status %d and its code, also as a number',
    async (status) => {
      const { reply } = await send({ status, body: '{"ret_code":0,"data":"a\nb"}' });
      expect(reply).toEqual({ ret_code: 0, data: 'a\nb' });
    },
  );

  it('hands on what the vendor echoes without app ID and signature, however deep', async () => {
    const item = { appid: 'x', signature: 'y', taskid: 't', nothing: null, list: [1, 'two'] };
    const body = { ret_code: '000000', ...item, items: [{ item }, null, 'text'] };
    const clean = { taskid: 't', nothing: null, list: [1, 'two'] };
    expect((await send({ body })).reply).toEqual({
      ret_code: '000000',
      ...clean,
      items: [{ item: clean }, null, 'text'],
    });
  });
});

describe('a request that did not succeed', () => {
  it.each<[string, Answer, Partial<VendorFailure>, string]>([
    [
      'a documented refusal',
      { body: { ret_code: 320022, ret_msg: 'no task' } },
      { effect: 'none', transient: false, vendorCode: '320022' },
      "Sobot's own message (code 320022): no task",
    ],
    [
      'trouble of the vendor',
      { body: { ret_code: '329999' } },
      { effect: 'unknown', transient: true, vendorCode: '329999' },
      "Sobot's own message (code 329999): none",
    ],
    [
      'a code that is not documented',
      { body: { ret_code: '7', ret_msg: 'odd' } },
      { effect: 'unknown', transient: false, vendorCode: '000007' },
      "Sobot's own message (code 000007): odd",
    ],
    [
      'a reply without a code',
      { body: { msg: 'hello' } },
      {
        effect: 'unknown',
        transient: true,
        message: 'Sobot iCall sent a reply that is not one of its own',
      },
      'Check the base URL in the credential; a proxy or a login page may answer instead.',
    ],
    [
      'a web page',
      { body: '<html>' },
      { effect: 'unknown', transient: true },
      'a proxy or a login page',
    ],
    [
      'HTTP 502, whatever its body says',
      { status: 502, body: { ret_code: '000000' } },
      {
        effect: 'unknown',
        transient: true,
        message: 'Sobot iCall broke down while answering (HTTP 502)',
      },
      'ask Sobot iCall',
    ],
    [
      'HTTP 404',
      { status: 404, body: { ret_code: '000000' } },
      { effect: 'none', transient: false },
      'it usually ends with /api/icall/5/task/.',
    ],
    [
      'HTTP 304',
      { status: 304, body: { ret_code: '000000' } },
      { effect: 'none', transient: false },
      'Check the base URL',
    ],
  ])(
    'because of %s, says whether the vendor may have acted',
    async (_, answer, failure, advice) => {
      const outcome = await send(answer);
      expect(outcome).toMatchObject(failure);
      expect(outcome.advice).toContain(advice);
      expect(outcome.asked).toHaveLength(1);
    },
  );

  it('shows no secret that the vendor echoes', async () => {
    const { appid, secretSignature, pushToken } = CREDENTIAL;
    const body = { ret_code: '320001', ret_msg: `${appid} ${secretSignature} ${pushToken}` };
    const { advice } = await send({ body });
    expect(advice).toContain('(code 320001): [hidden] [hidden] [hidden]');
  });
});
