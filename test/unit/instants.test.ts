import { DateTime, Settings } from 'luxon';
import { dayOfDatabase, toEpochMs } from '../../nodes/runtime/fields/instants';

const at = Date.UTC(2026, 2, 1, 1, 0, 0);

describe('instants', () => {
  it.each([
    ['a picked date without a zone, read in the workflow zone', '2026-03-01T09:00:00'],
    ['with a blank instead of the T', '2026-03-01 09:00:00'],
    ['with its own zone', '2026-03-01T01:00:00Z'],
    ['with an offset', '2026-03-01T02:00:00+01:00'],
    ['day and time in digits', '20260301090000'],
    ['the same as a number, without seconds', 202603010900],
    ['13 digits', String(at)],
    ['10 digits', String(at / 1000)],
    ['a number', at],
    ['a Date', new Date(at)],
    ['a Luxon date', DateTime.fromMillis(at)],
  ])('%s', (_, value) => {
    expect(toEpochMs(value, 'Asia/Shanghai', 'Start')).toBe(at);
  });

  it('a moment of long ago is one, too', () => {
    const then = Date.UTC(1999, 4, 6);
    for (const value of [then, new Date(then)]) expect(toEpochMs(value, 'UTC', 'Start')).toBe(then);
  });

  it.each([
    ['', '"Start" is empty'],
    [null, '"Start" is empty'],
    ['soon', '"Start" is not a date: soon'],
    ['20261301090000', '"Start" is not a date: 20261301090000'],
    [new Date(NaN), '"Start" is not a date'],
  ])('%j is refused', (value, message) => {
    expect(() => toEpochMs(value, 'UTC', 'Start')).toThrow(message);
  });
});

describe('a day that a database gave', () => {
  it.each([
    ['at midnight here', new Date(2026, 2, 1)],
    ['at midnight in UTC', new Date('2026-03-01T00:00:00Z')],
    ['with a time', new Date('2026-03-01T12:30:00Z')],
  ])('%s', (_, date) => expect(dayOfDatabase(date)).toBe('2026-03-01'));

  it('is that of n8n, whichever zone the workflow has', () => {
    for (const zone of ['America/New_York', 'Pacific/Auckland']) {
      Settings.defaultZone = zone;
      expect(dayOfDatabase(new Date(2026, 2, 1))).toBe('2026-03-01');
    }
    Settings.defaultZone = 'system';
  });

  it('is none where the date is none', () => expect(dayOfDatabase(new Date(NaN))).toBe(''));
});
