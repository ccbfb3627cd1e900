import { normalisedBaseUrl, signRequest } from '../../nodes/Sobot/client/credential';

const credentials = { appid: ' app ', secretSignature: 'sig&=', bodyFormat: 'form' };

describe('where appid and signature go', () => {
  it('into the query of a GET', () => {
    const signed = signRequest(credentials, { method: 'GET', url: 'query_task', qs: { a: '1' } });
    expect(signed.qs).toEqual({ a: '1', appid: 'app', signature: 'sig&=' });
    expect(signed.body).toBeUndefined();
  });

  it('into the fields of a form, lists as JSON text inside a field (R7, R9)', () => {
    const signed = signRequest(credentials, {
      method: 'POST',
      url: 'add_task_data',
      body: { taskid: 't', data: [{ telephone: '1', outid: 'ü' }] },
    });
    expect(signed.headers?.['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(signed.body as string))).toEqual({
      taskid: 't',
      data: '[{"telephone":"1","outid":"ü"}]',
      appid: 'app',
      signature: 'sig&=',
    });
  });

  it('into a JSON body, lists as lists', () => {
    const signed = signRequest(
      { ...credentials, bodyFormat: 'json' },
      { method: 'POST', url: 'add_task_data', body: { taskid: 't', data: [{ telephone: '1' }] } },
    );
    expect(signed.headers?.['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(signed.body as string)).toEqual({
      taskid: 't',
      data: [{ telephone: '1' }],
      appid: 'app',
      signature: 'sig&=',
    });
  });

  it('into the parts of a file upload', () => {
    const body = new FormData();
    body.append('taskid', 't');
    const signed = signRequest(credentials, { method: 'POST', url: 'add_task_file_data', body });
    const parts = signed.body as FormData;
    expect(['taskid', 'appid', 'signature'].map((name) => parts.get(name))).toEqual([
      't',
      'app',
      'sig&=',
    ]);
  });
});

describe('the base URL (R8)', () => {
  it.each([
    [' https://icall.sobot.com/api/icall/5/task ', 'https://icall.sobot.com/api/icall/5/task/'],
    ['https://icall.sobot.com/api/icall/5/task//', 'https://icall.sobot.com/api/icall/5/task/'],
    ['', 'https://icall.sobot.com/api/icall/5/task/'],
    ['http://127.0.0.1:9090/api/icall/5/task/', 'http://127.0.0.1:9090/api/icall/5/task/'],
  ])('%j becomes %s', (typed, expected) => {
    expect(normalisedBaseUrl(typed)).toBe(expected);
  });

  it.each(['icall.sobot.com', 'ftp://x/', 'https://a b/', '[x](https://icall.sobot.com)'])(
    '%j is none',
    (typed) => {
      expect(normalisedBaseUrl(typed)).toBeUndefined();
    },
  );
});
