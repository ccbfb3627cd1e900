import { DateTime } from 'luxon';
import { DoNotCallList } from '../../nodes/campaign/guards/do-not-call';
import { endings, internationalDigits, readings } from '../../nodes/campaign/guards/digits';
import { Guards, type GuardedRow, type GuardRules } from '../../nodes/campaign/guards/guards';
import { isMarked, meansYes } from '../../nodes/campaign/guards/consent';
import { callingCodeOf } from '../../nodes/campaign/guards/phone-zones';

const JAKARTA = 'Asia/Jakarta';
const at = (text: string, zone = JAKARTA) => DateTime.fromISO(text, { zone }).toMillis();

const noon = at('2026-11-25T12:00');
const night = at('2026-11-25T21:30');

const HOURS: GuardRules['hours'] = {
  from: 9 * 60,
  until: 20 * 60,
  weekdays: new Set([1, 2, 3, 4, 5, 6]),
  holidays: new Set(),
};

const listOf = (...numbers: string[]) => {
  const list = new DoNotCallList('');
  for (const number of numbers) list.add(number, 'in a test');
  return list;
};

const guards = (rules: Partial<GuardRules> = {}, called = new Map<string, Set<string>>()) =>
  new Guards({ countryCode: '', ...rules }, called);

/** Somebody in Jakarta, by his landline. */
const row = (more: Partial<GuardedRow> = {}): GuardedRow => ({
  contactId: 'c-1',
  phone: '+62215550123',
  ...more,
});

describe('guards together', () => {
  it('let everybody be called when there is none, at any time', () => {
    expect(guards().check(row(), night)).toBeUndefined();
    expect(guards().turn(row(), night)).toBeUndefined();
    expect(guards().outsideHours(row(), night)).toBeUndefined();
  });

  it('call nobody who is on the list, or whom his row marks', () => {
    const refused = {
      outcome: 'notAllowed',
      by: 'doNotCall',
      reason: '+62215550123 must not be called',
    };
    const guarded = guards({ doNotCall: listOf('021 5550123') });
    expect(guarded.check(row(), noon)).toEqual(refused);
    expect(guarded.check(row({ phone: '+62215550124' }), noon)).toBeUndefined();
    expect(guards().check(row({ isMarked: true }), noon)).toEqual(refused);
    expect(guards().check(row({ isMarked: false }), noon)).toBeUndefined();
  });

  it('call nobody without consent, and say what is missing', () => {
    const guarded = guards({ consent: { must: 'recent', days: 30 } });
    expect(guarded.check(row(), noon)).toEqual({
      outcome: 'notAllowed',
      by: 'consent',
      reason: 'no consent is noted',
    });
    const given = { value: '2026-11-20', given: at('2026-11-20T00:00') };
    expect(guarded.check(row({ consent: given }), noon)).toBeUndefined();
  });

  it('call nobody whose row cannot be judged', () => {
    expect(guards().check(row({ unreadable: 'the last call is "lately"' }), noon)).toEqual({
      outcome: 'notAllowed',
      by: 'unreadable',
      reason: 'the last call is "lately"',
    });
  });

  it('put off who sleeps, and say when he may be called', () => {
    const guarded = guards({ hours: HOURS });
    expect(guarded.check(row(), noon)).toBeUndefined();
    const refused = {
      outcome: 'notNow',
      by: 'callingHours',
      reason: 'outside 09:00–20:00: it is Wed 21:30 in Asia/Jakarta',
      callableFrom: at('2026-11-26T09:00'),
    };
    expect(guarded.check(row(), night)).toEqual(refused);
    expect(guarded.outsideHours(row(), night)).toEqual(refused);
    const later = guarded.check(row(), night + 60_000);
    expect(later?.reason).toBe('outside 09:00–20:00: it is Wed 21:31 in Asia/Jakarta');
  });

  it('say that it is the day, where the hour is right', () => {
    const guarded = guards({ hours: HOURS });
    const holidays = new Set(['2026-11-25']);
    expect(guarded.check(row({ holidays }), noon)?.reason).toMatch(
      /^a day without calls: it is Wed /,
    );
    expect(guarded.check(row({ holidays }), night)?.reason).toMatch(
      /^outside 09:00–20:00: it is Wed /,
    );
  });

  it('name three of many zones', () => {
    const guarded = guards({ hours: HOURS });
    const { reason = '' } = guarded.check(row({ phone: '+79161234567' }), night) ?? {};
    expect(reason.split(' in ')).toHaveLength(4);
    expect(reason).toMatch(/ …$/);
  });

  it('never call where the hours of all zones never meet', () => {
    const short = { ...HOURS, from: 9 * 60, until: 9 * 60 + 30 };
    const refusal = guards({ hours: short }).check(row({ phone: '+6281234567890' }), noon);
    expect(refusal).toEqual({
      outcome: 'notAllowed',
      by: 'callingHours',
      reason: 'at no time it is 09:00–09:30 in Asia/Jakarta, Asia/Jayapura, Asia/Makassar',
    });
  });

  it('leave out who cannot be placed, or take another zone, by choice', () => {
    const nowhere = row({ phone: '02155501' });
    expect(guards({ hours: HOURS }).check(nowhere, noon)).toEqual({
      outcome: 'notAllowed',
      by: 'timeZone',
      reason:
        'the time zone of 02155501 is not known; write the number with + and its country code',
    });
    expect(guards({ hours: HOURS }).check(row({ zone: null }), noon)?.reason).toBe(
      'the row names no time zone such as Asia/Jakarta',
    );
    const taken = guards({ hours: HOURS, zoneIfUnknown: JAKARTA });
    expect(taken.check(nowhere, noon)).toBeUndefined();
    expect(taken.check(row({ zone: null }), night)?.outcome).toBe('notNow');
    expect(guards({ hours: HOURS, countryCode: '62' }).check(nowhere, noon)).toBeUndefined();
    expect(guards().check(nowhere, noon)).toBeUndefined();
  });

  it('go by the zone that the row names, and by its holidays', () => {
    const guarded = guards({ hours: HOURS });
    expect(guarded.check(row({ zone: 'America/Lima' }), noon)?.by).toBe('callingHours');
    const holidays = new Set(['2026-11-25']);
    expect(guarded.check(row({ holidays }), noon)).toMatchObject({
      outcome: 'notNow',
      callableFrom: at('2026-11-26T09:00'),
    });
  });

  it('put off who was called today until tomorrow, in his hours', () => {
    const guarded = guards({ hours: HOURS, attempts: { aDay: 1, aWeek: 0, hoursBetween: 0 } });
    const called = row({ calls: { last: at('2026-11-25T09:30') } });
    guarded.note(called);
    expect(guarded.check(called, noon)).toEqual({
      outcome: 'notNow',
      by: 'attempts',
      reason: 'the number is called once today already, and at most 1 a day is allowed',
      callableFrom: at('2026-11-26T09:00'),
    });
    const anyTime = guards({ attempts: { aDay: 1, aWeek: 0, hoursBetween: 0 } });
    anyTime.note(called);
    expect(anyTime.check(called, noon)).toMatchObject({ callableFrom: at('2026-11-26T00:00') });
  });

  it('say the later one of several limits', () => {
    const guarded = guards({ attempts: { aDay: 1, aWeek: 2, hoursBetween: 1 } });
    const called = row({ calls: { thisWeek: 2, last: at('2026-11-25T11:30') } });
    guarded.note(called);
    expect(guarded.check(called, noon)).toMatchObject({
      reason: 'the number is called 2 times this week already, and at most 2 a week is allowed',
      callableFrom: at('2026-11-30T00:00'),
    });
    const pause = guards({ attempts: { aDay: 0, aWeek: 0, hoursBetween: 2 } });
    pause.note(called);
    expect(pause.check(called, noon)).toMatchObject({
      reason: 'the number was called less than 2 hours ago',
      callableFrom: at('2026-11-25T13:30'),
    });
    expect(pause.check(called, at('2026-11-25T13:30'))).toBeUndefined();
  });

  it('read a time without a zone by the latest clock the person may live by', () => {
    const guarded = guards({ attempts: { aDay: 1, aWeek: 0, hoursBetween: 0 } });
    const called = row({
      calls: { last: 0 },
      lastCallIn: (zone) => at('2026-11-25T00:10', zone),
    });
    guarded.note(called);
    expect(guarded.check(called, noon)?.by).toBe('attempts');
  });

  it('call one number once in a run, whatever its spelling, and go on counting in a second try', () => {
    const tries = new Map<string, Set<string>>();
    const limits = { attempts: { aDay: 1, aWeek: 0, hoursBetween: 0 } };
    const first = row();
    const second = row({ contactId: 'c-2', phone: '+620215550123' });
    const alone = row({ contactId: 'c-3', phone: '+62215550199' });
    for (const guarded of [guards(limits, tries), guards(limits, tries)]) {
      for (const one of [first, second, alone]) guarded.note(one);
      expect(guarded.turn(first, noon)).toBeUndefined();
      expect(guarded.turn(second, noon)?.by).toBe('attempts');
      expect(guarded.turn(alone, noon)).toBeUndefined();
    }
    expect([...tries.keys()]).toEqual(['62215550123']);
  });

  it('count for how many a task dials outside their hours, and name one moment', () => {
    const guarded = guards({ hours: HOURS });
    const times = { hours: [{ from: '08:00', to: '20:00' }], zone: JAKARTA };
    const rows = [row(), row({ phone: '+6591234567' })];
    const until = at('2026-11-26T12:00');
    expect(guarded.dialledOutside(rows, { ...times, until }, noon)).toEqual({
      contacts: 2,
      when: expect.stringMatching(/^(Thu 08:00 in Asia\/Jakarta|Wed 20:00 in Asia\/Singapore)$/),
    });
    const inside = { hours: [{ from: '09:00', to: '19:00' }], zone: JAKARTA, until };
    expect(guarded.dialledOutside([row()], inside, noon)).toBeUndefined();
    expect(guards().dialledOutside(rows, times, noon)).toBeUndefined();
  });
});

describe('what digits may stand for', () => {
  it.each([
    ['08123456789', '62', ['628123456789', '6208123456789']],
    ['628123456789', '', ['628123456789']],
    ['999123', '', []],
    ['6591234567', '65', ['6591234567', '656591234567']],
  ])('%s with country code "%s"', (phone, countryCode, expected) => {
    expect(readings(phone, countryCode)).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(readings(phone, countryCode)).toEqual([]);
  });

  it.each([
    ['08123456789', ['8123456789']],
    ['89161234567', ['89161234567', '9161234567']],
    ['06301234567', ['6301234567', '301234567']],
    ['0630123', ['630123']],
  ])('the end of %s', (phone, expected) => {
    expect(endings(phone)).toEqual(expected);
  });

  it.each([
    ['+52 1', '+5215512345678', '525512345678'],
    ['a short number behind 521', '+521551234567', '521551234567'],
    ['Russia keeps what follows', '+78161234567', '78161234567'],
    ['Hungary', '+360630123456', '3630123456'],
    ['Italy keeps its 0', '+390655501234', '390655501234'],
  ])('%s', (_, phone, digits) => {
    expect(internationalDigits(phone, '')).toEqual({ digits, hasCountry: true });
  });

  it('a number without a country loses the zeros in front, and says so', () => {
    expect(internationalDigits('008123', '')).toEqual({ digits: '8123', hasCountry: true });
    expect(internationalDigits('08123456', '')).toEqual({ digits: '8123456', hasCountry: false });
  });

  it.each([
    ['12125550123', '1'],
    ['628123456789', '62'],
    ['2250712345678', '225'],
    ['999', undefined],
  ])('the country of %s is %s', (digits, code) => {
    expect(callingCodeOf(digits)).toBe(code);
  });
});

describe('words that mean yes, and words that mark', () => {
  it.each(['true', 'YES', ' y ', '1', 'on', true, 1])('%p means yes', (value) => {
    expect(meansYes(value)).toBe(true);
    expect(isMarked(value)).toBe(true);
  });

  it.each(['', 'false', 'No', 'n', '0', 'off', false, 0, null, undefined])(
    '%p means no',
    (value) => {
      expect(meansYes(value)).toBe(false);
      expect(isMarked(value)).toBe(false);
    },
  );

  it('an x is a mark, and no yes', () => {
    expect(isMarked('x')).toBe(true);
    expect(meansYes('x')).toBe(false);
  });
});
