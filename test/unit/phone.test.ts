import { checkPhone } from '../../nodes/campaign/phone';

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

  it('strips no country code unless the rule is China', () => {
    expect(checkPhone('86994123456', 'any')).toEqual({ ok: true, phone: '86994123456' });
    expect(checkPhone('+8618207736077', { pattern: /^\+86/ }).ok).toBe(true);
  });

  it('takes numbers written in pairs', () => {
    expect(checkPhone('01.23.45.67.89', 'any')).toEqual({ ok: true, phone: '0123456789' });
  });

  it('applies an own pattern to the cleaned number', () => {
    const rule = { pattern: /^\+1\d{10}$/ };
    expect(checkPhone('+1 202 555 0123', rule)).toEqual({ ok: true, phone: '+12025550123' });
    expect(checkPhone('18207736077', rule).ok).toBe(false);
  });
});
