import { setClock } from '../../nodes/runtime/clock';
import { Marks } from '../../nodes/sending/marks';
import { Tries } from '../../nodes/sending/tries';
import { Storage } from '../model/storage';
import { StandingClock } from './standing-clock';

const MINUTE = 60_000;
const WAIT = 15 * MINUTE;

/** Times are noted in spans of five minutes. */
const SPAN = 5 * MINUTE;

let clock: StandingClock;
let storage: Storage;

beforeEach(() => {
  clock = new StandingClock(Date.UTC(2026, 0, 1, 9, 2));
  storage = new Storage();
  setClock(clock);
});
afterEach(() => setClock());

/** What a run knows of tries, its own and those of earlier ones. */
const aRun = () => new Tries(storage.row('journal'), new Marks('task'), WAIT);

/** Notes that a contact was tried now. */
async function tries(run: Tries, contactId = 'a'): Promise<void> {
  await storage.row('journal').record(run.now([contactId]));
}

/** When the next run believes that a contact was tried last. */
async function believed(contactId = 'a'): Promise<number> {
  return (await aRun().recall([contactId])).get(contactId) ?? NaN;
}

describe('when an uncertain contact was tried last', () => {
  it.each([0, 1, 2.9, 3, 5, 8, 9.9, 14])(
    'is known to a run %d minutes later: never earlier than it was, and at most five minutes later',
    async (minutes) => {
      const tried = clock.time;
      await tries(aRun());
      clock.time += minutes * MINUTE;
      const time = await believed();
      expect(time).toBeGreaterThanOrEqual(tried);
      expect(time).toBeLessThanOrEqual(Math.min(clock.time, tried + SPAN));
    },
  );

  it('matters no more once the wait and the span are over', async () => {
    await tries(aRun());
    clock.time += WAIT + SPAN;
    expect(await believed()).toBe(clock.time - WAIT);
  });

  it('is the time of the last of several tries, of one run or of two', async () => {
    const run = aRun();
    await tries(run);
    clock.time += 6 * MINUTE;
    await tries(run);
    clock.time += 2 * MINUTE;
    expect(await believed()).toBeGreaterThanOrEqual(clock.time - 2 * MINUTE);
    clock.time += 3 * MINUTE;
    await tries(aRun());
    expect(await believed()).toBe(clock.time);
  });

  it('is that of everybody, where n8n was killed before it knew who was tried', async () => {
    const tried = clock.time;
    await aRun().record(['began']);
    clock.time += 4 * MINUTE;
    expect(await believed()).toBeGreaterThanOrEqual(tried);
    expect(await believed('somebody else')).toBeGreaterThanOrEqual(tried);
  });

  it('is no younger for a contact because this run itself tried others', async () => {
    await aRun().record(['began']);
    clock.time += 11 * MINUTE;
    const run = aRun();
    await run.record(['began']);
    const time = (await run.recall(['a'])).get('a');
    expect(time).toBeLessThanOrEqual(clock.time - 11 * MINUTE + SPAN);
    expect(time).toBeGreaterThanOrEqual(clock.time - 11 * MINUTE);
  });

  it('is so long ago that it matters no more, where nothing is noted of any', async () => {
    expect(await believed()).toBe(clock.time - WAIT);
  });

  it('stays noted for a contact when what was noted for everybody is gone', async () => {
    const tried = clock.time;
    const killed = aRun();
    await killed.record(['began']);
    clock.time += 4 * MINUTE;
    await aRun().recall(['a']);
    await storage.row('journal').remove(killed.over());
    clock.time += 4 * MINUTE;
    expect(await believed()).toBeGreaterThanOrEqual(tried);
    expect(await believed('somebody else')).toBe(clock.time - WAIT);
  });

  it('is the same however often runs ask for it', async () => {
    await tries(aRun());
    clock.time += 4 * MINUTE;
    const time = await believed();
    for (let asks = 0; asks < 3; asks++) expect(await believed()).toBe(time);
  });

  it('leaves no mark by being asked for where there is none, and takes none away', async () => {
    await tries(aRun());
    const before = new Set(storage.rows.journal);
    await aRun().recall(['a', 'b', 'c']);
    expect(storage.rows.journal).toEqual(before);
    await aRun().recall([]);
    expect(storage.rows.journal).toEqual(before);
  });

  it('is forgotten once the contact is not uncertain any more, whoever tried it', async () => {
    await tries(aRun());
    clock.time += 6 * MINUTE;
    const run = aRun();
    await run.recall(['a']);
    await tries(run);
    await storage.row('journal').remove(run.settled(['a']));
    expect(await believed()).toBe(clock.time - WAIT);
    expect(run.settled(['a', 'b'])).toEqual([]);
  });
});

describe('what a run notes for all that it tries', () => {
  it('is one mark for each five minutes', async () => {
    const run = aRun();
    for (let batch = 0; batch < 3; batch++) await run.record([`began ${batch}`]);
    expect(storage.rows.journal.size).toBe(3 + 1);
    clock.time += SPAN;
    await run.record([]);
    await run.record(['began 3']);
    expect(storage.rows.journal.size).toBe(4 + 2);
  });

  it('goes when the run is over, but for what an earlier one had noted', async () => {
    const killed = aRun();
    await killed.record([]);
    const left = new Set(storage.rows.journal);
    const run = aRun();
    await run.record([]);
    clock.time += SPAN;
    await run.record([]);
    await storage.row('journal').remove(run.over());
    expect(storage.rows.journal).toEqual(left);
  });
});
