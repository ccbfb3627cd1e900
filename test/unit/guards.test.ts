import { timezones } from 'libphonenumber-geo-carrier';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { DateTime } from 'luxon';
import { AllowedHours } from '../../nodes/campaign/guards/allowed-hours';
import { Attempts } from '../../nodes/campaign/guards/attempts';
import { consentMissing } from '../../nodes/campaign/guards/consent';
import { dialsOutside, firstDial, type DialTimes } from '../../nodes/campaign/guards/dial-times';
import { DoNotCallList } from '../../nodes/campaign/guards/do-not-call';
import { internationalDigits } from '../../nodes/campaign/guards/digits';
import { zonesOfNumber } from '../../nodes/campaign/guards/phone-zones';
import table from '../../nodes/campaign/guards/phone-zones.json';

const at = (text: string, zone: string) => DateTime.fromISO(text, { zone }).toMillis();
const WEEK = new Set([1, 2, 3, 4, 5, 6]);

const nineToEight = (holidays: string[] = []) =>
  new AllowedHours({
    from: 9 * 60,
    until: 20 * 60,
    weekdays: WEEK,
    holidays: new Set(holidays),
  });

describe('when somebody may be called', () => {
  const hours = nineToEight(['2026-12-25', '01-01']);
  it.each([
    ['Wednesday at noon, now', '2026-11-25T12:00', '2026-11-25T12:00'],
    ['at nine sharp, now', '2026-11-25T09:00', '2026-11-25T09:00'],
    ['at 08:59, a minute later', '2026-11-25T08:59', '2026-11-25T09:00'],
    ['at 19:59, now', '2026-11-25T19:59', '2026-11-25T19:59'],
    ['at 20:00, tomorrow', '2026-11-25T20:00', '2026-11-26T09:00'],
    ['Saturday evening, on Monday', '2026-11-28T21:00', '2026-11-30T09:00'],
    ['Sunday at noon, on Monday', '2026-11-29T12:00', '2026-11-30T09:00'],
    ['at Christmas, the day after', '2026-12-25T12:00', '2026-12-26T09:00'],
    ['at New Year of any year, the day after', '2028-01-01T12:00', '2028-01-03T09:00'],
  ])('%s', (_, now, allowed) => {
    const zone = 'Asia/Jakarta';
    expect(hours.next([zone], at(now, zone))).toBe(at(allowed, zone));
  });

  it('seconds within an allowed minute are allowed too', () => {
    const now = at('2026-11-25T19:59:59', 'UTC');
    expect(hours.next(['UTC'], now)).toBe(now);
  });

  it('by every clock he may live by: in Indonesia, from nine in the west until eight in the east', () => {
    const zones = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'];
    const west = (text: string) => at(text, 'Asia/Jakarta');
    expect(hours.next(zones, west('2026-11-25T08:30'))).toBe(west('2026-11-25T09:00'));
    expect(hours.next(zones, west('2026-11-25T17:59'))).toBe(west('2026-11-25T17:59'));
    expect(hours.next(zones, west('2026-11-25T18:00'))).toBe(west('2026-11-26T09:00'));
  });

  it('never, where no moment lies within the hours of all zones', () => {
    const zones = ['Pacific/Auckland', 'America/New_York', 'Europe/Moscow'];
    expect(hours.next(zones, at('2026-11-25T12:00', 'UTC'))).toBeNull();
  });

  it('as the clock shows it on days on which it is changed', () => {
    const zone = 'Europe/Berlin';
    const everyDay = new AllowedHours({
      from: 9 * 60,
      until: 24 * 60,
      weekdays: new Set([1, 2, 3, 4, 5, 6, 7]),
      holidays: new Set(),
    });
    expect(everyDay.next([zone], at('2026-03-29T00:30', zone))).toBe(at('2026-03-29T09:00', zone));
    expect(everyDay.next([zone], at('2026-10-25T00:30', zone))).toBe(at('2026-10-25T09:00', zone));
    expect(everyDay.next([zone], at('2026-10-25T23:59', zone))).toBe(at('2026-10-25T23:59', zone));
  });

  it("not on a contact's own holidays", () => {
    const now = at('2026-11-25T12:00', 'UTC');
    expect(hours.next(['UTC'], now, new Set(['2026-11-25']))).toBe(at('2026-11-26T09:00', 'UTC'));
    expect(hours.next(['UTC'], now)).toBe(now);
  });

  it('searched once for all contacts of a place that have the same holidays', () => {
    let searched = 0;
    class Days extends Set<string> {
      override has(day: string): boolean {
        searched++;
        return super.has(day);
      }
    }
    const [now, zones] = [at('2026-11-25T12:00', 'UTC'), ['UTC']];
    const [today, tomorrow] = [new Days(['2026-11-25']), new Days(['2026-11-26'])];
    expect(hours.next(zones, now, today)).toBe(at('2026-11-26T09:00', 'UTC'));
    expect(searched).toBeGreaterThan(0);
    searched = 0;
    expect(hours.next(zones, now + 1, today)).toBe(at('2026-11-26T09:00', 'UTC'));
    expect(searched).toBe(0);
    expect(hours.next(zones, now, tomorrow)).toBe(now);
    expect(hours.next(zones, now + 60_000, today)).toBe(at('2026-11-26T09:00', 'UTC'));
  });
});

describe('where the owner of a number may live', () => {
  it.each([
    ['a mobile of mainland China', '8613800138000', ['Asia/Shanghai']],
    ['Jakarta', '62215550123', ['Asia/Jakarta']],
    [
      'any mobile of Indonesia',
      '6281234567890',
      ['Asia/Jakarta', 'Asia/Jayapura', 'Asia/Makassar'],
    ],
    ['Manila', '639171234567', ['Asia/Manila']],
    ['New York', '12125550123', ['America/New_York']],
    ['Hawaii', '18085550123', ['Pacific/Honolulu']],
    ['Sydney', '61292345678', ['Australia/Sydney']],
    ['London and a mobile there', '447700900123', ['Europe/London']],
    ['São Paulo', '5511955550123', ['America/Sao_Paulo']],
    ['Manaus', '5592955550123', ['America/Manaus']],
    ['Hong Kong', '85225550123', ['Asia/Hong_Kong']],
    ['India', '919876543210', ['Asia/Kolkata']],
    ['Morocco', '212612345678', ['Africa/Casablanca']],
  ])('%s', (_, digits, zones) => {
    expect(zonesOfNumber(digits)).toEqual(zones);
  });

  it('a mobile of Russia may be anywhere in it, one of Australia too', () => {
    expect(zonesOfNumber('79161234567')).toEqual(
      expect.arrayContaining(['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Vladivostok']),
    );
    expect(zonesOfNumber('61412345678')).toEqual(
      expect.arrayContaining(['Australia/Sydney', 'Australia/Perth']),
    );
  });

  it('is not known for codes that no country has', () => {
    expect(zonesOfNumber('999555')).toBeUndefined();
    expect(zonesOfNumber('')).toBeUndefined();
  });

  it('is named by zones that every Node knows', () => {
    const zones = new Set(Object.keys(table).flatMap((names) => names.split(' ')));
    expect(zones.size).toBeGreaterThan(200);
    const unknown = [...zones].filter((zone) => !DateTime.utc().setZone(zone).isValid);
    expect(unknown).toEqual([]);
  });

  it.each([
    '+12025550123',
    '+13125550123',
    '+16045550123',
    '+4930555012',
    '+390655501234',
    '+33155501234',
    '+34915550123',
    '+541155501234',
    '+5215555501234',
    '+27215550123',
    '+97145550123',
    '+6565550123',
    '+6625550123',
    '+81355501234',
    '+82255501234',
  ])('of %s agrees with the data it was made from', async (number) => {
    const parsed = parsePhoneNumberFromString(number);
    const theirs = parsed === undefined ? null : await timezones(parsed);
    const ours = zonesOfNumber(number.slice(1)) ?? [];
    const offsets = (zones: readonly string[]) =>
      [1, 7]
        .flatMap((month) =>
          zones.map((zone) => DateTime.fromObject({ year: 2027, month }, { zone }).offset),
        )
        .filter((offset, index, all) => all.indexOf(offset) === index)
        .sort((a, b) => a - b);
    expect(theirs).not.toBeNull();
    expect(offsets(ours)).toEqual(offsets(theirs ?? []));
  });
});

describe('the do-not-call list', () => {
  const listed = (numbers: string, countryCode = '') => {
    const list = new DoNotCallList(countryCode);
    list.add(numbers, 'in a test');
    return list;
  };

  it.each([
    ['+62 812-3456-789', '+628123456789'],
    ['0062 8123456789', '+628123456789'],
    ['08123456789', '+628123456789'],
    ['628123456789', '+628123456789'],
    ['8123456789', '+628123456789'],
    ['(0812) 345.6789', '+628123456789'],
    ['＋６２ ８１２３４５６７８９', '+628123456789'],
    ['+628123456789', '08123456789'],
    ['08123456789', '8123456789'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['202-555-0123', '+12025550123'],
    ['+44 (0)20 7946 0123', '+442079460123'],
    ['+62 0812-3456-789', '+628123456789'],
    ['8 916 123-45-67', '+79161234567'],
    ['06 30 123 4567', '+36301234567'],
    ['0712345678', '+2250712345678'],
    ['+52 1 55 1234 5678', '+525512345678'],
    ['765-4321', '+12027654321'],
    ['+12027654321', '7654321'],
    [' +44(0)20 7946 0123', '+442079460123'],
    ['0812-3405-0678', '+6281234050678'],
    ['+39 (0)6 6982 1234', '+390669821234'],
    ['812 3(0)4 5678', '+628123045678'],
    ['+7 912 345-67-89', '89123456789'],
    ['+36 30 123 4567', '06301234567'],
  ])('%s keeps %s from being called', (entry, phone) => {
    expect(listed(entry).has(phone)).toBe(true);
  });

  it.each([
    ['+44 (0)20 7946 0123', '+442079460123', '44'],
    ['6591234567', '+6591234567', '65'],
    ['12025550123', '+12025550123', '86'],
    ['628123456789', '+628123456789', '86'],
    ['55991234567', '+5555991234567', '55'],
    ['06 30 123 4567', '+36301234567', '36'],
    ['0712345678', '+2250712345678', '225'],
    ['+2250712345678', '0712345678', '225'],
    ['+390655501234', '0655501234', '39'],
    ['+65 9123 4567', '6591234567', '65'],
    ['+45 32 12 34 56', '4532123456', '45'],
  ])('%s keeps %s from being called, with country code %s', (entry, phone, countryCode) => {
    expect(listed(entry, countryCode).has(phone)).toBe(true);
  });

  it.each([
    ['160 0000 0001', '16000000001'],
    ['+86 160 0000 0001', '16000000001'],
    ['0731-83344311', '073183344311'],
    ['+86 731 83344311', '073183344311'],
    ['8616000000001', '16000000001'],
    ['+86-0731-83344311', '073183344311'],
    ['86 0731 83344311', '073183344311'],
  ])('%s keeps %s of mainland China from being called', (entry, phone) => {
    expect(listed(entry, '86').has(phone)).toBe(true);
  });

  it('numbers of other people may be called, and so few digits that they say nothing', () => {
    const list = listed('+628123456789, 08123450000, 12345');
    const others = ['+628123456780', '+18123456789', '+628120000', '+6212345', '456789'];
    for (const phone of others) {
      expect([phone, list.has(phone)]).toEqual([phone, false]);
    }
  });

  it('a Russian number dialled at home is the same as one with +7', () => {
    expect(listed('8 916 123-45-67', '7').has('+79161234567')).toBe(true);
  });

  it.each(['1.5988E+10', '182****6077', 'ask Ana', '1380013800.0'])(
    'an entry that cannot be read (%s) stops everything: a number might be lost',
    (entry) => {
      expect(() => listed(entry)).toThrow(/do-not-call list cannot be used/);
    },
  );

  it('empty entries are none, and numbers come as numbers too', () => {
    const list = new DoNotCallList('');
    for (const value of ['', '  ', null, undefined, ' , ;\n']) list.add(value, 'in a test');
    expect(list.has('+628123456789')).toBe(false);
    list.add(628123456789, 'in a test');
    expect(list.has('+628123456789')).toBe(true);
  });
});

describe('digits of a number', () => {
  it.each([
    ['+390655501234', '39', '390655501234'],
    ['0655501234', '39', '390655501234'],
    ['030555012', '49', '4930555012'],
    ['2025550123', '1', '12025550123'],
    ['12025550123', '1', '12025550123'],
    ['9123456789', '91', '919123456789'],
    ['+620812345678', '', '62812345678'],
    ['+2250712345678', '', '2250712345678'],
  ])('%s with country code %s is %s', (phone, country, digits) => {
    expect(internationalDigits(phone, country)).toEqual({ digits, hasCountry: true });
  });
});

describe('how often somebody was called', () => {
  const zones = ['Asia/Jakarta'];
  const now = at('2026-11-25T12:00', 'Asia/Jakarta');
  const limited = (limits: Partial<ConstructorParameters<typeof Attempts>[0]>) =>
    new Attempts({ aDay: 0, aWeek: 0, hoursBetween: 0, ...limits }, new Map());

  it('today already: from tomorrow on, by his own clock', () => {
    const attempts = limited({ aDay: 1 });
    attempts.before('62', { last: at('2026-11-25T00:10', 'Asia/Jakarta') });
    expect(attempts.tooOften('62', 'c', zones, now)).toEqual({
      reason: 'the number is called once today already, and at most 1 a day is allowed',
      from: at('2026-11-26T00:00', 'Asia/Jakarta'),
    });
  });

  it('yesterday by his own clock, whatever the day elsewhere: today he may be called', () => {
    const attempts = limited({ aDay: 1 });
    attempts.before('62', { today: 3, last: at('2026-11-24T23:50', 'Asia/Jakarta') });
    expect(attempts.tooOften('62', 'c', zones, now)).toBeUndefined();
  });

  it('a count without a time counts as of today', () => {
    const attempts = limited({ aDay: 2 });
    attempts.before('62', { today: 2 });
    expect(attempts.tooOften('62', 'c', zones, now)?.reason).toMatch(/2 times today/);
  });

  it('this week, from Monday on', () => {
    const attempts = limited({ aWeek: 3 });
    attempts.before('62', { thisWeek: 3, last: at('2026-11-23T10:00', 'Asia/Jakarta') });
    expect(attempts.tooOften('62', 'c', zones, now)?.from).toBe(
      at('2026-11-30T00:00', 'Asia/Jakarta'),
    );
    const lastWeek = limited({ aWeek: 3 });
    lastWeek.before('62', { thisWeek: 3, last: at('2026-11-22T10:00', 'Asia/Jakarta') });
    expect(lastWeek.tooOften('62', 'c', zones, now)).toBeUndefined();
  });

  it('a pause between two calls', () => {
    const attempts = limited({ hoursBetween: 4 });
    attempts.before('62', { last: now - 3 * 3_600_000 });
    expect(attempts.tooOften('62', 'c', zones, now)?.from).toBe(now + 3_600_000);
    expect(attempts.tooOften('63', 'c', zones, now)).toBeUndefined();
  });

  it('two rows with one number count together, and so do calls of this run', () => {
    const attempts = limited({ aDay: 3 });
    attempts.before('62', { today: 1 });
    attempts.before('62', { today: 1 });
    expect(attempts.tooOften('62', 'c-1', zones, now)).toBeUndefined();
    attempts.called('62', 'c-1');
    expect(attempts.tooOften('62', 'c-1', zones, now)).toBeUndefined();
    expect(attempts.tooOften('62', 'c-2', zones, now)).toBeDefined();
  });

  it('a last call that another clock wrote as lying ahead counts as of today', () => {
    const attempts = limited({ aDay: 1 });
    attempts.before('62', { last: now + 9 * 3_600_000 });
    expect(attempts.tooOften('62', 'c', zones, now)).toBeDefined();
  });

  it('counts of two rows are each judged by their own last call', () => {
    const attempts = limited({ aDay: 2 });
    attempts.before('62', { today: 2 });
    attempts.before('62', { today: 1, last: at('2026-11-24T10:00', 'Asia/Jakarta') });
    expect(attempts.tooOften('62', 'c', zones, now)?.reason).toMatch(/2 times today/);
  });

  it('no limit is no limit', () => {
    const attempts = limited({});
    attempts.before('62', { today: 50, thisWeek: 50, last: now });
    expect(attempts.tooOften('62', 'c', zones, now)).toBeUndefined();
  });
});

describe('consent', () => {
  const now = at('2026-11-25T12:00', 'UTC');
  const given = at('2026-01-01T12:00', 'UTC');
  it.each([
    ['filled', { must: 'filled' }, 'by phone', undefined, undefined],
    ['filled with no', { must: 'filled' }, 'No', undefined, /consent is "no"/],
    ['empty', { must: 'filled' }, '  ', undefined, /no consent is noted/],
    ['yes', { must: 'true' }, 'Yes', undefined, undefined],
    ['true', { must: 'true' }, true, undefined, undefined],
    ['maybe', { must: 'true' }, 'maybe', undefined, /"maybe", not yes/],
    ['recent enough', { must: 'recent', days: 365 }, 'x', given, undefined],
    ['too old', { must: 'recent', days: 30 }, 'x', given, /more than 30 days ago, on 2026-01-01/],
    ['in the future', { must: 'recent', days: 30 }, 'x', now + 60_000, /lies in the future/],
    ['no date', { must: 'recent', days: 30 }, 'soon', undefined, /"soon", is no date/],
  ] as const)('%s', (_, rule, value, date, reason) => {
    const missing = consentMissing(rule, value, date, now);
    if (reason === undefined) expect(missing).toBeUndefined();
    else expect(missing).toMatch(reason);
  });
});

describe('a task that dials later', () => {
  const zone = 'Asia/Shanghai';
  const now = at('2026-11-25T12:00', zone);
  const outside = (times: Omit<DialTimes, 'zone'>, until = 20 * 60) => {
    const rule = { from: 9 * 60, until, weekdays: WEEK, holidays: new Set<string>() };
    return dialsOutside({ ...times, zone }, new AllowedHours(rule), [zone], now);
  };

  it.each([
    ['every day from 9 to 20, on Sunday', '09:00', '20:00', 20 * 60, '2026-11-29T09:00'],
    ['until 21, this evening', '10:00', '21:00', 20 * 60, '2026-11-25T20:00'],
    ['from 08:40, tomorrow morning', '08:40', '20:00', 20 * 60, '2026-11-26T08:40'],
    ['until 20:30, from 20:15 on', '09:00', '20:30', 20 * 60 + 15, '2026-11-25T20:15'],
  ])('%s', (_, from, to, until, moment) => {
    expect(outside({ hours: [{ from, to }] }, until)).toBe(at(moment, zone));
  });

  it('only within the hours before Sunday, at no wrong time', () => {
    const hours = [{ from: '09:00', to: '20:00' }];
    expect(outside({ hours, until: at('2026-11-28T23:00', zone) })).toBeUndefined();
    expect(outside({ until: now + 3_600_000 })).toBeUndefined();
  });

  it('dials first when its own hours begin', () => {
    const midnight = at('2026-11-27T00:00', zone);
    const hours = [{ from: '09:30', to: '20:00' }];
    expect(firstDial({ hours, zone }, midnight)).toBe(at('2026-11-27T09:30', zone));
    expect(firstDial({ zone }, midnight)).toBe(midnight);
  });
});
