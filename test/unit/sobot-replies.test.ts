import { documentedCode, documentedCodes } from '../../nodes/Sobot/client/return-codes';
import { taskStatus } from '../../nodes/Sobot/resources/task-status';
import { toInt, toList, toPieces, toText } from '../../nodes/basics/values';
import { toIsoTime, toSeconds } from '../../nodes/Sobot/resources/values';
import { sample } from './fixtures';

describe('values of every type the vendor sends (R2)', () => {
  it.each([
    [5, 5],
    ['5', 5],
    [' 7 ', 7],
    ['', null],
    [null, null],
    [undefined, null],
    ['x', null],
    [1.5, null],
    ['12345678901234567890', null],
  ])('toInt(%j) is %j', (value, expected) => expect(toInt(value)).toBe(expected));

  it.each([
    [0, null],
    ['0', null],
    ['', null],
    [null, null],
    [-1, null],
    ['1579084974374', '2020-01-15T10:42:54.374Z'],
  ])('toIsoTime(%j) is %j (R4)', (value, expected) => expect(toIsoTime(value)).toBe(expected));

  it('turns milliseconds into seconds (R33)', () => {
    expect(toSeconds('39440')).toBe(39.44);
    expect(toSeconds('')).toBeNull();
  });

  it('takes lists that are labelled objects, single objects, null and nothing (R3)', () => {
    expect(toList([{ a: 1 }])).toEqual([{ a: 1 }]);
    expect(toList({ a: 1 })).toEqual([{ a: 1 }]);
    for (const nothing of [null, undefined, '']) expect(toList(nothing)).toEqual([]);
  });

  it('splits comma lists, full-width commas too (R25)', () => {
    expect(toPieces('a, b，c,,')).toEqual(['a', 'b', 'c']);
  });

  it('keeps the digits of text', () => {
    expect(toText('02180344315')).toBe('02180344315');
    expect(toText(' x ')).toBe('x');
    expect(toText('')).toBeNull();
  });
});

describe('return codes', () => {
  it('has an English text and an advice for all 25 documented codes', () => {
    expect(documentedCodes).toHaveLength(25);
    for (const code of documentedCodes) {
      const text = documentedCode(code);
      expect(text?.meaning).toMatch(/^[\x20-\x7e]+$/);
      expect(text?.advice).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
    }
  });

  it('knows nothing of other codes', () => {
    expect(documentedCode('399999')).toBeUndefined();
    expect(documentedCode('constructor')).toBeUndefined();
  });
});

describe('task statuses', () => {
  it("gives a word for every status in the vendor's samples (R15)", () => {
    const tasks = sample<{ data: Array<{ task_status: number }> }>('sobot-query_task.json').data;
    expect(tasks.map(({ task_status }) => taskStatus(task_status))).toEqual([
      'notStarted',
      'running',
      'paused',
    ]);
    expect([-1, 2, 3, 4, 9].map(taskStatus)).toEqual([
      'deleted',
      'finished',
      'outsideCallingHours',
      'queued',
      'unknown',
    ]);
  });
});
