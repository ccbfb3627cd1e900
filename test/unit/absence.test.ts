import type { IExecuteFunctions } from 'n8n-workflow';
import { setClock } from '../../nodes/runtime/clock';
import { missingLongEnough } from '../../nodes/sending/absence';
import { StandingClock } from './standing-clock';

const MINUTE = 60_000;
const WAIT = 15 * MINUTE;

let clock: StandingClock;
let marks: Set<string>;
/** Writes after which n8n's storage does not answer any more. */
let writesLeft: number;

beforeEach(() => {
  clock = new StandingClock(Date.UTC(2026, 0, 1, 9, 1));
  marks = new Set();
  writesLeft = Infinity;
  setClock(clock);
});
afterEach(() => setClock());

const context = {
  helpers: {
    async checkProcessedAndRecord(asked: string[]) {
      if (writesLeft-- <= 0) throw new Error('no database');
      const processed = asked.filter((mark) => marks.has(mark));
      for (const mark of asked) marks.add(mark);
      return { processed, new: [] };
    },
    async removeProcessed(gone: string[]) {
      if (writesLeft-- <= 0) throw new Error('no database');
      for (const mark of gone) marks.delete(mark);
    },
  },
} as unknown as IExecuteFunctions;

/** Looks, and misses these. @returns those that have been missing long enough */
async function misses(contactIds: string[], target = 'task 1'): Promise<string[]> {
  return [...(await missingLongEnough(context, target, contactIds, WAIT))];
}

describe('a contact that the vendor does not show', () => {
  it('says nothing at the first look', async () => {
    expect(await misses(['a', 'b'])).toEqual([]);
  });

  it('says something once it has been missing for the wait, never before, and five minutes later at most', async () => {
    await misses(['a']);
    const first = clock.time;
    for (; clock.time < first + WAIT; clock.time += MINUTE)
      expect([clock.time, await misses(['a'])]).toEqual([clock.time, []]);
    clock.time = first + WAIT + 5 * MINUTE;
    expect(await misses(['a'])).toEqual(['a']);
  });

  it('counts from its own first look, and in its own task', async () => {
    await misses(['a']);
    clock.time += 8 * MINUTE;
    await misses(['b']);
    await misses(['a'], 'task 2');
    clock.time += 12 * MINUTE;
    expect(await misses(['a', 'b', 'c'])).toEqual(['a']);
    expect(await misses(['a'], 'task 2')).toEqual([]);
  });

  it('counts anew once it was said: it may have been tried again', async () => {
    await misses(['a']);
    clock.time += WAIT + 5 * MINUTE;
    expect(await misses(['a'])).toEqual(['a']);
    expect(await misses(['a'])).toEqual([]);
    clock.time += 10 * MINUTE;
    expect(await misses(['a'])).toEqual([]);
    clock.time += 10 * MINUTE;
    expect(await misses(['a'])).toEqual(['a']);
  });

  it('leaves two marks while it is missing, however often it is looked for', async () => {
    for (let look = 0; look < 5; look++) {
      await misses(['a', 'b']);
      expect(marks.size).toBe(4);
      clock.time += 3 * MINUTE;
    }
  });

  it('says nothing where n8n has no storage', async () => {
    writesLeft = 0;
    expect(await misses(['a'])).toEqual([]);
  });

  it.each([1, 2])(
    'is believed missing for too short a time, never for too long, where n8n ends after %i writes of a look',
    async (writes) => {
      await misses(['a']);
      const first = clock.time;
      clock.time += 6 * MINUTE;
      writesLeft = writes;
      await misses(['a', 'b']).catch(() => undefined);
      writesLeft = Infinity;
      for (; clock.time < first + WAIT; clock.time += MINUTE)
        expect(await misses(['a'])).toEqual([]);
      const second = first + 6 * MINUTE;
      for (; clock.time < second + WAIT; clock.time += MINUTE)
        expect(await misses(['b'])).toEqual([]);
    },
  );
});
