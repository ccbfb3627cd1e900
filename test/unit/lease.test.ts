import { tried } from '../../nodes/basics/tried';
import { setClock } from '../../nodes/runtime/clock';
import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';
import { Lease, whileSure, withLease, type Process } from '../../nodes/sending/lease';
import type { StorageRow } from '../../nodes/sending/storage-row';
import { VirtualTime } from '../model/virtual-time';

const MINUTE = 60_000;

let time: VirtualTime;
let began: number;
const passed = () => time.now() - began;

beforeEach(() => {
  time = new VirtualTime();
  began = time.now();
  setClock(time);
});
afterEach(() => setClock());

/** A row of n8n's storage: read whole, and written whole a moment later. */
class Row implements StorageRow {
  marks: string[] = [];
  /** How long a read takes, and a write after it, in milliseconds. */
  slowness = 0;
  /** So many writes fail from now on. */
  failing = 0;
  /** When each write ended. */
  readonly writes: number[] = [];

  private async change(work: (before: string[]) => string[]): Promise<void> {
    await time.sleep(this.slowness);
    const before = this.marks;
    await time.sleep(this.slowness);
    if (this.failing-- > 0) throw new Error('UNIQUE constraint failed');
    this.marks = work(before);
    this.writes.push(passed());
  }

  async record(marks: string[]): Promise<Set<string>> {
    let there: string[] = [];
    await this.change((before) => {
      there = marks.filter((mark) => before.includes(mark));
      return [...before, ...marks.filter((mark) => !before.includes(mark))];
    });
    return new Set(there);
  }

  async remove(marks: string[]): Promise<void> {
    await this.change((before) => before.filter((mark) => !marks.includes(mark)));
  }

  async count(): Promise<number> {
    return this.marks.length;
  }

  /** Whether anybody holds the lease, as others see it. */
  get isHeld(): boolean {
    return this.marks.length % 2 === 1;
  }
}

/** Somebody who waits. */
const stopping = (stop = { isPressed: false }) => ({
  pause: async (milliseconds: number) => await time.sleep(milliseconds),
  waitOut: async (milliseconds: number) => await time.sleep(milliseconds),
  isStopped: () => stop.isPressed,
});

/** Somebody whose waits are cut short, as n8n's are, when Stop is pressed. */
const cutShort = (stop: { isPressed: boolean }) => ({
  ...stopping(stop),
  async pause(milliseconds: number) {
    for (let slept = 0; slept < milliseconds && !stop.isPressed; slept += 50) await time.sleep(50);
  },
});

/** Somebody who stands still in his first wait, or in the first one of that length. */
function standingStill(milliseconds: number, inWaitOf?: number) {
  const state = { stood: false };
  const pause = async (wanted: number) => {
    const stands = !state.stood && wanted === (inWaitOf ?? wanted);
    if (stands) state.stood = true;
    await time.sleep(stands ? milliseconds : wanted);
  };
  return {
    ...stopping(),
    pause,
    waitOut: pause,
    hasBegun: async () => await time.until(() => state.stood),
  };
}

/** Lets time pass until something has ended. */
async function ended<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const end = tried(work).then((result) => {
    over = true;
    return result;
  });
  await time.until(() => over);
  const result = await end;
  if (result.ok) return result.value;
  throw result.error;
}

const take = async (row: Row, name: string) => await Lease.take(row, name, stopping());

describe('a process that wants to send', () => {
  it('may after one and a half seconds where nobody else does, and all others see it', async () => {
    const row = new Row();
    const lease = await ended(take(row, 'a'));
    expect(passed()).toBe(1_500);
    expect(lease.isSure()).toBe(true);
    expect(row.isHeld).toBe(true);
  });

  it('waits a minute for one that sends, without writing anything, and then says so', async () => {
    const row = new Row();
    const other = await ended(take(row, 'a'));
    const beating = new AbortController();
    void time.every(3_000, beating.signal, async () => await other.beat(row));
    const since = passed();
    const mine = row.writes.length;
    const waiting = ended(take(row, 'b'));
    await expect(waiting).rejects.toThrow('Another execution is sending contacts');
    await waiting.catch((error: VendorFailure) => expect(error.effect).toBe('none'));
    expect(passed() - since).toBe(MINUTE);
    // Those are the signs of life of the one that sends.
    expect(row.writes.length - mine).toBe(Math.floor(MINUTE / 3_000));
    beating.abort();
  });

  it('succeeds one that is gone once its row has not changed for fifteen seconds, not before', async () => {
    const row = new Row();
    await ended(take(row, 'a'));
    const since = passed();
    const before = row.writes.length;
    const lease = await ended(take(row, 'b'));
    expect(row.writes[before] - since).toBe(15_000);
    expect(lease.isSure()).toBe(true);
    expect(row.isHeld).toBe(true);
  });

  it('does not believe that it has won when it stood still for so long that another may have taken over', async () => {
    for (const standsAt of [1_000, 500]) {
      const row = new Row();
      const frozen = standingStill(20_000, standsAt);
      const first = tried(Lease.take(row, 'a', frozen));
      await frozen.hasBegun();
      const second = await ended(take(row, 'b'));
      const beating = new AbortController();
      void time.every(3_000, beating.signal, async () => await second.beat(row));
      expect([standsAt, await ended(first)]).toEqual([
        standsAt,
        { ok: false, error: expect.objectContaining({ effect: 'none' }) },
      ]);
      beating.abort();
    }
  });

  it('writes nothing to the row of its successor when it stood still right after its claim', async () => {
    const row = new Row();
    const frozen = standingStill(20_000);
    const first = tried(Lease.take(row, 'a', frozen));
    await frozen.hasBegun();
    await ended(take(row, 'b'));
    const before = row.writes.length;
    await time.pass(8_000);
    expect(row.writes.length).toBe(before);
    expect(await ended(first)).toMatchObject({ ok: true });
  });

  it('looks again before it claims when its look took so long that another one may have begun', async () => {
    const row = new Row();
    let looks = 0;
    row.count = async () => {
      const seen = row.marks.length;
      if (++looks === 1) await time.sleep(3_000);
      return seen;
    };
    const waiting = tried(take(row, 'b'));
    const other = await ended(take(row, 'a'));
    await time.pass(2_000);
    expect(row.marks.some((mark) => mark.includes('lease b'))).toBe(false);
    await other.giveBack(row);
    expect(await ended(waiting)).toMatchObject({ ok: true });
  });

  it('counts the fifteen seconds anew at each sign of life', async () => {
    const row = new Row();
    const other = await ended(take(row, 'a'));
    const since = passed();
    time.after(8_400, () => void other.beat(row));
    const before = row.writes.length;
    await ended(take(row, 'b'));
    // Looked at every second, so it is seen a little later.
    expect(row.writes[before + 1] - since).toBe(24_000);
  });

  it.each([0, 5, 19, 20, 39, 41, 400])(
    'is alone, where another one wants the same %i ms later; that one has its turn afterwards',
    async (gap) => {
      const row = new Row();
      row.slowness = 20;
      const won: string[] = [];
      const sends = async (name: string) => {
        const lease = await take(row, name);
        won.push(name);
        const others = won.length;
        await time.sleep(4_000);
        expect(won).toHaveLength(others);
        await lease.giveBack(row);
      };
      const first = sends('a');
      await time.pass(gap);
      await ended(Promise.all([first, sends('b')]));
      expect([...won].sort()).toEqual(['a', 'b']);
      expect(row.isHeld).toBe(false);
    },
  );

  it('has it also where n8n refuses its first mark, as it does to one of two that make the row', async () => {
    const row = new Row();
    row.failing = 1;
    await ended(take(row, 'a'));
    // Looks again a second later.
    expect(passed()).toBe(2_500);
  });

  it('says why where n8n’s storage fails again and again', async () => {
    const row = new Row();
    row.failing = 9;
    await expect(ended(take(row, 'a'))).rejects.toThrow('UNIQUE constraint failed');
    expect(row.failing).toBe(7);
  });

  it('has nothing, and holds nothing up, where Stop is pressed while it waits', async () => {
    const row = new Row();
    await ended(take(row, 'a'));
    const stop = { isPressed: false };
    time.after(2_500, () => (stop.isPressed = true));
    const since = passed();
    await expect(ended(Lease.take(row, 'b', stopping(stop)))).rejects.toThrow(/stopped/i);
    expect(passed() - since).toBe(3_000);
  });

  it.each([100, 1_200])(
    'has nothing, and holds nothing up, where Stop is pressed %i ms after its claim',
    async (after) => {
      const row = new Row();
      const stop = { isPressed: false };
      time.after(after, () => (stop.isPressed = true));
      await expect(ended(Lease.take(row, 'a', cutShort(stop)))).rejects.toThrow(/stopped/i);
      expect(row.marks).toEqual([]);
    },
  );

  it('takes nothing back from a rival that won where Stop is pressed right after its claim', async () => {
    const row = new Row();
    row.slowness = 100;
    const stop = { isPressed: false };
    time.after(300, () => (stop.isPressed = true));
    const stopped = tried(Lease.take(row, 'a', cutShort(stop)));
    const [end, rival] = await ended(Promise.all([stopped, take(row, 'b')]));
    expect(end).toMatchObject({ ok: false });
    expect(passed()).toBeLessThan(3_000);
    expect([row.isHeld, rival.isSure()]).toEqual([true, true]);
  });

  it('takes nothing back from a rival whose claim is written after its own', async () => {
    const row = new Row();
    row.slowness = 70;
    // As slow as the protocol allows.
    const slow: StorageRow = {
      count: async () => row.marks.length,
      remove: async (marks) => await row.remove(marks),
      async record(marks) {
        await time.sleep(30);
        const before = row.marks;
        await time.sleep(300);
        row.marks = [...before, ...marks.filter((mark) => !before.includes(mark))];
        return new Set(marks.filter((mark) => before.includes(mark)));
      },
    };
    const stop = { isPressed: false };
    time.after(50, () => (stop.isPressed = true));
    const stopped = tried(Lease.take(row, 'a', cutShort(stop)));
    const [end, rival] = await ended(Promise.all([stopped, Lease.take(slow, 'b', stopping())]));
    expect(end).toMatchObject({ ok: false });
    expect([row.isHeld, rival.isSure()]).toEqual([true, true]);
  });

  it('claims nothing where Stop is pressed while it looks', async () => {
    const row = new Row();
    const stop = { isPressed: false };
    row.count = async () => {
      await time.sleep(100);
      return row.marks.length;
    };
    time.after(50, () => (stop.isPressed = true));
    await expect(ended(Lease.take(row, 'a', cutShort(stop)))).rejects.toThrow(/stopped/i);
    expect(row.writes).toEqual([]);
  });

  it('gives up a claim whose reply came so late that the winner may be sending', async () => {
    const row = new Row();
    const record = row.record.bind(row);
    let claims = 0;
    row.record = async (marks) => {
      const there = await record(marks);
      if (++claims === 1) await time.sleep(600);
      return there;
    };
    const lease = ended(take(row, 'a'));
    await time.pass(5_000);
    expect(row.writes).toHaveLength(1);
    // Nobody else is there, so it takes over from itself.
    expect((await lease).isSure()).toBe(true);
    expect(passed()).toBeLessThan(20_000);
  });

  it('says that the database is slow, not that another one sends, where no look is answered in time', async () => {
    const row = new Row();
    row.count = async () => {
      await time.sleep(1_000);
      return row.marks.length;
    };
    await expect(ended(take(row, 'a'))).rejects.toThrow('n8n is too busy');
    expect(row.writes).toEqual([]);
  });

  it('does not take over one that lives when it stood still between two looks', async () => {
    for (const frozenIn of ['pause', 'look']) {
      const row = new Row();
      const other = await ended(take(row, 'a'));
      const beating = new AbortController();
      void time.every(3_000, beating.signal, async () => await other.beat(row));
      let stood = false;
      const standsStill = async () => {
        if (!stood) await time.sleep(18_000);
        stood = true;
      };
      const count = row.count.bind(row);
      row.count = async () => {
        const seen = await count();
        if (frozenIn === 'look') await standsStill();
        return seen;
      };
      const frozen = {
        ...stopping(),
        pause: async (milliseconds: number) => {
          await time.sleep(milliseconds);
          if (frozenIn === 'pause') await standsStill();
        },
      };
      const waiting = tried(Lease.take(row, 'b', frozen));
      await time.pass(30_000);
      expect([frozenIn, row.marks.some((mark) => mark.includes('lease b'))]).toEqual([
        frozenIn,
        false,
      ]);
      beating.abort();
      await other.giveBack(row);
      expect(await ended(waiting)).toMatchObject({ ok: true });
    }
  });

  it('that lost, and looks late, writes nothing beside the one that won', async () => {
    const row = new Row();
    const frozen = standingStill(3_000);
    const loser = tried(Lease.take(row, 'b', frozen));
    await frozen.hasBegun();
    // The other one read the row before, and writes over this claim.
    row.marks = row.marks.map((mark) => mark.replace('lease b', 'lease a'));
    const before = row.writes.length;
    await time.pass(5_000);
    expect(row.writes.length).toBe(before);
    row.marks = [];
    expect(await ended(loser)).toMatchObject({ ok: true });
  });
});

describe('a row that a process writes to while it is sure', () => {
  it('is not written to by whoever waited until it was not', async () => {
    const row = new Row();
    row.slowness = 1_000;
    let sure = true;
    const own = whileSure(row, { isSure: () => sure });
    const first = own.record(['a']);
    const second = tried(own.record(['b']));
    time.after(1_500, () => (sure = false));
    await ended(first);
    expect(await ended(second)).toMatchObject({ ok: false });
    expect(row.marks).toEqual(['a']);
  });
});

describe('a process that sends', () => {
  it('is sure for ten seconds after its last sign of life', async () => {
    const row = new Row();
    const lease = await ended(take(row, 'a'));
    await time.pass(8_000);
    await lease.beat(row);
    await time.pass(9_999);
    expect(lease.isSure()).toBe(true);
    await time.pass(1);
    expect(lease.isSure()).toBe(false);
  });

  it('counts its claim, one and a half seconds ago, as the first one', async () => {
    const lease = await ended(take(new Row(), 'a'));
    await time.pass(8_499);
    expect(lease.isSure()).toBe(true);
    await time.pass(1);
    expect(lease.isSure()).toBe(false);
  });

  it('shows that it lives by a row that is never as long as before, and always odd', async () => {
    const row = new Row();
    const lease = await ended(take(row, 'a'));
    const lengths = [row.marks.length];
    for (let beat = 0; beat < 4; beat++) {
      await lease.beat(row);
      lengths.push(row.marks.length);
    }
    expect(lengths.every((length) => length % 2 === 1)).toBe(true);
    expect(lengths.slice(1).every((length, at) => length !== lengths[at])).toBe(true);
  });

  it('makes up for a sign of life that failed', async () => {
    for (const fails of [0, 1, 2, 3]) {
      const row = new Row();
      const lease = await ended(take(row, 'a'));
      const lengths = [row.marks.length];
      for (let beat = 0; beat < 6; beat++) {
        row.failing = beat === fails ? 1 : 0;
        await lease.beat(row).catch(() => undefined);
        if (beat !== fails) lengths.push(row.marks.length);
      }
      expect(lengths.slice(1).every((length, at) => length !== lengths[at])).toBe(true);
      // Nor is it as long as it was after two of them.
      expect(lengths.slice(2).every((length, at) => length !== lengths[at])).toBe(true);
    }
  });

  it('is not sure by a sign of life that took ten seconds: somebody may have succeeded it', async () => {
    const row = new Row();
    const lease = await ended(take(row, 'a'));
    row.slowness = 5_000;
    await ended(lease.beat(row));
    expect(lease.isSure()).toBe(false);
  });

  it('counts a sign of life from when it began', async () => {
    const row = new Row();
    const lease = await ended(take(row, 'a'));
    row.slowness = 2_000;
    await ended(lease.beat(row));
    await time.pass(5_999);
    expect(lease.isSure()).toBe(true);
    await time.pass(1);
    expect(lease.isSure()).toBe(false);
  });

  it('writes nothing any more once it is not sure, neither a sign of life nor that it ends', async () => {
    const row = new Row();
    const lease = await ended(take(row, 'a'));
    await time.pass(10_000);
    const before = [row.marks, row.writes.length];
    await lease.beat(row);
    await lease.giveBack(row);
    expect([row.marks, row.writes.length]).toEqual(before);
  });

  it('leaves no mark behind', async () => {
    const row = new Row();
    row.marks = ['used 1', 'used 2'];
    const lease = await ended(take(row, 'a'));
    await lease.beat(row);
    await lease.giveBack(row);
    expect(row.marks).toEqual(['used 1', 'used 2']);
  });
});

describe('runs of one process', () => {
  const process = (name = 'a'): Process => ({
    queues: new Map(),
    waiting: new Map(),
    leases: new Map(),
    newName: () => name,
  });

  it('hand the right to send on to each other, without waiting again', async () => {
    const row = new Row();
    const one = process();
    const order: string[] = [];
    const run = async (name: string) =>
      await withLease(one, 'w', row, stopping(), async () => {
        order.push(`${name} at ${passed()}`);
        await time.sleep(2_000);
      });
    await ended(Promise.all([run('first'), run('second')]));
    expect(order).toEqual(['first at 1500', 'second at 3500']);
    expect([row.isHeld, one.waiting.size, one.leases.size]).toEqual([false, 0, 0]);
  });

  it('show that they live, however short each of them is', async () => {
    const row = new Row();
    const one = process();
    const runs = Array.from({ length: 12 }, async () => {
      return await withLease(one, 'w', row, stopping(), async (lease) => {
        await time.sleep(1_500);
        return lease.isSure();
      });
    });
    expect(await ended(Promise.all(runs))).toEqual(Array(12).fill(true));
    expect(row.marks).toEqual([]);
  });

  it('show every three seconds that they live, also while they send for minutes', async () => {
    const row = new Row();
    const isSure = await ended(
      withLease(process(), 'w', row, stopping(), async (lease) => {
        await time.sleep(2 * MINUTE);
        return lease.isSure();
      }),
    );
    expect(isSure).toBe(true);
    expect(row.writes.slice(2, 5)).toEqual([4_500, 7_500, 10_500]);
  });

  it('give it back when they fail, so that another process may send at once', async () => {
    const row = new Row();
    const fails = withLease(process(), 'w', row, stopping(), async () => {
      throw new Error('the vendor is closed');
    });
    await expect(ended(fails)).rejects.toThrow('the vendor is closed');
    expect(row.isHeld).toBe(false);
  });

  it('tell what was sent also where it cannot be given back', async () => {
    const row = new Row();
    const sent = withLease(process(), 'w', row, stopping(), async () => {
      row.failing = 9;
      return 'sent';
    });
    expect(await ended(sent)).toBe('sent');
  });

  it('do not hand on a right that is too old', async () => {
    const row = new Row();
    const one = process();
    const starts: number[] = [];
    const first = withLease(one, 'w', row, stopping(), async () => {
      // The storage does not answer: no sign of life gets through.
      row.failing = Infinity;
      await time.sleep(12_000);
      row.failing = 0;
    });
    const second = withLease(one, 'w', row, stopping(), async () => {
      starts.push(passed());
    });
    await ended(Promise.all([first, second]));
    // The row stays odd, and nobody changes it: succeeded like one that is gone.
    expect(starts).toEqual([1_500 + 12_000 + 15_000 + 1_500]);
  });

  it('leave nobody in the queue who gave up waiting', async () => {
    const row = new Row();
    const one = process();
    const first = withLease(one, 'w', row, stopping(), async () => await time.sleep(90_000));
    const second = tried(withLease(one, 'w', row, stopping(), async () => 'sent'));
    await ended(first);
    expect(await second).toMatchObject({ ok: false });
    expect([one.waiting.size, one.leases.size, row.isHeld]).toEqual([0, 0, false]);
  });
});
