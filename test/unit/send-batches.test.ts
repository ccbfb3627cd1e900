import { MemoryStore } from '../../nodes/sending/memory-store';
import { sendBatches, type SendingSettings } from '../../nodes/sending/send-batches';
import { contactsOf, lost, onOneTarget, refused, type OneTarget } from './one-target';
import type { StandingClock } from './standing-clock';

const MINUTE = 60_000;
const WAIT = 15 * MINUTE;

let clock: StandingClock;
let vendor: OneTarget;
/** What n8n remembers. */
let store: MemoryStore;

onOneTarget((made) => {
  vendor = made;
  clock = made.clock;
  store = new MemoryStore();
});

/** Sends contacts, named by one letter each, in batches of two. */
async function send(ids: string, more: Partial<SendingSettings> = {}) {
  const settings: SendingSettings = {
    batchSize: 2,
    lookup: 'auto',
    remembers: true,
    waitBeforeAgainMs: WAIT,
    checkAfterwards: false,
    ...more,
  };
  const { ledger, batchOf, ...rest } = await sendBatches(contactsOf(ids), vendor, store, settings);
  const states = ledger.all().map(([id, state]) => `${id} ${state}`);
  return { states: states.join(', '), batchOf: Object.fromEntries(batchOf), ledger, ...rest };
}

const sent = () => vendor.sent.map((batch) => batch.join(''));

/** An earlier run sent these, and nobody knows whether they arrived. */
async function perhapsSent(ids: string): Promise<void> {
  await store.doubt([...ids]);
}

describe('a run', () => {
  it('sends everybody in batches and says in which', async () => {
    const { states, batchOf, ...rest } = await send('abcde');
    expect(sent()).toEqual(['ab', 'cd', 'e']);
    expect(states).toBe('a sent, b sent, c sent, d sent, e sent');
    expect(batchOf).toEqual({ a: 1, b: 1, c: 2, d: 2, e: 3 });
    expect(rest).not.toHaveProperty('stoppedBy');
    expect(vendor.looked()).toEqual([]);
  });

  it('leaves out whom an earlier one sent', async () => {
    await store.close(['b', 'c', 'd']);
    expect((await send('abcd')).states).toBe('a sent, b held, c held, d held');
    expect(sent()).toEqual(['a']);
  });

  it('leaves out whom the vendor shows before anything is sent', async () => {
    vendor.show(['b', 'x']);
    expect((await send('abc')).states).toBe('a sent, b held, c sent');
    expect(sent()).toEqual(['a', 'c']);
    // Whom the vendor held before, n8n remembers from now on.
    expect(await store.recall(['b'])).toEqual(new Map([['b', { was: 'sent' }]]));
  });

  it('sends nothing when the vendor does not say how many it holds, because that failed', async () => {
    vendor.count = async () => await Promise.reject(lost());
    const { states, stoppedBy } = await send('abc');
    expect(states).toBe('a unsent, b unsent, c unsent');
    expect(stoppedBy?.message).toBe('no reply');
    expect(sent()).toEqual([]);
  });

  it('tells why the vendor refused some, and lets a later one send them', async () => {
    vendor.fates.push(() => {
      vendor.show(['a']);
      return new Map([['b', 'no such line']]);
    });
    const { states, ledger } = await send('ab');
    expect(states).toBe('a sent, b refused');
    expect(ledger.refusals.get('b')).toBe('no such line');
    expect((await send('ab')).states).toBe('a held, b sent');
  });
});

describe('a request that the vendor certainly did not act on', () => {
  it.each([
    ['out of reach', refused()],
    ['no memory', new Error('no memory')],
    ['odd', 'odd'],
  ])('ends the run, and nobody of it passes for sent: %s', async (message, thrown) => {
    vendor.fates.push(
      () => vendor.show(['a', 'b']),
      () => {
        throw thrown;
      },
    );
    const { states, stoppedBy } = await send('abcdef');
    expect(states).toBe('a sent, b sent, c unsent, d unsent, e unsent, f unsent');
    expect(stoppedBy).toMatchObject({ message, effect: 'none' });
    expect(sent()).toEqual(['ab', 'cd']);
    expect([...(await store.recall([...'abcdef'])).keys()]).toEqual(['a', 'b']);
  });

  it('leaves those uncertain whom an earlier one may have sent', async () => {
    vendor.silence = { kind: 'takesNothingTwice' };
    await perhapsSent('a');
    vendor.fates.push(() => {
      throw refused();
    });
    expect((await send('ab')).states).toBe('a uncertain, b unsent');
  });
});

describe('a lost request', () => {
  it('does not stop a run whose contacts are all shown', async () => {
    vendor.fates.push((batch) => {
      vendor.show(batch);
      throw lost();
    });
    const { states, ...rest } = await send('abc');
    expect(states).toBe('a sent, b sent, c sent');
    expect(rest).not.toHaveProperty('stoppedBy');
    expect(sent()).toEqual(['ab', 'c']);
  });

  it.each([
    ['', 'a uncertain, b uncertain, c unsent'],
    ['b', 'a uncertain, b sent, c unsent'],
  ])('stops a run of which only "%s" is shown, and is not repeated', async (shown, states) => {
    vendor.fates.push(() => {
      vendor.show([...shown]);
      throw lost();
    });
    const run = await send('abc');
    expect(run.states).toBe(states);
    expect(run.stoppedBy?.message).toBe('no reply');
    expect(run.ledger.triedAt('a')).toBe(clock.time - 2_000);
    expect(sent()).toEqual(['ab']);
  });
});

describe('a contact that an earlier run perhaps sent', () => {
  it('is not sent again while its try is young, and everybody else is', async () => {
    await perhapsSent('ab');
    clock.time += WAIT - 1 - 2_000;
    const { states, stoppedBy } = await send('abcd');
    expect(states).toBe('a uncertain, b uncertain, c sent, d sent');
    expect(stoppedBy).toMatchObject({ effect: 'unknown' });
    expect(stoppedBy?.message).toContain('still unknown');
    expect(stoppedBy?.advice).toContain('Call Again');
    expect(sent()).toEqual(['cd']);
  });

  it('is sent again once its try is old enough, after everybody else', async () => {
    await perhapsSent('a');
    // It is looked for three times before, which takes two seconds.
    clock.time += WAIT - 2_000;
    const { states, ...rest } = await send('abc');
    expect(states).toBe('a sent, b sent, c sent');
    expect(rest).not.toHaveProperty('stoppedBy');
    expect(sent()).toEqual(['b', 'c', 'a']);
  });

  it.each(['hides', 'showsWaiting'] as const)(
    'is never sent again by itself where the vendor might not show it: %s',
    async (kind) => {
      vendor.silence = { kind, now: async () => false };
      await perhapsSent('a');
      clock.time += 10 * WAIT;
      expect((await send('ab')).states).toBe('a uncertain, b sent');
    },
  );

  it('is left out once the vendor shows it', async () => {
    await perhapsSent('ab');
    vendor.show(['a']);
    clock.time += WAIT;
    vendor.onLook = () => {
      if (vendor.looks.length === 3) vendor.show(['b']);
    };
    const { states, ...rest } = await send('ab');
    expect(states).toBe('a held, b held');
    expect(rest).not.toHaveProperty('stoppedBy');
    expect(sent()).toEqual([]);
  });

  it('is not sent while looking for it fails', async () => {
    await perhapsSent('a');
    clock.time += WAIT;
    vendor.onLook = () => {
      if (vendor.looks.length > 1) throw lost();
    };
    const { states, stoppedBy } = await send('a');
    expect(states).toBe('a uncertain');
    expect(stoppedBy?.message).toBe('no reply');
  });

  it('is not sent again where another target may hold it', async () => {
    await perhapsSent('ab');
    clock.time += WAIT;
    const asked: string[] = [];
    Object.assign(vendor, {
      maybeElsewhere: async (contacts: Array<{ contactId: string }>) => {
        asked.push(...contacts.map(({ contactId }) => contactId));
        return new Set(['a']);
      },
    });
    const { states } = await send('ab');
    expect(states).toBe('a uncertain, b sent');
    expect(asked).toEqual(['a', 'b']);
    expect(sent()).toEqual(['b']);
  });

  it('is sent with the others where the vendor takes nothing twice', async () => {
    vendor.silence = { kind: 'takesNothingTwice' };
    await perhapsSent('a');
    expect((await send('ab')).states).toBe('a sent, b sent');
    expect(sent()).toEqual(['ab']);
  });

  it('is not missing there because the vendor does not take it again', async () => {
    vendor.silence = { kind: 'takesNothingTwice' };
    await perhapsSent('a');
    vendor.fates.push(() => vendor.show(['b']));
    const { states } = await send('abcd', { checkAfterwards: true });
    expect(states).toBe('a sent, b sent, c sent, d sent');
  });

  it('is told of when the run ends before its turn', async () => {
    await perhapsSent('c');
    await store.close(['d']);
    vendor.fates.push(() => {
      throw refused();
    });
    expect((await send('abcde')).states).toBe('a unsent, b unsent, c uncertain, d held, e unsent');
  });

  it('is not sent again once the execution is stopped', async () => {
    await perhapsSent('a');
    clock.time += WAIT;
    vendor.onLook = () => {
      vendor.isStoppedNow = vendor.looks.length > 1;
    };
    const { states, stoppedBy } = await send('a');
    expect(states).toBe('a uncertain');
    expect(stoppedBy?.message).toBe('The execution was stopped');
  });
});

describe('a vendor that may show whom it has just taken', () => {
  const batch = Array.from({ length: 20 }, (_, at) => String.fromCharCode(97 + at));
  beforeEach(() => {
    vendor.silence = { kind: 'showsJustTaken', way: 'list' };
  });

  it('is asked for the last of a batch before it is sent, and right after', async () => {
    await send(batch.join(''), { batchSize: 20 });
    expect(vendor.looked()).toEqual(['t', 't']);
  });

  it('is asked once where everybody was looked up', async () => {
    vendor.show(['x']);
    await send(batch.join(''), { batchSize: 20 });
    expect(vendor.looked()).toEqual([batch.join(''), 't']);
  });
});

describe('which target contacts go to', () => {
  it('is not asked for new contacts that are not looked up', async () => {
    await send('ab');
    expect(vendor.identified).toEqual([]);
  });

  it('is asked with one that is looked up', async () => {
    await send('abc', { lookup: 'every', remembers: false });
    expect(vendor.identified).toEqual([]);
    vendor.counts = false;
    await send('de', { lookup: 'every' });
    expect(vendor.identified).toEqual([['d', false]]);
  });

  it('is asked with one that was sent there, rather than one that perhaps was', async () => {
    await perhapsSent('ac');
    await store.close(['b']);
    await send('abcd');
    expect(vendor.identified.slice(0, 2)).toEqual([
      ['b', true],
      ['c', false],
    ]);
  });
});

describe('a guard', () => {
  const guard = (over: string, refuses: string) => ({
    isOver: ({ contactId }: { contactId: string }) => over.includes(contactId),
    refuses: ({ contactId }: { contactId: string }) => refuses.includes(contactId),
  });

  it('puts contacts off just before they are sent, and a later run may send them', async () => {
    const { states, batchOf } = await send('abcd', { guard: guard('', 'b') });
    expect(states).toBe('a sent, b putOff, c sent, d sent');
    expect(sent()).toEqual(['a', 'cd']);
    expect(batchOf).toEqual({ a: 1, c: 2, d: 2 });
    expect((await store.recall(['b'])).size).toBe(0);
    expect((await send('b')).states).toBe('b sent');
  });

  it('puts off a whole batch', async () => {
    expect((await send('abc', { guard: guard('', 'ab') })).states).toBe(
      'a putOff, b putOff, c sent',
    );
    expect(sent()).toEqual(['c']);
  });

  it('puts contacts off whose time is over, and they are not looked up', async () => {
    vendor.show(['x']);
    expect((await send('abc', { guard: guard('ab', '') })).states).toBe(
      'a putOff, b putOff, c sent',
    );
    expect(vendor.looked()).toEqual(['c']);
    expect(sent()).toEqual(['c']);
  });

  it('leaves contacts uncertain that an earlier run perhaps sent', async () => {
    await perhapsSent('a');
    clock.time += WAIT;
    expect((await send('ab', { guard: guard('a', 'a') })).states).toBe('a uncertain, b sent');
  });
});

describe('a run that is not to go on', () => {
  it('was stopped before it began', async () => {
    vendor.isStoppedNow = true;
    const { states, stoppedBy } = await send('ab');
    expect(states).toBe('a unsent, b unsent');
    expect(stoppedBy?.message).toBe('The execution was stopped');
  });

  it('was stopped between two batches', async () => {
    vendor.fates.push((batch) => {
      vendor.show(batch);
      vendor.isStoppedNow = true;
    });
    const { states } = await send('abcd');
    expect(states).toBe('a sent, b sent, c unsent, d unsent');
    expect(vendor.looked()).toEqual([]);
  });

  it('was stopped while contacts were looked up', async () => {
    vendor.show(['x']);
    vendor.onLook = () => {
      vendor.isStoppedNow = true;
    };
    expect((await send('ab')).states).toBe('a unsent, b unsent');
    expect(sent()).toEqual([]);
  });

  it('was stopped while n8n noted its contacts', async () => {
    const open = store.open.bind(store);
    store.open = async (ids) => {
      vendor.isStoppedNow = true;
      await open(ids);
    };
    const { states, stoppedBy } = await send('ab');
    expect(states).toBe('a unsent, b unsent');
    expect(stoppedBy?.message).toBe('The execution was stopped');
    expect(sent()).toEqual([]);
    expect((await store.recall(['a'])).size).toBe(0);
  });

  describe('and stood still for so long that another process may have taken over, tells nobody as not sent', () => {
    let sure: boolean;
    beforeEach(() => {
      sure = true;
      store.isAlone = () => sure;
    });

    it('when it wakes as the vendor refuses its request', async () => {
      vendor.fates.push(() => {
        sure = false;
        throw refused();
      });
      expect((await send('abc')).states).toBe('a claimed, b claimed, c new');
    });

    it('when it wakes as its request is lost, or before it asks who was not reached', async () => {
      vendor.fates.push(() => {
        sure = false;
        throw lost();
      });
      const { states } = await send('abc');
      expect(states).toBe('a uncertain, b uncertain, c new');
    });

    it('when it wakes while it asks who was not reached', async () => {
      vendor.fates.push(() => {
        throw refused();
      });
      const recallRest = store.recallRest.bind(store);
      store.recallRest = async (ids) => {
        const rest = await recallRest(ids);
        sure = false;
        return rest;
      };
      expect((await send('abc')).states).toBe('a unsent, b unsent, c new');
    });
  });

  it('stood still for so long that another process may have taken over', async () => {
    store.isAlone = () => false;
    const { states, stoppedBy } = await send('ab');
    // Neither is told as not sent: that other process may have sent them.
    expect(states).toBe('a claimed, b claimed');
    expect(stoppedBy).toMatchObject({ effect: 'none' });
    expect(stoppedBy?.message).toContain('another n8n process may have taken over');
    expect(stoppedBy?.advice).toContain('Nothing more was sent');
    expect(sent()).toEqual([]);
  });
});

describe('what the vendor confirmed', () => {
  const drops = (dropped: string) => (batch: string[]) =>
    vendor.show(batch.filter((id) => !dropped.includes(id)));

  it('and dropped is told, and waited for by the next run before it is sent', async () => {
    vendor.fates.push(drops('b'));
    const { states, ledger, ...rest } = await send('abc');
    expect(states).toBe('a sent, b notTaken, c sent');
    expect(rest).not.toHaveProperty('stoppedBy');
    expect(ledger.triedAt('b')).toBe(clock.time);
    expect(await store.recall(['b'])).toEqual(
      new Map([['b', { was: 'uncertain', triedAt: clock.time }]]),
    );
    expect((await send('b')).states).toBe('b uncertain');
    clock.time += WAIT;
    expect((await send('b')).states).toBe('b sent');
  });

  it('and dropped is told also by a vendor that takes nothing twice', async () => {
    vendor.silence = { kind: 'takesNothingTwice' };
    vendor.fates.push(() => vendor.show(['a']));
    expect((await send('abc')).states).toBe('a sent, b notTaken, c sent');
  });

  it('and does not show is unknown', async () => {
    vendor.fates.push(drops('ab'));
    const { states, stoppedBy, ledger } = await send('abc');
    expect(states).toBe('a uncertain, b uncertain, c sent');
    expect(stoppedBy).toMatchObject({ effect: 'unknown' });
    expect(stoppedBy?.message).toContain('confirmed contacts of which it shows nothing');
    expect(stoppedBy?.advice).toContain('phone numbers');
    expect(ledger.triedAt('a')).toBe(clock.time);
  });

  it('is not told as dropped by a vendor that may hide those that wait', async () => {
    vendor.silence = { kind: 'hides' };
    // It counts late.
    vendor.count = async () => Math.max(0, vendor.shown.size - 1);
    vendor.fates.push(drops('b'));
    expect((await send('abc')).states).toBe('a sent, b sent, c sent');
  });

  it('is looked at only if the user wants that, where the vendor does not count', async () => {
    vendor.counts = false;
    vendor.fates.push(drops('b'));
    expect((await send('abc', { lookup: 'none' })).states).toBe('a sent, b sent, c sent');
    vendor.fates.push(drops('e'));
    const checked = await send('def', { lookup: 'none', checkAfterwards: true });
    expect(checked.states).toBe('d sent, e notTaken, f sent');
  });

  it('after an earlier try does not show that its batch arrived', async () => {
    await perhapsSent('ab');
    clock.time += WAIT;
    vendor.fates.push(drops('b'));
    expect((await send('ab')).states).toBe('a sent, b uncertain');
  });

  it('stays so where looking fails in the end', async () => {
    vendor.fates.push(drops('b'));
    vendor.onLook = () => {
      throw lost();
    };
    const { states, ...rest } = await send('abc');
    expect(states).toBe('a sent, b sent, c sent');
    expect(rest).not.toHaveProperty('stoppedBy');
  });
});
