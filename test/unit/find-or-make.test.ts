import { tried } from '../../nodes/basics/tried';
import { setClock } from '../../nodes/runtime/clock';
import { findOrMake } from '../../nodes/sending/find-or-make';
import { N8nStorage } from './n8n-storage';
import { lost, refused } from './one-target';
import { StandingClock } from './standing-clock';

const MINUTE = 60_000;
const WAIT = 15 * MINUTE;
/** What n8n remembers of times is as exact as that. */
const EXACT_TO = 5 * MINUTE;

let clock: StandingClock;
let storage: N8nStorage;
/** Tasks that were made, and whether the vendor shows them. */
let made: number;
let isShown: boolean;

beforeEach(() => {
  clock = new StandingClock(Date.UTC(2026, 0, 1, 9, 0));
  setClock(clock);
  storage = new N8nStorage();
  made = 0;
  isShown = false;
});
afterEach(() => setClock());

/** Asks for a task by its name in an execution of its own. @param fails what making it throws */
async function ask({ name = 'North', waitMs = WAIT, fails = undefined as unknown } = {}) {
  let turns = 0;
  const inTurn = async <T>(work: () => Promise<T>) => {
    turns++;
    const result = await work();
    turns--;
    return result;
  };
  return await findOrMake(
    storage.context(),
    { scope: 'tasks', name, waitMs, inTurn },
    async () => {
      expect(turns).toBe(1);
      return isShown ? 'found' : undefined;
    },
    async () => {
      expect(turns).toBe(1);
      made++;
      if (fails !== undefined) throw fails;
      return 'made';
    },
  );
}

describe('a task that is asked for by its name', () => {
  it('is not made by a process that stood still right before: another one may have made it', async () => {
    const context = storage.context();
    const { helpers } = context;
    const record = helpers.checkProcessedAndRecord.bind(helpers);
    helpers.checkProcessedAndRecord = async (marks, ...more) => {
      const result = await record(marks, ...more);
      if (marks.some((mark) => String(mark).startsWith('began'))) clock.time += 20_000;
      return result;
    };
    storage.context = () => context;
    await expect(ask()).rejects.toThrow('another n8n process may have taken over');
    expect(made).toBe(0);
  });

  it('is found where it is there', async () => {
    isShown = true;
    expect(await ask()).toBe('found');
    expect(made).toBe(0);
  });

  it('is made where it is not, and found from then on', async () => {
    expect(await ask()).toBe('made');
    isShown = true;
    expect(await ask()).toBe('found');
    expect(made).toBe(1);
  });

  it.each([
    ['made', undefined],
    ['lost', lost()],
  ])('is not made a second time while the vendor may show it late: %s', async (_, fails) => {
    await tried(ask({ fails }));
    clock.time += WAIT - EXACT_TO;
    await expect(ask()).rejects.toMatchObject({
      message: expect.stringContaining('a task named "North"') as string,
      effect: 'none',
      advice: expect.stringMatching(/after 09:20 UTC.*"Wait Before Creating Again" to 0/) as string,
    });
    expect(made).toBe(1);
    isShown = true;
    expect(await ask()).toBe('found');
  });

  it('is made again once it would be shown', async () => {
    await ask();
    clock.time += WAIT + EXACT_TO;
    expect(await ask()).toBe('made');
    clock.time += WAIT - EXACT_TO;
    expect((await tried(ask())).ok).toBe(false);
    expect(made).toBe(2);
  });

  it('is made again at once by somebody who ended it', async () => {
    await ask();
    expect(await ask({ waitMs: 0 })).toBe('made');
  });

  it.each([refused(), new Error('no disk')])(
    'is made again at once if it certainly was not: $message',
    async (fails) => {
      await expect(ask({ fails })).rejects.toBe(fails);
      expect(await ask()).toBe('made');
    },
  );

  it('is another one under another name', async () => {
    await ask();
    expect(await ask({ name: 'South' })).toBe('made');
  });

  it('is made in an n8n that remembers nothing', async () => {
    storage.isThere = false;
    expect(await ask()).toBe('made');
    isShown = true;
    expect(await ask()).toBe('found');
  });
});
