import { chosenLookup, findEarlier, lookFor } from '../../nodes/sending/look';
import { contactsOf, lost, onOneTarget, type OneTarget } from './one-target';

let vendor: OneTarget;

onOneTarget((made) => {
  vendor = made;
});

describe('whom a run looks up before it sends', () => {
  it.each([
    ['auto', 0, true, 'none'],
    ['every', 0, false, 'none'],
    ['auto', 5, true, 'every'],
    ['auto', 5, false, 'every'],
    ['auto', null, true, 'ends'],
    ['auto', null, false, 'every'],
    ['ends', 5, true, 'ends'],
    ['none', 5, false, 'none'],
    ['every', null, true, 'every'],
  ] as const)('%s, %s held, memory of n8n %s: %s', (lookup, held, remembers, expected) => {
    expect(chosenLookup(lookup, held, remembers)).toBe(expected);
  });

  const earlier = async (ids: string, lookup: 'every' | 'ends' | 'none') =>
    [...(await findEarlier(contactsOf(ids), vendor, lookup))].join('');

  it('is nobody where there is nobody to look up, or the user wants that', async () => {
    vendor.show(['a', 'b']);
    expect(await earlier('abc', 'none')).toBe('');
    expect(await earlier('', 'every')).toBe('');
    expect(vendor.looks).toEqual([]);
  });

  it('is everybody', async () => {
    vendor.show(['b']);
    expect(await earlier('abc', 'every')).toBe('b');
    expect(vendor.looks).toEqual([['a', 'b', 'c']]);
  });

  it('is the first and the last, and everybody only if one of them is there', async () => {
    vendor.show(['b', 'd']);
    expect(await earlier('abc', 'ends')).toBe('');
    expect(await earlier('bcd', 'ends')).toBe('bd');
    expect(vendor.looked()).toEqual(['ac', 'bd', 'bcd']);
  });

  it('is looked up once where first and last are everybody', async () => {
    vendor.show(['b']);
    expect(await earlier('ab', 'ends')).toBe('b');
    expect(vendor.looks).toEqual([['a', 'b']]);
  });
});

describe('looking for contacts whose request was lost', () => {
  const found = async (ids: string, need?: 'everyLook') =>
    [...(await lookFor(contactsOf(ids), vendor, need))].join('');

  it('does not wait when all are shown at once', async () => {
    vendor.show(['a', 'b']);
    expect(await found('ab')).toBe('ab');
    expect(vendor.pauses).toEqual([0]);
  });

  it('looks three times, each time for those that are missing', async () => {
    const ever: string[][] = [['a'], ['b'], []];
    vendor.onLook = () => vendor.show(ever.shift() ?? []);
    expect(await found('abc')).toBe('ab');
    expect(vendor.looked()).toEqual(['abc', 'bc', 'c']);
    expect(vendor.pauses).toEqual([0, 500, 1500]);
  });

  it('does not ask for nobody', async () => {
    expect(await found('')).toBe('');
    expect(vendor.looks).toEqual([]);
  });

  it('asks first which target they may have gone to', async () => {
    vendor.show(['a', 'b']);
    vendor.onLook = () => expect(vendor.identified).toEqual([['a', false]]);
    expect(await found('ab')).toBe('ab');
  });

  it('needs no vendor that knows other targets', async () => {
    vendor.show(['a']);
    const { send, findHeld, count, silence, pause, isStopped } = vendor;
    const simple = { send, findHeld, count, silence, pause, isStopped };
    expect([...(await lookFor(contactsOf('a'), simple))]).toEqual(['a']);
  });

  it('ends when the execution is stopped', async () => {
    vendor.isStoppedNow = true;
    expect(await found('a')).toBe('');
    expect(vendor.looks).toHaveLength(1);
  });

  describe('when a look fails', () => {
    beforeEach(() => {
      vendor.show(['a']);
      vendor.onLook = () => {
        if (vendor.looks.length === 2) throw lost();
        if (vendor.looks.length > 2) vendor.show(['b']);
      };
    });

    it('keeps what it found, and looks no more', async () => {
      expect(await found('ab')).toBe('a');
      expect(vendor.looks).toHaveLength(2);
    });

    it('says so where every look counts', async () => {
      await expect(found('ab', 'everyLook')).rejects.toThrow('no reply');
    });
  });
});
