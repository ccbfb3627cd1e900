import { parseLenientJson } from '../../nodes/basics/lenient-json';
import { fixture } from './fixtures';

describe('lenient JSON', () => {
  it('reads the documented push, which is no JSON, with every digit', () => {
    expect(() => JSON.parse(fixture('sobot-push.raw'))).toThrow();
    const push = parseLenientJson(fixture('sobot-push.raw')) as {
      result: { ret_code: unknown; data: { detail: Record<string, unknown>; msg: unknown[] } };
    };
    expect(push.result.ret_code).toBe('000000');
    expect(push.result.data.detail.caller).toBe('02180344315');
    expect(push.result.data.detail.outid).toBe(1234554321123666);
    expect(push.result.data.detail.intention_name).toBe('有意向购买\u0001满意');
    expect(push.result.data.msg).toHaveLength(3);
  });

  const cases: Array<[string, string, unknown]> = [
    [
      'text that looks like a bare number is not touched',
      '{"a":"tel:0123,","b":0123}',
      { a: 'tel:0123,', b: '0123' },
    ],
    [
      '20 digits become text',
      '{"outid":12345678901234567890,"x":1}',
      { outid: '12345678901234567890', x: 1 },
    ],
    [
      'raw control characters in strings are kept',
      '{"a":"x\ty\u0001z\nw"}',
      { a: 'x\ty\u0001z\nw' },
    ],
    [
      'escaped quotes and slashes are kept',
      '{"u":"http:\\/\\/x\\"00,","c":00}',
      { u: 'http://x"00,', c: '00' },
    ],
    [
      'legal numbers stay numbers',
      '{"a":0,"b":0.5,"c":-1,"d":1e3,"e":null,"f":[0,007]}',
      { a: 0, b: 0.5, c: -1, d: 1000, e: null, f: [0, '007'] },
    ],
    [
      'an envelope with text codes is unchanged',
      '{"result":{"ret_code":"000000"}}',
      { result: { ret_code: '000000' } },
    ],
    ['a masked bare number becomes text', '{"tel":182****6077}', { tel: '182****6077' }],
    ['a byte order mark is ignored', '\ufeff{"a":01}', { a: '01' }],
    ['numbers beyond all bounds become text', '{"a":1e999}', { a: '1e999' }],
    ['400 digits become text', `[${'9'.repeat(400)}]`, ['9'.repeat(400)]],
    [
      'long digits inside text stay text',
      '{"a":"id 12345678901234567890"}',
      { a: 'id 12345678901234567890' },
    ],
    [
      'a backslash at the end of a string is no end of string',
      '{"a":"x\\\\","b":01}',
      { a: 'x\\', b: '01' },
    ],
  ];
  it.each(cases)('%s', (_, text, expected) => {
    expect(parseLenientJson(text)).toEqual(expected);
  });

  it.each(['', 'hello', '<xml/>', '{"a":', '{"a":"unclosed', '{]'])(
    'throws a SyntaxError for %j',
    (text) => {
      expect(() => parseLenientJson(text)).toThrow(SyntaxError);
    },
  );

  it('takes ids as text exactly as they stand, where told which fields hold them', () => {
    const text = '{"outid":10.10,"a":1.50,"list":[{"outid":1E5}],"x":"outid","y":7}';
    expect(parseLenientJson(text, ['outid'])).toEqual({
      outid: '10.10',
      a: 1.5,
      list: [{ outid: '1E5' }],
      x: 'outid',
      y: 7,
    });
  });

  it('agrees with strict JSON wherever that loses nothing', () => {
    for (const name of [
      'sobot-query_task_data.json',
      'sobot-query_time_task_data.json',
      'sobot-query_template.json',
    ]) {
      expect(parseLenientJson(fixture(name))).toEqual(JSON.parse(fixture(name)));
    }
  });

  it('puts a "__proto__" key on the data only, not on any prototype', () => {
    parseLenientJson('{"__proto__":{"polluted":1},"n":01}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
