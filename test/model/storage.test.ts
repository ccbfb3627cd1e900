import fc from 'fast-check';
import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';
import type { Sending } from '../../nodes/sending/send-batches';
import type { Vendor } from '../../nodes/sending/vendor';
import { contacts, ids, Storage, taking } from './storage';

/** A quarter of the other histories: each of these is many runs. */
const RUNS = Math.ceil(Number(process.env.HISTORIES ?? 2_000) / 4);

const CONTACTS = 36;

/** One run of a node, and what goes wrong in it. */
interface Run {
  /** Which contacts it is given: those between two places, all or every second one. */
  from: number;
  to: number;
  every: 1 | 2;
  /** n8n is killed after so many writes. */
  killedAt?: number;
  /** Numbers of writes that fail, and whether they are carried out all the same. */
  failing: number[];
  failsLate: boolean;
  /** Stop is pressed after so many batches. */
  stoppedAt?: number;
  /** What becomes of one batch. */
  fate: 'ok' | 'refused' | 'lostBefore' | 'lostAfter' | 'refusesOne';
  fateAt: number;
}

interface StorageHistory {
  batchSize: number;
  /** Contacts are shared out among so many tasks; one if left out. */
  tasks?: number;
  others: number;
  removedAtOnce: number;
  /** How many turns of the event loop writes and requests take; none if left out. */
  turns?: number[];
  runs: Run[];
}

const RUN: fc.Arbitrary<Run> = fc.record(
  {
    from: fc.constantFrom(0, 0, 0, 5, 20),
    to: fc.constantFrom(CONTACTS, CONTACTS, 5, 20, 30),
    every: fc.constantFrom<1 | 2>(1, 1, 2),
    killedAt: fc.integer({ min: 0, max: 60 }),
    failing: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
    failsLate: fc.boolean(),
    stoppedAt: fc.integer({ min: 0, max: 8 }),
    fate: fc.constantFrom<Run['fate']>(
      'ok',
      'ok',
      'refused',
      'lostBefore',
      'lostAfter',
      'refusesOne',
    ),
    fateAt: fc.integer({ min: 0, max: 4 }),
  },
  { requiredKeys: ['from', 'to', 'every', 'failing', 'failsLate', 'fate', 'fateAt'] },
);

const HISTORY: fc.Arbitrary<StorageHistory> = fc.record({
  batchSize: fc.constantFrom(1, 2, 3, 7, 25, Infinity),
  tasks: fc.constantFrom(1, 1, 2),
  others: fc.constantFrom(0, 500, 5_000),
  removedAtOnce: fc.constantFrom(6, Infinity),
  turns: fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 5 }),
  runs: fc.array(RUN, { minLength: 2, maxLength: 8 }),
});

const calm: Run = {
  from: 0,
  to: CONTACTS,
  every: 1,
  failing: [],
  failsLate: false,
  fate: 'ok',
  fateAt: 0,
};

/** Plays a history, and two calm runs over everybody after it. @returns what went wrong, in words */
async function play(history: StorageHistory): Promise<string[]> {
  const { runs, others, removedAtOnce, turns = [] } = history;
  const storage = new Storage();
  storage.turns = turns;
  storage.remembersOthers(others);
  storage.removedAtOnce = removedAtOnce;
  const taken: string[] = [];
  const bad: string[] = [];
  for (const [number, run] of [...runs, calm, calm].entries()) {
    const list = contacts(CONTACTS)
      .slice(run.from, run.to)
      .filter((_, at) => at % run.every === 0);
    const sendings = await runOf(run, list, storage, taken, history);
    if (sendings === 'killed') continue;
    for (const sending of sendings) {
      bad.push(...wrongIn(sending, taken).map((what) => `run ${number}: ${what}`));
    }
  }
  const twice = taken.filter((id, at) => taken.indexOf(id) !== at);
  return [...bad, ...twice.map((id) => `${id} was sent twice`)];
}

async function runOf(
  run: Run,
  list: ReturnType<typeof contacts>,
  storage: Storage,
  taken: string[],
  { batchSize, tasks = 1 }: StorageHistory,
): Promise<Sending[] | 'killed'> {
  storage.countAnew();
  storage.failing = run.failing;
  storage.failsLate = run.failsLate;
  const vendor = vendorOf(run, taken, storage);
  return await storage.killAfter(run.killedAt ?? Infinity, async () => {
    const sendings: Sending[] = [];
    for (let task = 0; task < tasks; task++) {
      const own = list.filter(({ contactId }) => Number(contactId.slice(1)) % tasks === task);
      sendings.push(await storage.run(own, vendor, batchSize, 'none', `task ${task}`));
    }
    return sendings;
  });
}

function vendorOf(
  { fate, fateAt, stoppedAt = Infinity }: Run,
  taken: string[],
  storage: Storage,
): Vendor {
  let batches = 0;
  const lost = () => new VendorFailure('lost', { effect: 'unknown' });
  return {
    ...taking(taken),
    async send(batch) {
      const isHit = batches++ === fateAt;
      await storage.pass();
      if (isHit && fate === 'refused') throw new VendorFailure('refused', { effect: 'none' });
      if (isHit && fate === 'lostBefore') throw lost();
      const refused = isHit && fate === 'refusesOne' ? batch.slice(0, 1) : [];
      taken.push(...ids(batch.slice(refused.length)));
      await storage.pass();
      if (isHit && fate === 'lostAfter') throw lost();
      return new Map(ids(refused).map((id): [string, string] => [id, 'bad number']));
    },
    // It shows half of those whom it holds: some late, some never.
    findHeld: async (asked) =>
      new Set(ids(asked).filter((id, at) => at % 2 === 0 && taken.includes(id))),
    isStopped: () => batches >= stoppedAt,
  };
}

/** What a run says that is not so. */
function wrongIn({ ledger, stoppedBy }: Sending, taken: string[]): string[] {
  const bad = ledger.all().flatMap(([id, state]) => {
    const isTaken = taken.includes(id);
    if ((state === 'sent' || state === 'held') && !isTaken) return [`${id} ${state}, not taken`];
    const saysNot = ['unsent', 'refused', 'putOff'].includes(state);
    return saysNot && isTaken ? [`${id} ${state}, taken`] : [];
  });
  return stoppedBy?.message.startsWith('A contact cannot go') === true
    ? [...bad, stoppedBy.message]
    : bad;
}

describe("n8n's storage, over histories that went wrong once", () => {
  const part = (from: number, to: number, more: Partial<Run> = {}): Run => ({
    ...calm,
    from,
    to,
    ...more,
  });
  const played = async (batchSize: number, ...runs: Run[]) =>
    await play({ batchSize, others: 5_000, removedAtOnce: Infinity, runs });

  it('three lists of one task, each killed anywhere: marks that a killed look left are never believed', async () => {
    for (let second = 0; second < 12; second++) {
      for (let third = 0; third < 14; third++) {
        const killed = [second, third];
        const bad = await played(
          6,
          part(0, 18, { killedAt: 3 }),
          part(18, 24, { killedAt: second }),
          part(0, 18),
          part(18, 24),
          part(24, 30, { killedAt: third }),
          part(18, 24),
        );
        expect([killed, bad]).toEqual([killed, []]);
      }
    }
  });

  it('n8n killed anywhere, and any write that fails when the next run begins', async () => {
    for (let first = 1; first < 12; first++) {
      for (let second = 1; second < 14; second++) {
        for (const to of [30, CONTACTS]) {
          const where = [first, second, to];
          const bad = await played(
            6,
            part(0, 30, { killedAt: first }),
            part(0, to, { failing: [second] }),
          );
          expect([where, bad]).toEqual([where, []]);
        }
      }
    }
  });

  it('a look that is cut off after most of its marks, and goes on: it does not pass for all that was left', async () => {
    for (let killedAt = 8; killedAt < 16; killedAt++) {
      for (let failing = 8; failing < 24; failing++) {
        const where = [killedAt, failing];
        const bad = await play({
          batchSize: 1,
          others: 0,
          removedAtOnce: 6,
          runs: [
            part(0, 1),
            part(1, 2, { killedAt }),
            part(2, 4, { failing: [failing], failsLate: true }),
            part(1, 2),
          ],
        });
        expect([where, bad]).toEqual([where, []]);
      }
    }
  });
});

describe("n8n's storage, over random histories of kills, writes that fail and lists that differ", () => {
  it('sends nobody twice, and says of nobody what is not so', async () => {
    const seed = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };
    await fc.assert(
      fc.asyncProperty(HISTORY, async (history) => {
        expect(await play(history)).toEqual([]);
      }),
      { numRuns: RUNS, ...seed },
    );
  }, 1_200_000);
});
