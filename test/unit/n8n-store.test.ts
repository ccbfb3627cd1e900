import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';
import type { Contact } from '../../nodes/campaign/contact';
import type { Remembered } from '../../nodes/sending/ledger';
import type { N8nStore } from '../../nodes/sending/n8n-store';
import type { Vendor } from '../../nodes/sending/vendor';
import { BATCH, contacts, ids, send, Storage, taking } from '../model/storage';

/** What the journal says beyond that the task was used. */
const told = (storage: Storage) =>
  [...storage.rows.journal].filter((mark) => !mark.startsWith('used'));

/** Contacts that are known for sent and were not taken, or the other way round. */
const wrong = (
  known: ReadonlyMap<string, Remembered>,
  list: Contact[],
  taken: string[],
): string[] =>
  ids(list).filter((id) => {
    const was = known.get(id)?.was;
    return was !== 'uncertain' && (was === 'sent') !== taken.includes(id);
  });

describe('a process that is killed at any write while it sends', () => {
  const list = contacts(50);

  it('leaves at most one batch uncertain, and nothing wrong, in a task that was not used before', async () => {
    for (let writes = 0; writes < 40; writes++) {
      const storage = new Storage();
      const taken: string[] = [];
      await storage.killAfter(writes, async () => await storage.run(list, taking(taken)));
      const known = await storage.store(ids(list)).recall(ids(list));
      const uncertain = [...known].filter(([, { was }]) => was === 'uncertain');
      expect([writes, uncertain.length <= BATCH]).toEqual([writes, true]);
      expect([writes, ...wrong(known, list, taken)]).toEqual([writes]);
    }
  });

  it('leaves at most one batch uncertain where the next contacts are noted while the last ones are on their way', async () => {
    const all = contacts(36);
    for (let writes = 0; writes < 80; writes++) {
      const storage = new Storage();
      const taken: string[] = [];
      await storage.killAfter(writes, async () => await storage.run(all, taking(taken), 1));
      const known = await storage.store(ids(all), 'task', 1).recall(ids(all));
      const uncertain = [...known].filter(([, { was }]) => was === 'uncertain');
      expect([writes, uncertain.length <= 1]).toEqual([writes, true]);
      expect([writes, ...wrong(known, all, taken)]).toEqual([writes]);
    }
  });

  it('leaves at most one batch uncertain in a task that was used before, and takes nobody sent for unsent', async () => {
    for (let writes = 0; writes < 60; writes++) {
      const storage = new Storage();
      const taken: string[] = [];
      await storage.run(list, taking(taken));
      const all = [...list, ...contacts(30, 50)];
      await storage.killAfter(writes, async () => await storage.run(all, taking(taken)));
      const known = await storage.store(ids(all)).recall(ids(all));
      const uncertain = [...known].filter(([, { was }]) => was === 'uncertain');
      expect([writes, uncertain.length <= BATCH]).toEqual([writes, true]);
      for (const contactId of taken) expect(known.get(contactId)?.was).toBeDefined();
    }
  });

  it('leaves more uncertain only while it looks them up, where n8n remembers so many that it looks up many at once', async () => {
    const all = contacts(180);
    const look = 10 * BATCH;
    let whileLooking = 0;
    for (let writes = 0; writes < 80; writes++) {
      const storage = new Storage();
      storage.remembersOthers(50 * look);
      const taken: string[] = [];
      await storage.run(list, taking(taken));
      await storage.killAfter(writes, async () => await storage.run(all, taking(taken)));
      const known = await storage.store(ids(all)).recall(ids(all));
      const uncertain = [...known].filter(([, { was }]) => was === 'uncertain');
      expect([writes, uncertain.length <= look]).toEqual([writes, true]);
      if (uncertain.length > BATCH) whileLooking++;
      expect([writes, ...wrong(known, all, taken)]).toEqual([writes]);
    }
    // Two looks, of some writes each.
    expect(whileLooking).toBeGreaterThan(0);
    expect(whileLooking).toBeLessThanOrEqual(8);
  });
});

describe('contacts that a run left behind which was killed', () => {
  const list = contacts(60);
  const cutOff = async (storage: Storage, taken: string[]) => {
    await storage.killAfter(6, async () => await storage.run(list, taking(taken)));
    expect(storage.rows.journal.size).toBeGreaterThan(list.length);
  };

  it('are in no lot any more once the next run had all of them', async () => {
    const storage = new Storage();
    const taken: string[] = [];
    await cutOff(storage, taken);
    await storage.run(list, taking(taken));
    expect(taken.length).toBe(new Set(taken).size);
    // When the killed run tried is not for the next one to forget.
    expect(told(storage).filter((mark) => !mark.startsWith('tried'))).toEqual([]);
  });

  it('are known for what they are, whatever moment the next run is killed at', async () => {
    for (let writes = 0; writes < 80; writes++) {
      const storage = new Storage();
      const taken: string[] = [];
      await cutOff(storage, taken);
      const half = contacts(30);
      await storage.killAfter(writes, async () => await storage.run(half, taking(taken)));
      const known = await storage.store(ids(list)).recall(ids(list));
      expect([writes, ...wrong(known, list, taken)]).toEqual([writes]);
    }
  });
});

describe('a write that fails while a later run asks what was sent', () => {
  it('never lets somebody who was perhaps sent pass for not sent', async () => {
    const list = contacts(3);
    for (let failing = 1; failing < 14; failing++) {
      const storage = new Storage();
      const taken: string[] = [];
      const lost: Vendor = {
        ...taking(taken),
        async send(batch) {
          taken.push(...ids(batch));
          throw new VendorFailure('no reply', { effect: 'unknown' });
        },
        findHeld: async () => new Set(),
      };
      const first = storage.store(ids(list));
      await send(list, lost, first);
      await first.end();
      const second = new Storage();
      Object.assign(second.rows, storage.rows);
      second.failing = [failing];
      const store = second.store(ids(list));
      const { ledger } = await send(list, lost, store);
      await store.end().catch(() => undefined);
      expect([failing, ledger.inState('unsent')]).toEqual([failing, []]);
      second.failing = [];
      const known = await second.store(ids(list)).recall(ids(list));
      expect([failing, known.size]).toEqual([failing, 3]);
    }
  });
});

describe('contacts that a run did not reach', () => {
  const list = contacts(5_000);
  const down: Vendor = {
    ...taking([]),
    count: async () => {
      throw new Error('the vendor is down');
    },
  };
  const outcomesOf = async (store: N8nStore) => {
    const { ledger } = await send(list, down, store);
    await store.end();
    return {
      held: ledger.inState('held').length,
      unsent: ledger.inState('unsent').length,
      untold: ledger.inState('new').length,
    };
  };

  it('are not sent, where nobody was ever sent before', async () => {
    const storage = new Storage();
    expect(await outcomesOf(storage.store(ids(list)))).toEqual({
      held: 0,
      unsent: 5_000,
      untold: 0,
    });
  });

  it('are never told as not sent where an earlier run sent them', async () => {
    const storage = new Storage();
    const first = storage.store(ids(list));
    await send(list, taking([]), first);
    await first.end();
    expect(await outcomesOf(storage.store(ids(list)))).toEqual({
      held: 2_000,
      unsent: 0,
      untold: 3_000,
    });
  });
});

describe('a journal that somebody cleared', () => {
  it('leaves everybody uncertain for good, not only for the next run', async () => {
    const storage = new Storage();
    const list = contacts(3);
    const first = storage.store(ids(list));
    await send(list, taking([]), first);
    await first.end();
    storage.rows.journal.clear();
    for (let run = 0; run < 2; run++) {
      const store = storage.store(ids(list));
      const known = await store.recall(ids(list));
      await store.end();
      expect([...known.values()].map(({ was }) => was)).toEqual(Array(3).fill('uncertain'));
    }
  });
});

/** The same storage, to look at. */
const copyOf = ({ rows }: Storage): Storage => {
  const copy = new Storage();
  Object.assign(copy.rows, { journal: new Set(rows.journal), register: new Set(rows.register) });
  return copy;
};

describe('a write that fails while nobody waits for it', () => {
  it('stops the run before the contacts that come next: nobody who was never sent passes for sent', async () => {
    const [forgotten] = contacts(1, 20);
    const list = contacts(36);
    const lost: Vendor = {
      ...taking([]),
      send: async () => {
        throw new VendorFailure('lost', { effect: 'unknown' });
      },
    };
    for (let failing = 10; failing < 24; failing++) {
      for (let killed = failing + 1; killed < 50; killed++) {
        const storage = new Storage();
        const taken: string[] = [];
        await storage.run([forgotten], lost, 2);
        storage.rows.journal.clear();
        storage.countAnew();
        storage.failing = [failing];
        await storage.killAfter(killed, async () => await storage.run(list, taking(taken), 2));
        storage.failing = [];
        const known = await storage.store(ids(list), 'task', 2).recall(ids(list));
        const isSent = known.get(forgotten.contactId)?.was === 'sent';
        // Killed earlier, in the moment of the look, it cannot know better: the journal was cleared.
        const wentOn = taken.length > 20 + 2;
        const isDropped = isSent && !taken.includes(forgotten.contactId);
        expect([failing, killed, wentOn && isDropped]).toEqual([failing, killed, false]);
      }
    }
  });

  it('and takes out a mark of somebody found at the vendor: the next run does not believe that mark', async () => {
    for (let failing = 1; failing < 16; failing++) {
      for (let killed = 3; killed < 12; killed++) {
        const storage = new Storage();
        const taken = ['c5'];
        storage.failing = [failing];
        await storage.run(contacts(10), taking(taken), 1, 'every');
        storage.failing = [];
        const known = await copyOf(storage)
          .store(ids(contacts(10)), 'task', 1)
          .recall(['c5']);
        if (known.get('c5')?.was !== 'sent') continue;
        await storage.killAfter(killed, async () => {
          await storage.run(contacts(10, 10), taking(taken), 1);
        });
        await storage.run(contacts(20), taking(taken), 1);
        expect([failing, killed, taken.filter((id) => id === 'c5')]).toEqual([
          failing,
          killed,
          ['c5'],
        ]);
      }
    }
  });
});

describe('a run that was cut off in a new task, and one that was cut off while it asked what that had sent', () => {
  const list = contacts(50);

  it('leave nobody sent for unsent, and nobody unsent for sent', async () => {
    for (let first = 1; first < 16; first++) {
      for (let second = 0; second < 30; second++) {
        const storage = new Storage();
        const taken: string[] = [];
        for (const writes of [first, second]) {
          await storage.killAfter(
            writes,
            async () => await send(list, taking(taken), storage.store(ids(list))),
          );
        }
        const known = await storage.store(ids(list)).recall(ids(list));
        expect([first, second, ...wrong(known, list, taken)]).toEqual([first, second]);
      }
    }
  });
});

describe('what n8n remembers', () => {
  it('costs one small write for each batch and one large for two thousand contacts', async () => {
    const storage = new Storage();
    const list = contacts(10_000);
    const store = storage.store(ids(list), 'task', 200);
    await send(list, taking([]), store, 200);
    await store.end();
    expect(storage.calls.register).toBe(5);
    const [batches, windows] = [50, 5];
    expect(storage.calls.journal).toBeLessThanOrEqual(batches + 6 * windows + 5);
    // Two thousand that are sent and two thousand that come next, each in two marks.
    expect(storage.largestJournal).toBeLessThan(8_100);
    expect(storage.rows.register.size).toBe(10_000);
    expect(told(storage)).toEqual([]);
  });

  const refusing: Vendor = {
    ...taking([]),
    send: async (batch) => new Map(ids(batch).map((id): [string, string] => [id, 'bad number'])),
  };

  it('costs as little for many contacts in a task that was used before, known ones and new ones', async () => {
    const storage = new Storage();
    storage.remembersOthers(100_000);
    const all = contacts(8_000);
    const first = storage.store(ids(all.slice(0, 4_000)), 'task', 200);
    await send(all.slice(0, 4_000), taking([]), first, 200);
    await first.end();
    Object.assign(storage.calls, { journal: 0, register: 0 });
    const taken: string[] = [];
    const again = storage.store(ids(all), 'task', 200);
    await send(all, taking(taken), again, 200);
    await again.end();
    expect(taken).toHaveLength(4_000);
    expect(storage.calls.register).toBe(4);
    const [batches, windows] = [20, 4];
    expect(storage.calls.journal).toBeLessThanOrEqual(batches + 8 * windows + 5);
    expect(told(storage)).toEqual([]);
  });

  it('says of those who were refused that they were not sent, and nothing once they were', async () => {
    const storage = new Storage();
    const list = contacts(30);
    const store = storage.store(ids(list));
    await send(list, refusing, store);
    await store.end();
    expect((await storage.store(ids(list)).recall(ids(list))).size).toBe(0);
    const again = storage.store(ids(list));
    await send(list, taking([]), again);
    await again.end();
    expect(storage.rows.register.size).toBe(30);
    expect(told(storage)).toEqual([]);
  });

  it('stays short: once too many were not sent, they leave no mark at all', async () => {
    const storage = new Storage();
    const list = contacts(12_000);
    const store = storage.store(ids(list), 'task', 200);
    await send(list, refusing, store, 200);
    await store.end();
    expect(storage.rows.register.size).toBe(0);
    expect(told(storage)).toEqual([]);
  });
});
