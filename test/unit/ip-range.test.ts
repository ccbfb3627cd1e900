import { isInRanges, parseIpRange } from '../../nodes/basics/ip-range';

const ranges = (...texts: string[]) =>
  texts.map((text) => {
    const range = parseIpRange(text);
    if (range === undefined) throw new Error(text);
    return range;
  });

describe('IP ranges', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.77/24', '203.0.113.1', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '10.9.9.9', true],
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
    ['2001:db8::1', '[2001:db8::1]', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['::/0', '1.2.3.4', false],
    ['::ffff:0:0:0/96', '2001:db8::1', false],
    ['::ffff:a00:0/104', '10.9.9.9', true],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221', true],
  ])('%s holds %s: %s', (range, address, expected) => {
    expect(isInRanges(address, ranges(range))).toBe(expected);
  });

  it.each([
    '',
    'abc',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4/33',
    '01.2.3.4',
    '1.2.3.4/',
    '::1/129',
    '1::2::3',
    '1.2.3.4/8/8',
    '12345::',
  ])('refuses %s', (text) => {
    expect(parseIpRange(text)).toBeUndefined();
  });

  it('what is no address lies in no range', () => {
    expect(isInRanges('', ranges('0.0.0.0/0', '::/0'))).toBe(false);
    expect(isInRanges('unknown', ranges('0.0.0.0/0', '::/0'))).toBe(false);
  });
});
