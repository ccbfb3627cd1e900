import { checkCallingHours, minuteOfDay } from '../../nodes/campaign/calling-hours';

const hours = (...spans: Array<[string, string]>) =>
  checkCallingHours(spans.map(([from, to]) => ({ from, to })));

describe('calling hours', () => {
  it('pads hours, drops seconds, and reads full-width colons and digits (R32)', () => {
    expect(hours(['8:00', '9:30:00'], ['10：00', '１１:00'])).toEqual([
      { from: '08:00', to: '09:30' },
      { from: '10:00', to: '11:00' },
    ]);
  });

  it('puts spans in order, and lets one begin where another ends', () => {
    expect(hours(['12:00', '20:00'], ['09:00', '12:00'])).toEqual([
      { from: '09:00', to: '12:00' },
      { from: '12:00', to: '20:00' },
    ]);
  });

  it.each<[string, Array<[string, string]>, string]>([
    ['over midnight', [['22:00', '06:00']], 'end before they begin'],
    ['of no length', [['09:00', '09:00']], 'end before they begin'],
    [
      'that overlap',
      [
        ['09:00', '12:00'],
        ['11:59', '13:00'],
      ],
      'overlap',
    ],
    [
      'inside another',
      [
        ['09:00', '20:00'],
        ['10:00', '11:00'],
      ],
      'overlap',
    ],
    ['with a wrong hour', [['24:00', '25:00']], 'not a time of day'],
    ['with a wrong minute', [['09:60', '10:00']], 'not a time of day'],
    ['that are empty', [['', '10:00']], 'is empty'],
    ['that are none at all', [], 'No calling hours'],
  ])('refuses spans %s', (_, spans, message) => {
    expect(() => hours(...spans)).toThrow(message);
  });

  it.each([
    ['00:00', 0],
    ['0:00', 0],
    ['9:05', 545],
    ['23:59', 1439],
    [' 09:00 ', 540],
    ['09:00:00', 540],
  ])('%j is minute %i of the day', (typed, minute) => {
    expect(minuteOfDay(typed)).toBe(minute);
  });

  it.each(['24:00', '9', '9:5', '09:00:30', '109:00', '09:000', 'x9:00', '9:00x', '-9:00'])(
    '%j is none, and the error says which it was',
    (typed) => {
      expect(() => minuteOfDay(typed)).toThrow(`"${typed}"`);
    },
  );

  it('names the spans that are wrong, in order', () => {
    expect(() => hours(['10:00', '13:00'], ['09:00', '10:01'])).toThrow(
      'The calling hours 09:00 to 10:01 and 10:00 to 13:00 overlap',
    );
    expect(() => hours(['20:00', '09:05'])).toThrow('20:00 to 09:05 end before they begin');
  });
});
