import { checkPhone, isMasked } from '../../nodes/campaign/phone';

const china = (value: unknown) => checkPhone(value, 'china');

describe('phone numbers', () => {
  it.each([
    ['18207736077', '18207736077'],
    ['182 0773 6077', '18207736077'],
    ['182-0773-6077', '18207736077'],
    [' 18207736077 ', '18207736077'],
    ["'18207736077", '18207736077'],
    ['18207736077', '18207736077'],
    ['+86 182 0773 6077', '18207736077'],
    ['008618207736077', '18207736077'],
    ['8618207736077', '18207736077'],
    ['(021) 8034-4315', '02180344315'],
    ['+86 21 80344315', '02180344315'],
    ['+86 021 80344315', '02180344315'],
    ['+12025550123', '+12025550123'],
    ['0012025550123', '0012025550123'],
    ['+6591234567', '+6591234567'],
    [18207736077, '18207736077'],
  ])('%j is sent as %s', (typed, sent) => {
    expect(china(typed)).toEqual({ ok: true, phone: sent });
  });

  it.each([
    ['', 'missing'],
    [null, 'missing'],
    ['1.5988E+10', 'rounded number'],
    ['1.5988e+10', 'rounded number'],
    ['182****6077', 'masked'],
    ['1820773607x', 'something else than digits'],
    ['1820773607', 'neither'],
    ['182077360771', 'neither'],
    ['12345', 'neither'],
    ['+86 12345678', 'neither'],
    ['1380013800.0', 'decimal or an extension'],
    ['13800138000.00', 'decimal or an extension'],
    ['0731-8334431-1', 'decimal or an extension'],
    ['0731-8334431.0', 'decimal or an extension'],
    ['13800138000²', 'something else than digits'],
    ['1380013800⑳', 'something else than digits'],
    [1.5, 'not a whole number'],
    [{}, 'not text'],
    [true, 'not text'],
  ])('%j is refused: %s', (typed, reason) => {
    const check = china(typed);
    expect(check).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it('takes every number of 5 to 15 digits with the rule "any", and none else', () => {
    expect(checkPhone('95588', 'any')).toEqual({ ok: true, phone: '95588' });
    expect(checkPhone('1234', 'any').ok).toBe(false);
    expect(checkPhone('1234567890123456', 'any').ok).toBe(false);
  });

  it.each([
    ['+44 (0)20 7946 0123', '+442079460123'],
    ['0049 (0) 30 123456', '004930123456'],
    ['+39 (0)6 6982 1234', '+390669821234'],
    ['(0)20 7946 0123', '02079460123'],
  ])('a 0 in brackets, only for those who call from home: %s', (typed, phone) => {
    expect(checkPhone(typed, 'any')).toEqual({ ok: true, phone });
  });

  it('strips no country code unless the rule is China', () => {
    expect(checkPhone('86994123456', 'any')).toEqual({ ok: true, phone: '86994123456' });
    expect(checkPhone('+8618207736077', { pattern: /^\+86/ }).ok).toBe(true);
  });

  it.each(['01.23.45.67.89', '+32 2 123.45.67', '+7 912 345 67-89', '+90 212 123-45-67'])(
    'takes a number written in pairs: %s',
    (typed) => {
      const phone = typed.replace(/[ .-]/g, '');
      expect(checkPhone(typed, 'any')).toEqual({ ok: true, phone });
    },
  );

  it('applies an own pattern to the cleaned number', () => {
    const rule = { pattern: /^\+1\d{10}$/ };
    expect(checkPhone('+1 202 555 0123', rule)).toEqual({ ok: true, phone: '+12025550123' });
    expect(checkPhone('18207736077', rule).ok).toBe(false);
  });

  it.each([
    ['13207736077', '13207736077'],
    ['19207736077', '19207736077'],
    ['021 20344315', '02120344315'],
    ['021 8034431', '0218034431'],
    ['0731 83344310', '073183344310'],
    ['86 0731 8334431', '07318334431'],
    ['0086 10 65529988', '01065529988'],
    ['+86 731 8334431', '07318334431'],
    ['+1 202 555', '+1202555'],
    ['+123456789012345', '+123456789012345'],
    ['001202555', '001202555'],
    ['‘18207736077', '18207736077'],
    ['’18207736077', '18207736077'],
    ['182·0773·6077', '18207736077'],
    ['182‐0773―6077', '18207736077'],
    ['182.0773.6077', '18207736077'],
  ])('of mainland China or international, %j is sent as %s', (typed, sent) => {
    expect(china(typed)).toEqual({ ok: true, phone: sent });
  });

  it.each([
    '12207736077',
    '021 10344315',
    '021 90344315',
    '021 803443',
    '021 803443155',
    '01 80344315',
    '07311 8334431',
    '86 12207736077',
    '+120255',
    '+1234567890123456',
    '+02025550123',
    '000202555012',
    '+8613',
  ])('%j is neither of mainland China nor international', (typed) => {
    expect(china(typed)).toEqual({ ok: false, reason: expect.stringContaining('neither') });
  });

  it.each([
    ['+12025550123', true],
    ['+86 182 0773 6077', true],
    ['+1202555', true],
    ['+123456789012345', true],
    ['+120255', false],
    ['+1234567890123456', false],
    ['+02025550123', false],
    ['0012025550123', false],
    ['12025550123', false],
  ])('with the rule "international", %j is one: %p', (typed, ok) => {
    const check = checkPhone(typed, 'international');
    expect(check).toEqual(
      ok
        ? { ok, phone: typed.replaceAll(' ', '') }
        : { ok, reason: expect.stringContaining('with + and the country code') },
    );
  });

  it.each([
    ['12345', true],
    ['123456789012345', true],
    ['+12345', true],
    ['+123456789012345', true],
    ['00123456789012345', true],
    ['+1234', false],
    ['+1234567890123456', false],
    ['12345+', false],
    ['1+2345', false],
    ['00', false],
  ])('with the rule "any", %j is one: %p', (typed, ok) => {
    expect(checkPhone(typed, 'any').ok).toBe(ok);
  });

  it.each([
    ['0731-8334431-12', false],
    ['0731-8334431-123', true],
    ['12345-', false],
    ['12345.', false],
    ['12345-6', false],
    ['123-45-67', true],
    ['12-3-4-56', true],
    ['1.2345.67', false],
  ])('takes the digits behind the last hyphen of %j for a part of the number: %p', (typed, ok) => {
    expect(checkPhone(typed, 'any').ok).toBe(ok);
  });

  it.each([
    ['1E10', 'rounded number'],
    ['1e+10', 'rounded number'],
    ['-1.25e-3', 'rounded number'],
    ['1.e10', 'something else than digits'],
    ['x1e10', 'something else than digits'],
    ['1e10x', 'something else than digits'],
    [2 ** 60, 'not a whole number'],
    [undefined, 'missing'],
  ])('%j is refused whatever the rule: %s', (typed, reason) => {
    for (const rule of ['any', 'china', 'international', { pattern: /./ }] as const) {
      expect(checkPhone(typed, rule)).toEqual({
        ok: false,
        reason: expect.stringContaining(reason),
      });
    }
  });

  it('says which number it was, as it was typed', () => {
    expect(checkPhone(' 12 ', 'any')).toEqual({
      ok: false,
      reason: 'the phone number "12" does not have 5 to 15 digits',
    });
    expect(checkPhone('12345', { pattern: /^9/ })).toEqual({
      ok: false,
      reason: 'the phone number "12345" does not match your own pattern',
    });
  });

  it('knows a number with hidden digits as a vendor shows it', () => {
    expect([isMasked('182****6077'), isMasked('18207736077')]).toEqual([true, false]);
  });
});
