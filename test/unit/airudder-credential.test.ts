import type { IHttpRequestOptions } from 'n8n-workflow';
import { decrypt, signature } from '../../nodes/Airudder/client/aes';
import { accountOf, secretsOf, signRequest } from '../../nodes/Airudder/client/credential';
import { InvalidInput } from '../../nodes/basics/invalid-input';

const KEY = 'n8nTestKey_16chr';
const URL_OF_CALL = 'https://api.airudder.com/service/cloud/task';

/** A request as it goes out, with what it would say in plain text. */
function sent(request: Partial<IHttpRequestOptions>, credential: Record<string, string> = {}) {
  const data = { sessionToken: 'tok', ...credential };
  const out = signRequest(data, { url: URL_OF_CALL, method: 'POST', ...request });
  const [url, query] = out.url.split('?');
  return {
    ...out,
    url,
    query,
    text: out.body === undefined ? undefined : (out.body as Buffer).toString(),
  };
}

/** What an encrypted text says. */
function readable(text: string | undefined, headers: IHttpRequestOptions['headers']) {
  const result = decrypt(String(text), KEY, String(headers?.Signed));
  return result.ok ? result.plain.toString() : result.problem;
}

describe('the fields of a credential', () => {
  it('have the usual values where they are empty', () => {
    expect(accountOf({})).toEqual({
      baseUrl: 'https://api.airudder.com',
      appKey: '',
      appSecret: '',
      readyToken: '',
      sessionToken: '',
      scheme: 'Token',
      aesKey: '',
      pushToken: '',
      zone: 'Asia/Shanghai',
      direct: false,
    });
  });

  it('are taken without blanks around them', () => {
    const account = accountOf({
      baseUrl: ' https://dial.example:8443// ',
      appKey: ' key ',
      appSecret: 'secret\n',
      readyToken: ' ready ',
      authentication: 'token',
      sessionToken: ' session ',
      authorizationScheme: ' Bearer ',
      aesSecretKey: ` ${KEY} `,
      pushToken: ' push ',
      timeZone: ' Asia/Jakarta ',
      product: 'direct',
    });
    expect(account).toEqual({
      baseUrl: 'https://dial.example:8443',
      appKey: 'key',
      appSecret: 'secret',
      readyToken: 'ready',
      sessionToken: 'session',
      scheme: 'Bearer',
      aesKey: KEY,
      pushToken: 'push',
      zone: 'Asia/Jakarta',
      direct: true,
    });
    expect(secretsOf(account)).toEqual(['key', 'secret', 'ready', 'session', KEY, 'push']);
  });

  it("may lead to a proxy of one's own that speaks plain HTTP", () => {
    expect(accountOf({ baseUrl: 'http://10.0.0.7:8080' }).baseUrl).toBe('http://10.0.0.7:8080');
  });

  it('hold a ready token only where that was chosen', () => {
    expect(accountOf({ authentication: 'keyPair', readyToken: 'left over' }).readyToken).toBe('');
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['a path', { baseUrl: 'https://a.example/b' }, 'The base URL', 'without a path'],
    ['no scheme', { baseUrl: 'api.airudder.com' }, 'The base URL', 'https://api.airudder.com'],
    ['words around it', { baseUrl: 'see https://a.example' }, 'The base URL', 'usually'],
    ['a blank inside', { baseUrl: 'https://a b' }, 'The base URL', 'usually'],
    ['a short key', { aesSecretKey: 'short' }, 'The AES key', '16 characters'],
    ['an unknown zone', { timeZone: 'Asia/Jakata' }, 'not known: Asia/Jakata', 'Asia/Jakarta'],
  ])('that cannot be used (%s) are told in words', (_, data, message, advice) => {
    let error: unknown;
    try {
      accountOf(data);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as InvalidInput).message).toContain(message);
    expect((error as InvalidInput).advice).toContain(advice);
  });
});

describe('a request that is not encrypted', () => {
  it('carries the token after its word, and keeps its other headers', () => {
    const { headers } = sent({ headers: { accept: '*/*' } });
    expect(headers).toEqual({ accept: '*/*', Authorization: 'Token tok' });
    const own = sent({}, { authorizationScheme: 'Bearer', sessionToken: 'other' });
    expect(own.headers).toEqual({ Authorization: 'Bearer other' });
  });

  it('carries the ready token rather than one that n8n fetched', () => {
    const { headers } = sent({}, { authentication: 'token', readyToken: 'ready' });
    expect(headers).toEqual({ Authorization: 'Token ready' });
  });

  it('carries its body as JSON, byte for byte', () => {
    expect(sent({ body: { name: 'é测', list: [1] } }).text).toBe('{"name":"é测","list":[1]}');
    expect(sent({ body: '{"id":12345678901234567890}' }).text).toBe('{"id":12345678901234567890}');
  });

  it('carries no body with GET, also where none was named', () => {
    for (const method of ['GET', undefined] as const) {
      const request = sent({ method, body: { a: 1 }, qs: { b: 2 } });
      expect(request).not.toHaveProperty('body');
      expect(request.query).toBe('b=2');
    }
    expect(sent({})).not.toHaveProperty('body');
  });

  it('carries its query in the address: lists repeat their name, objects travel as JSON', () => {
    const qs = { a: 'x y&z', list: [1, null, 'two'], object: { b: 1 }, none: null, not: undefined };
    const request = sent({ qs: qs as unknown as IHttpRequestOptions['qs'] });
    expect(request.query).toBe('a=x+y%26z&list=1&list=two&object=%7B%22b%22%3A1%7D');
    expect(request).not.toHaveProperty('qs');
    expect(sent({ qs: {} }).query).toBeUndefined();
    expect(sent({ qs: {} }).url).toBe(URL_OF_CALL);
  });
});

describe('an encrypted request', () => {
  const credential = { aesSecretKey: KEY };

  it('has its whole body encrypted, and the signature of the plain text', () => {
    const { text, headers, query } = sent({ body: { TaskID: '1' }, qs: { page: 2 } }, credential);
    expect(headers).toEqual({
      Authorization: 'Token tok',
      'Is-Encrypted': '1',
      Signed: signature('{"TaskID":"1"}'),
    });
    expect(readable(text, headers)).toBe('{"TaskID":"1"}');
    expect(query).toBe('page=2');
  });

  it('with GET has its whole query encrypted, and its signature is of the query', () => {
    const { query, headers, ...rest } = sent(
      { method: 'GET', qs: { TaskID: 'demo-task-001' }, body: { not: 'sent' } },
      credential,
    );
    expect(query).toBe('dL/CxxoIXPMM/9Y2WIr9Q94TE2dO/DCIzQrldDtk15g=');
    expect(headers?.Signed).toBe(signature('TaskID=demo-task-001'));
    expect(rest.text).toBeUndefined();
  });

  it('with GET and no query has none', () => {
    const { query, headers } = sent({ method: 'GET' }, credential);
    expect(query).toBeUndefined();
    expect(headers?.Signed).toBe(signature(''));
  });
});
