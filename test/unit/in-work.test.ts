import { contacts, ids, Storage } from '../model/storage';

/** Three tens of lots, ten contacts in each. */
const ALL = ids(contacts(300));
const batch = (number: number) => ALL.slice(10 * number, 10 * number + 10);

const uncertain = expect.objectContaining({ was: 'uncertain' });
const sent = { was: 'sent' };

/** What a run that comes after a kill knows of contacts; of those who were not sent, nothing. */
async function nextRun(storage: Storage, contactIds: string[] = ALL) {
  const known = await storage.store(contactIds).recall(contactIds);
  return (id: string) => known.get(id);
}

/** Lets what is done meanwhile come to its end. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
}

let storage: Storage;
beforeEach(() => (storage = new Storage()));

/** A run over all contacts, which has sent so many batches. */
async function aRun(batches: number) {
  const store = storage.store(ALL);
  for (let number = 0; number < batches; number++) {
    await store.recall(batch(number));
    await store.open(batch(number));
    await store.close(batch(number));
  }
  await settled();
  return store;
}

describe('after a kill, the next run knows', () => {
  it('of each batch that went out that it was sent, of the last one that it perhaps was', async () => {
    for (const batches of [1, 4, 10, 11, 14, 20, 21, 27]) {
      storage = new Storage();
      const store = await aRun(batches);
      await store.recall(batch(batches));
      await store.open(batch(batches));
      await settled();
      const was = await nextRun(storage);
      const expected = ALL.map((_, at) => {
        const number = Math.floor(at / 10);
        return number < batches ? 'sent' : number === batches ? 'uncertain' : undefined;
      });
      expect([batches, ...ALL.map((id) => was(id)?.was)]).toEqual([batches, ...expected]);
    }
  });

  it('nothing of contacts that were only looked at', async () => {
    const store = storage.store(ALL);
    await store.recall(batch(0));
    expect((await nextRun(storage))('c0')).toBeUndefined();
  });

  it('that contacts were perhaps sent which went out in another order than they were noted in', async () => {
    const store = await aRun(1);
    await store.recall(batch(1));
    await store.open(['c12', 'c25', 'c31']);
    const was = await nextRun(storage);
    expect(['c12', 'c25', 'c31'].map(was)).toEqual([uncertain, uncertain, uncertain]);
    expect(['c0', 'c11', 'c24', 'c32'].map(was)).toEqual([sent, undefined, undefined, undefined]);
  });

  it('that a batch was perhaps sent that went out a second time', async () => {
    const store = await aRun(2);
    await store.recall(batch(2));
    await store.open(batch(2));
    await store.forget(batch(2));
    await store.open(batch(2));
    const was = await nextRun(storage);
    expect(['c19', 'c20', 'c29', 'c30'].map(was)).toEqual([sent, uncertain, uncertain, undefined]);
  });

  it('that those were not sent whom the vendor refused, in the last batch and in earlier ones', async () => {
    const store = storage.store(ALL);
    for (const number of [0, 1]) {
      await store.recall(batch(number));
      await store.open(batch(number));
      await store.close(batch(number).slice(1));
      await store.forget(batch(number).slice(0, 1));
    }
    const was = await nextRun(storage);
    expect(['c0', 'c1', 'c10'].map(was)).toEqual([undefined, sent, undefined]);
  });

  it('that somebody was sent whom the vendor showed before his batch', async () => {
    const store = await aRun(1);
    await store.recall(batch(1));
    await store.close(['c13']);
    const was = await nextRun(storage);
    expect(['c12', 'c13', 'c14'].map(was)).toEqual([undefined, sent, undefined]);
  });

  it('that contacts are uncertain again which a run doubts, of this batch, and of one long before', async () => {
    const store = await aRun(13);
    await store.doubt(['c3', 'c125']);
    const was = await nextRun(storage);
    expect(['c2', 'c3', 'c125'].map(was)).toEqual([sent, uncertain, uncertain]);
  });

  it('that contacts were sent after all which a run doubted and then found', async () => {
    const store = await aRun(2);
    await store.doubt(['c3']);
    await store.close(['c3']);
    await store.recall(batch(2));
    await store.open(batch(2));
    expect((await nextRun(storage))('c3')).toEqual(sent);
  });

  it('that a contact was not sent of which a run doubted that and then was told', async () => {
    const store = await aRun(2);
    await store.doubt(['c3']);
    await store.forget(['c3']);
    expect((await nextRun(storage))('c3')).toBeUndefined();
  });
});

describe('the contacts that come next', () => {
  const registered = () => storage.rows.register.size;

  it('are noted while the last batch of those before is on its way, not earlier', async () => {
    const store = storage.store(ALL);
    for (let number = 0; number < 10; number++) {
      await store.recall(batch(number));
      await settled();
      expect([number, registered()]).toEqual([number, 100]);
      await store.open(batch(number));
      await settled();
      expect([number, registered()]).toEqual([number, number === 9 ? 200 : 100]);
      await store.close(batch(number));
    }
  });

  it('are not noted ahead in a task that was used before, where each is looked up', async () => {
    const earlier = storage.store(['x']);
    await earlier.recall(['x']);
    await earlier.end();
    const before = registered();
    const store = storage.store(ALL.slice(0, 50));
    await store.recall(batch(0));
    await store.open(batch(0));
    await settled();
    expect(registered()).toBe(before + 10);
  });
});

describe('a run that ends', () => {
  it('leaves of those who were sent one mark each, and nothing else', async () => {
    const store = await aRun(30);
    await store.end();
    expect(storage.rows.register.size).toBe(300);
    expect([...storage.rows.journal].filter((mark) => !mark.startsWith('used'))).toEqual([]);
  });

  it('leaves those whom it did not reach for what they are', async () => {
    const store = await aRun(12);
    await store.end();
    const was = await nextRun(storage);
    expect(ALL.filter((id) => was(id) !== undefined)).toEqual(ALL.slice(0, 120));
  });

  it('is remembered by runs after it whatever they do', async () => {
    const store = await aRun(12);
    await store.doubt(['c7']);
    await store.end();
    for (let run = 0; run < 3; run++) {
      const next = storage.store(ALL);
      const known = await next.recall(ALL);
      expect([known.get('c7'), known.get('c8')]).toEqual([uncertain, sent]);
      await next.end();
    }
  });
});

describe('that a vendor shows contacts that wait', () => {
  it('is known to later runs once one saw it, of the way in which it was asked only', async () => {
    const store = storage.store(ALL);
    expect(await store.sawWaiting('by id')).toBe(false);
    await store.noteWaiting('by id');
    for (let run = 0; run < 2; run++) {
      const next = storage.store(ALL);
      expect(await next.sawWaiting('by id')).toBe(true);
      expect(await next.sawWaiting('by number')).toBe(false);
    }
  });

  it('is not known because somebody asked, however often', async () => {
    for (let run = 0; run < 3; run++) {
      expect(await storage.store(ALL).sawWaiting('by id')).toBe(false);
    }
  });
});
