import { Evidence } from '../../nodes/sending/evidence';
import { Ledger } from '../../nodes/sending/ledger';
import { MemoryStore } from '../../nodes/sending/memory-store';
import { contactsOf, lost, onOneTarget, type OneTarget } from './one-target';
import type { StandingClock } from './standing-clock';

const BATCHES = [0, 1, 2, 3, 4].map((batch) =>
  Array.from({ length: 20 }, (_, at) => `${batch}-${at}`),
);
const ALL = contactsOf(BATCHES.flat());

let clock: StandingClock;
let vendor: OneTarget;
let store: MemoryStore;
let ledger: Ledger;
let evidence: Evidence;

onOneTarget((made) => {
  vendor = made;
  clock = made.clock;
  store = new MemoryStore();
  begin();
});

/** A new run. */
function begin(): void {
  ledger = new Ledger(store, BATCHES.flat());
  evidence = new Evidence(vendor, ledger, ALL);
}

/** Sends a batch that the vendor takes. @param late how long the vendor takes for that, in milliseconds */
async function sends(ids: string[], { lookedUp = false, late = 0 } = {}): Promise<void> {
  const taken = await evidence.watch(contactsOf(ids), lookedUp);
  clock.time += late;
  await vendor.send(contactsOf(ids));
  await taken?.();
}

describe('whether a vendor would show a contact that it holds', () => {
  it('does not matter where it takes nothing twice', async () => {
    vendor.silence = { kind: 'takesNothingTwice' };
    expect(await evidence.wouldShow()).toBe(true);
  });

  it('is never known of one that hides them', async () => {
    vendor.silence = { kind: 'hides' };
    await sends(BATCHES[0]);
    expect(await evidence.wouldShow()).toBe(false);
    expect(vendor.looks).toEqual([]);
  });

  describe('is asked with witnesses', () => {
    let asked: string[];
    beforeEach(() => {
      vendor.silence = {
        kind: 'showsWaiting',
        now: async (witnesses) => {
          asked = witnesses.map(({ contactId }) => contactId);
          return witnesses.length > 0;
        },
      };
    });

    it('of which there are none before anything was sent', async () => {
      expect(await evidence.wouldShow()).toBe(false);
    });

    it('the last that were there before, and the last that were sent', async () => {
      await ledger.held(BATCHES[0]);
      await ledger.claim(BATCHES[1]);
      await ledger.sent(BATCHES[1]);
      expect(await evidence.wouldShow()).toBe(true);
      expect(asked).toEqual(['0-17', '0-18', '0-19', '1-17', '1-18', '1-19']);
    });

    it('and nothing is looked up while contacts are sent', async () => {
      await sends(BATCHES[0]);
      expect(vendor.looks).toEqual([]);
    });
  });
});

describe('a vendor that may show contacts it has just taken', () => {
  beforeEach(() => {
    vendor.silence = { kind: 'showsJustTaken', way: 'list' };
  });

  it('would show them once one was seen right after it was taken', async () => {
    expect(await evidence.wouldShow()).toBe(false);
    await sends(BATCHES[0]);
    expect(vendor.looks).toEqual([['0-19'], ['0-19']]);
    expect(await evidence.wouldShow()).toBe(true);
  });

  it('is not looked at again once that is known', async () => {
    await sends(BATCHES[0]);
    await sends(BATCHES[1]);
    expect(vendor.looks).toHaveLength(2);
  });

  it('is known by the next run, which looks at nothing', async () => {
    await sends(BATCHES[0]);
    begin();
    expect(await evidence.wouldShow()).toBe(true);
    await sends(BATCHES[1]);
    expect(vendor.looks).toHaveLength(2);
  });

  it('is not known where contacts are asked for in another way', async () => {
    await sends(BATCHES[0]);
    vendor.silence = { kind: 'showsJustTaken', way: 'search' };
    begin();
    expect(await evidence.wouldShow()).toBe(false);
  });

  it('is looked at once for a batch that was looked up already', async () => {
    await sends(BATCHES[0], { lookedUp: true });
    expect(vendor.looks).toEqual([['0-19']]);
    expect(await evidence.wouldShow()).toBe(true);
  });

  it('is given three batches to show one', async () => {
    vendor.fates.push(...BATCHES.map(() => () => undefined));
    for (const batch of BATCHES) await sends(batch);
    expect(vendor.looks.map(([id]) => id)).toEqual(
      ['0', '0', '1', '1', '2', '2'].map((at) => `${at}-19`),
    );
    expect(await evidence.wouldShow()).toBe(false);
  });

  it('says nothing by a contact that it held before', async () => {
    vendor.show(['0-19']);
    await sends(BATCHES[0]);
    expect(vendor.looks).toHaveLength(1);
    expect(await evidence.wouldShow()).toBe(false);
  });

  it('says nothing by small batches, which may be called by then', async () => {
    await sends(BATCHES[0].slice(1));
    expect(vendor.looks).toEqual([]);
    expect(await evidence.wouldShow()).toBe(false);
  });

  it.each([
    [2_000, true],
    [2_001, false],
  ])('says something when the batch took %s ms: %s', async (late, expected) => {
    await sends(BATCHES[0], { late });
    expect(await evidence.wouldShow()).toBe(expected);
  });

  it('is not looked at once the execution is stopped', async () => {
    vendor.isStoppedNow = true;
    await sends(BATCHES[0]);
    expect(vendor.looks).toEqual([]);
  });

  it.each([1, 2])('says nothing when look %s fails', async (failing) => {
    vendor.onLook = () => {
      if (vendor.looks.length === failing) throw lost();
    };
    await sends(BATCHES[0]);
    expect(await evidence.wouldShow()).toBe(false);
  });

  describe('where n8n’s storage does not answer', () => {
    it('is not looked at', async () => {
      store.sawWaiting = async () => await Promise.reject(new Error('no database'));
      await sends(BATCHES[0]);
      expect(vendor.looks).toEqual([]);
    });

    it('is known for this run', async () => {
      store.noteWaiting = async () => await Promise.reject(new Error('no database'));
      await sends(BATCHES[0]);
      expect(await evidence.wouldShow()).toBe(true);
    });
  });
});
