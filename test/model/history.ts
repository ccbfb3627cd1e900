import fc from 'fast-check';
import type { Contact } from '../../nodes/campaign/contact';
import { tried } from '../../nodes/basics/tried';
import { setClock } from '../../nodes/runtime/clock';
import type { RequestContext } from '../../nodes/runtime/http/context';
import { checkRight } from '../../nodes/runtime/http/right-to-change';
import { executionStopped, VendorFailure } from '../../nodes/runtime/http/vendor-failure';
import { OUTCOMES, type LedgerStore } from '../../nodes/sending/ledger';
import { MemoryStore } from '../../nodes/sending/memory-store';
import { sendBatches, type Sending } from '../../nodes/sending/send-batches';
import type { Vendor } from '../../nodes/sending/vendor';
import { withStoresOf } from '../../nodes/sending/stores';
import { ModelGuard } from './guard';
import { VirtualTime } from './virtual-time';
import { ModelProcess, World, type Character, type Fate } from './world';

const MINUTE = 60_000;

/** Vendors may be so late, in what they do and in what they show together. */
const LATEST = 14 * MINUTE;

const WAIT_BEFORE_AGAIN = 15 * MINUTE;

/** How long n8n waits before it tries a node again. */
const RETRY_AFTER = 5_000;

/** One thing that somebody does. */
export interface Step {
  /** In which of two processes. */
  process: 0 | 1;
  /** Which of the contacts: all, or those from a place on. */
  from: number;
  /** Whether the next step begins before this one has ended. */
  overlaps: boolean;
  /** Kills the process after so many milliseconds. */
  killAfter?: number;
  /** The process stands still, after so many milliseconds and for so many. */
  freezes?: { after: number; for: number };
  /** Presses Stop after so many milliseconds. */
  stopAfter?: number;
  /** After so many milliseconds nobody may be called any more. */
  closesAfter?: number;
  /** Whether two contacts after each other have one number, of which only one may be called in a run. */
  twins?: boolean;
  /** How often n8n tries the node again, a few seconds later, while it fails. */
  retries?: number;
  /** How long until the next step, in milliseconds. */
  gap: number;
}

export interface History {
  contacts: number;
  batchSize: number;
  /** How long each batch waits for its turn once it is claimed, in milliseconds: the pace, or until it is tried again. */
  pace?: number;
  /** How many contacts of other targets n8n remembers: of many, more are looked up at once. */
  others?: number;
  /** Whether n8n shall not remember what is sent. Then the first step is all: a further one is another round. */
  forgets?: boolean;
  character: Character;
  fates: Fate[];
  numbers: number[];
  steps: Step[];
}

const CHARACTER: fc.Arbitrary<Character> = fc
  .record({
    silence: fc.constantFrom<Character['silence']>(
      'showsWaiting',
      'showsJustTaken',
      'hides',
      'takesNothingTwice',
    ),
    showsWaiting: fc.boolean(),
    counts: fc.boolean(),
    lag: fc.constantFrom(0, 0, 1_000, 20_000, 5 * MINUTE, LATEST),
    late: fc.constantFrom(1_000, 15_000, MINUTE, 7 * MINUTE, LATEST),
    calledAfter: fc.constantFrom(500, 20_000, 60 * MINUTE, 600 * MINUTE),
  })
  .map((character) => ({ ...character, late: Math.min(character.late, LATEST - character.lag) }));

const STEP: fc.Arbitrary<Step> = fc.record(
  {
    process: fc.constantFrom<0 | 1>(0, 1),
    from: fc.constantFrom(0, 0, 0, 3),
    overlaps: fc.boolean(),
    killAfter: fc.oneof(fc.integer({ min: 0, max: 6_000 }), fc.constant(30_000)),
    freezes: fc.record({
      after: fc.integer({ min: 0, max: 6_000 }),
      for: fc.constantFrom(3_000, 9_000, 12_000, 20_000, MINUTE, 60 * MINUTE),
    }),
    stopAfter: fc.integer({ min: 0, max: 6_000 }),
    closesAfter: fc.integer({ min: 0, max: 6_000 }),
    twins: fc.boolean(),
    retries: fc.constantFrom(1, 2, 4),
    gap: fc.constantFrom(0, 50, 1_000, 16_000, 70_000, 14 * MINUTE, 16 * MINUTE, 40 * MINUTE),
  },
  { requiredKeys: ['process', 'from', 'overlaps', 'gap'] },
);

/** Any sequence of what people, n8n, the network and a vendor do. */
export const HISTORY: fc.Arbitrary<History> = fc.record({
  contacts: fc.integer({ min: 1, max: 50 }),
  batchSize: fc.constantFrom(1, 3, 7, 20, 25),
  pace: fc.constantFrom(0, 0, 200, 5_000),
  others: fc.constantFrom(0, 0, 1_000, 5_000),
  forgets: fc.constantFrom(false, false, false, false, true),
  character: CHARACTER,
  fates: fc.array(
    fc.constantFrom<Fate>(
      'ok',
      'ok',
      'ok',
      'refused',
      'lostBefore',
      'lostAfter',
      'late',
      'partly',
      'drops',
      'refusesOne',
    ),
    { maxLength: 8 },
  ),
  numbers: fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 12 }),
  steps: fc.array(STEP, { minLength: 1, maxLength: 6 }),
});

/** What one run said, when it was not killed. */
interface Said {
  /** As a person sees them: a contact that stays in a state without an outcome is told as unknown. */
  outcomes: Map<string, string>;
  /** Those that stay in such a state. */
  undecided: string[];
  /** Whether its process was frozen: another one may have taken over, so that it asked and noted nothing more. */
  wasFrozen: boolean;
  /** Those of whom it knew before that they were not taken; its successor may have sent them since. */
  knownBefore: Set<string>;
}

/** The same store, which notes when a run knew that contacts were not taken. */
function watched(store: LedgerStore, time: VirtualTime, knownAt: Map<string, number>): LedgerStore {
  const note = (ids: string[]) => {
    for (const id of ids) knownAt.set(id, time.now());
  };
  return {
    recall: async (ids) => await store.recall(ids),
    recallRest: async (ids) => await store.recallRest(ids),
    open: async (ids) => await store.open(ids),
    close: async (ids) => await store.close(ids),
    async doubt(ids) {
      note(ids);
      await store.doubt(ids);
    },
    async forget(ids) {
      note(ids);
      await store.forget(ids);
    },
    sawWaiting: async (way) => await store.sawWaiting(way),
    noteWaiting: async (way) => await store.noteWaiting(way),
    isAlone: () => store.isAlone(),
  };
}

/** Plays a history. @returns what went wrong, in words */
export async function play(history: History): Promise<string[]> {
  const time = new VirtualTime();
  setClock(time);
  try {
    return await played(history, time);
  } finally {
    setClock();
  }
}

async function played(history: History, time: VirtualTime): Promise<string[]> {
  const world = new World(time, history.character, history.fates, history.numbers);
  const contacts = Array.from({ length: history.contacts }, (_, at): Contact => {
    return { contactId: `c${at}`, phone: `+1200555${at}`, variables: {} };
  });
  const processes = [new ModelProcess('a'), new ModelProcess('b')];
  const bad: string[] = [];
  let starts = 0;
  /** When a process was killed last. */
  let lastKill = -Infinity;

  const run = async (
    process: ModelProcess,
    given: Contact[],
    stop: AbortSignal,
    guard: ModelGuard,
    memory: MemoryStore,
    knownAt: Map<string, number>,
  ) => {
    const wait = async (milliseconds: number, until?: AbortSignal) => {
      await time.sleep(milliseconds, until);
      await world.goesOn(process);
    };
    const stopping = {
      pause: async (milliseconds: number) => await wait(milliseconds, stop),
      waitOut: wait,
      isStopped: () => stop.aborted,
    };
    const context = {} as RequestContext;
    const place = {
      context,
      workflowId: 'w',
      journal: world.row(process, 'workflow'),
      register: world.row(process, 'node', history.others),
      stopping,
    };
    const held = world.vendor(process, stop);
    const { pace = 0 } = history;
    const vendor: Vendor = {
      ...held,
      async send(batch) {
        if (pace > 0) await held.pause(pace);
        if (stop.aborted) throw executionStopped();
        checkRight(context);
        bad.push(...guard.calls(batch));
        return await held.send(batch);
      },
    };
    const settings = {
      batchSize: history.character.silence === 'takesNothingTwice' ? 1_000 : history.batchSize,
      lookup: 'auto' as const,
      remembers: history.forgets !== true,
      waitBeforeAgainMs: WAIT_BEFORE_AGAIN,
      checkAfterwards: history.numbers.length % 2 === 1,
      guard,
    };
    const send = async (store: LedgerStore) =>
      await sendBatches(given, vendor, watched(store, time, knownAt), settings);
    if (!settings.remembers) return await send(memory);
    return await withStoresOf(process.shared, place, async ({ within }) => {
      const order = given.map(({ contactId }) => contactId);
      return await within(
        {
          scope: 's',
          order,
          batchSize: settings.batchSize,
          waitBeforeAgainMs: WAIT_BEFORE_AGAIN,
        },
        memory,
        send,
      );
    });
  };

  const start = (index: number, given: Contact[], step: Partial<Step>) => {
    const { killAfter, freezes, stopAfter, retries = 0 } = step;
    const process = processes[index];
    const stopper = new AbortController();
    const stop = stopper.signal;
    const state = { over: false };
    process.runs.push(state);
    const name = `run ${++starts}`;
    if (killAfter !== undefined) {
      time.after(killAfter, () => {
        if (state.over) return;
        process.dead = true;
        lastKill = time.now();
        if (processes[index] === process) processes[index] = new ModelProcess(`${name} after`);
        for (const killed of process.runs) killed.over = true;
      });
    }
    if (freezes !== undefined) {
      time.after(freezes.after, () => process.freeze(time.now(), freezes.for));
    }
    if (stopAfter !== undefined) time.after(stopAfter, () => stopper.abort());
    const began = time.now();
    const memory = new MemoryStore();
    const submitted = new Set<string>();
    /** @returns whether it came to its end */
    const tryOnce = async (): Promise<boolean> => {
      const guard = new ModelGuard(time, step, began);
      const knownAt = new Map<string, number>();
      const end = await tried(run(process, given, stop, guard, memory, knownAt));
      if (process.dead) return true;
      if (!end.ok) {
        if (!(end.error instanceof VendorFailure)) bad.push(`${name} broke: ${String(end.error)}`);
        return false;
      }
      const why = end.value.stoppedBy?.message ?? '';
      const wasFrozen = process.wasFrozenLongAt > began;
      const known = wasFrozen
        ? [...knownAt].filter(([, at]) => at <= process.longFreezeBeganAt)
        : [];
      const knownBefore = new Set(known.map(([id]) => id));
      const result = { ...outcomesOf(end.value), wasFrozen, knownBefore };
      check(name, result, world, guard, bad);
      const isDisturbed = lastKill >= began || processes.some((one) => one.wasFrozenLongAt > began);
      bad.push(...takenBack(name, submitted, result, isDisturbed));
      if (why.startsWith('A contact cannot go')) bad.push(`${name}: ${why}`);
      return end.value.stoppedBy === undefined;
    };
    const tryAll = async () => {
      for (let left = retries; !(await tryOnce()) && left > 0 && !stop.aborted; left--) {
        await time.sleep(RETRY_AFTER);
        await world.goesOn(process);
      }
      state.over = true;
    };
    void world.goesOn(process).then(tryAll);
    return state;
  };

  const states: Array<{ over: boolean }> = [];
  for (const step of history.forgets === true ? history.steps.slice(0, 1) : history.steps) {
    const given = contacts.slice(step.from);
    if (given.length === 0) continue;
    const state = start(step.process, given, step);
    states.push(state);
    if (!step.overlaps) await time.until(() => state.over);
    await time.pass(step.gap);
  }
  await time.until(() => states.every(({ over }) => over));

  if (history.forgets === true) {
    await time.pass(40 * MINUTE);
    twice(world, bad);
    return bad;
  }
  world.calm = true;
  for (let round = 0; round < 3; round++) {
    await time.pass(40 * MINUTE);
    const state = start(0, contacts, {});
    await time.until(() => state.over);
  }
  await time.pass(40 * MINUTE);
  twice(world, bad);
  everybodyInTheEnd(world, contacts, bad);
  return bad;
}

function outcomesOf({ ledger }: Sending): Pick<Said, 'outcomes' | 'undecided'> {
  const all = ledger.all();
  return {
    outcomes: new Map(all.map(([id, state]) => [id, OUTCOMES[state] ?? 'unknown'])),
    undecided: all.filter(([, state]) => OUTCOMES[state] === undefined).map(([id]) => id),
  };
}

/** What a run said must not contradict the vendor's books. */
function check(
  name: string,
  { outcomes, undecided, wasFrozen, knownBefore }: Said,
  world: World,
  guard: ModelGuard,
  bad: string[],
): void {
  const taken = new Set(world.taken.map(({ contactId }) => contactId));
  if (!wasFrozen) bad.push(...undecided.map((id) => `${name}: ${id} has no outcome`));
  for (const [id, outcome] of outcomes) {
    const isTaken = taken.has(id) || world.underWay.has(id);
    const saysTaken = outcome === 'submitted' || outcome === 'alreadySubmitted';
    if (saysTaken && !isTaken && !world.dropped.has(id)) {
      bad.push(`${name}: ${id} is ${outcome}, and was not taken`);
    }
    // Whom this run did not send for certain, its successor may have sent once this one stood still.
    const isSent = guard.called.has(id) || (guard.refused.has(id) && isTaken && !wasFrozen);
    if (outcome === 'notNow' && isSent) {
      bad.push(`${name}: ${id} is ${outcome}, and was called`);
    }
    const isExcused = knownBefore.has(id);
    if (['notSent', 'refused', 'notTaken'].includes(outcome) && isTaken && !isExcused) {
      bad.push(`${name}: ${id} is ${outcome}, and was taken`);
    }
  }
}

/**
 * What a try said was submitted, further tries of the same run do not take back. But one that was frozen could not note
 * its last batch, which is unknown to them, or could not read what is noted, so that all is unknown to it; and another
 * process that was frozen or killed while it asked for contacts leaves them unknown.
 *
 * @param submitted so far; grows
 * @param isDisturbed whether any process was frozen or killed since the run began
 */
function takenBack(
  name: string,
  submitted: Set<string>,
  { outcomes }: Said,
  isDisturbed: boolean,
): string[] {
  const bad: string[] = [];
  const told = ['submitted', 'alreadySubmitted', 'notTaken', ...(isDisturbed ? ['unknown'] : [])];
  for (const [id, outcome] of outcomes) {
    const isTold = told.includes(outcome);
    if (submitted.has(id) && !isTold) bad.push(`${name}: ${id} was submitted, and is ${outcome}`);
    if (outcome === 'submitted') submitted.add(id);
  }
  return bad;
}

function twice(world: World, bad: string[]): void {
  const times = new Map<string, number>();
  for (const { contactId } of world.taken) times.set(contactId, (times.get(contactId) ?? 0) + 1);
  for (const [id, count] of times) if (count > 1) bad.push(`${id} was dialled ${count} times`);
}

/** Where the vendor shows what it holds, three quiet runs leave nobody behind. */
function everybodyInTheEnd(world: World, contacts: Contact[], bad: string[]): void {
  const { silence, showsWaiting, calledAfter } = world.character;
  const tells =
    silence === 'takesNothingTwice' ||
    (silence === 'showsWaiting' && showsWaiting && calledAfter > 400 * MINUTE);
  if (!tells) return;
  const taken = new Set(world.taken.map(({ contactId }) => contactId));
  if (taken.size === 0 && !world.character.counts) return;
  for (const { contactId } of contacts) {
    if (!taken.has(contactId) && !world.dropped.has(contactId) && !world.refused.has(contactId)) {
      bad.push(`${contactId} was never called`);
    }
  }
}
