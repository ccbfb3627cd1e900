import { setClock } from '../../nodes/runtime/clock';
import { missingLongEnough } from '../../nodes/sending/absence';
import { N8nStorage } from './n8n-storage';
import { StandingClock } from './standing-clock';

const MINUTE = 60_000;
const WAIT = 15 * MINUTE;

let clock: StandingClock;
let storage: N8nStorage;

beforeEach(() => {
  clock = new StandingClock(Date.UTC(2026, 0, 1, 9, 1));
  storage = new N8nStorage();
  setClock(clock);
});
afterEach(() => setClock());

/** Looks, and misses these. @returns those that have been missing long enough */
async function misses(contactIds: string[], target = 'task 1'): Promise<string[]> {
  return [...(await missingLongEnough(storage.context(), target, contactIds, WAIT))];
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
      expect(storage.rows.node.size).toBe(4);
      clock.time += 3 * MINUTE;
    }
  });

  it('says nothing where n8n has no storage', async () => {
    storage.writesLeft = 0;
    expect(await misses(['a'])).toEqual([]);
  });

  it.each([1, 2])(
    'is believed missing for too short a time, never for too long, where n8n ends after %i writes of a look',
    async (writes) => {
      await misses(['a']);
      const first = clock.time;
      clock.time += 6 * MINUTE;
      storage.writesLeft = writes;
      await misses(['a', 'b']).catch(() => undefined);
      storage.writesLeft = Infinity;
      for (; clock.time < first + WAIT; clock.time += MINUTE)
        expect(await misses(['a'])).toEqual([]);
      const second = first + 6 * MINUTE;
      for (; clock.time < second + WAIT; clock.time += MINUTE)
        expect(await misses(['b'])).toEqual([]);
    },
  );
});
