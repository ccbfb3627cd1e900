import { isSameToken } from '../../nodes/runtime/push/push-token';
import { redact } from '../../nodes/runtime/http/secrets';

describe('redaction', () => {
  it('hides a secret in plain, URL-encoded and base64 form', () => {
    const secret = 'p@ss word/1';
    const text = `a ${secret} b ${encodeURIComponent(secret)} c ${Buffer.from(secret).toString('base64')}`;
    expect(redact(text, [secret])).toBe('a [hidden] b [hidden] c [hidden]');
  });

  it('hides the longer of two secrets that begin alike, and the form-encoded one', () => {
    expect(redact('x abcd1234-9f3e77 y', ['abcd1234', 'abcd1234-9f3e77'])).toBe('x [hidden] y');
    expect(redact('token=p%40ss+word%21', ['p@ss word!'])).toBe('token=[hidden]');
  });

  it('leaves texts alone when a secret is empty', () => {
    expect(redact('nothing to hide', [''])).toBe('nothing to hide');
  });
});

describe('the push token', () => {
  it('matches only itself', () => {
    expect(isSameToken('abc', 'abc')).toBe(true);
    for (const wrong of ['abd', 'ab', 'abcd', '', undefined, null, ['abc'], { 0: 'abc' }]) {
      expect(isSameToken(wrong, 'abc')).toBe(false);
    }
  });

  it('never matches when none is set', () => {
    expect(isSameToken('', '')).toBe(false);
  });
});
