import { findMissing, type Circumstances, type Missing } from '../../nodes/sending/find-missing';
import { contactsOf, lost, onOneTarget, type OneTarget } from './one-target';

let vendor: OneTarget;

onOneTarget((made) => {
  vendor = made;
});

/** Looks at confirmed contacts of a target that was empty before and shows those that wait. */
async function missing(batches: string[], more: Partial<Circumstances> = {}): Promise<string> {
  const circumstances: Circumstances = {
    before: 0,
    lookAnyway: false,
    wouldShow: async () => true,
    triedEarlier: () => false,
    ...more,
  };
  const sent = batches.map((batch) => contactsOf(batch));
  return told(await findMissing(sent, vendor, circumstances));
}

const told = ({ dropped, notShown }: Missing) =>
  `dropped ${dropped.join('')}, not shown ${notShown.join('')}`;
const NOBODY = 'dropped , not shown ';

describe('contacts that the vendor confirmed', () => {
  it('are not looked up when the target has grown by as many', async () => {
    vendor.show(['a', 'b', 'c']);
    expect(await missing(['ab', 'c'])).toBe(NOBODY);
    expect(vendor.looked()).toEqual([]);
    expect(vendor.pauses).toEqual([0]);
  });

  it('are given time to be counted', async () => {
    vendor.show(['a']);
    const counted = [1, 1, 2];
    vendor.count = async () => counted.shift() ?? 2;
    expect(await missing(['ab'])).toBe(NOBODY);
    expect(vendor.pauses).toEqual([0, 500, 1500]);
    expect(vendor.looked()).toEqual([]);
  });

  it('count beyond those that were there before', async () => {
    vendor.show(['a', 'x', 'y']);
    expect(await missing(['ab'], { before: 2 })).toBe('dropped b, not shown ');
    expect(await missing(['ab'], { before: 1 })).toBe(NOBODY);
  });

  it('are dropped where others of their batch are shown and they are not', async () => {
    vendor.show(['a', 'c', 'd']);
    expect(await missing(['ab', 'cd'])).toBe('dropped b, not shown ');
    expect(vendor.looked()).toEqual(['abcd', 'b', 'b']);
    // Nobody waits for a batch of which somebody is shown.
    expect(vendor.pauses).toEqual([0, 500, 1500, 0, 500, 1500]);
  });

  it('may only be late where nobody of their batch is shown, and are waited for', async () => {
    vendor.show(['a']);
    expect(await missing(['a', 'bc'])).toBe('dropped , not shown bc');
    expect(vendor.looked()).toEqual(['abc', 'bc', 'bc', 'bc', 'bc', 'bc']);
    expect(vendor.pauses.slice(-3)).toEqual([5_000, 10_000, 15_000]);
  });

  it('are no more missing once they are shown late', async () => {
    vendor.show(['a']);
    vendor.onLook = () => {
      if (vendor.looks.length === 4) vendor.show(['b']);
      if (vendor.looks.length === 5) vendor.show(['c']);
    };
    expect(await missing(['a', 'b', 'c'])).toBe(NOBODY);
    expect(vendor.looks.slice(3)).toEqual([['b', 'c'], ['c']]);
    expect(vendor.pauses.slice(-2)).toEqual([5_000, 10_000]);
  });

  it('are dropped where a late look shows others of their batch', async () => {
    vendor.show(['a']);
    vendor.onLook = () => {
      if (vendor.looks.length === 4) vendor.show(['b']);
    };
    expect(await missing(['a', 'bc'])).toBe('dropped c, not shown ');
  });

  it('stay as they are while a late look fails', async () => {
    vendor.show(['a']);
    vendor.onLook = () => {
      if (vendor.looks.length > 3) throw lost();
    };
    expect(await missing(['a', 'b'])).toBe('dropped , not shown b');
  });

  it('may only be late where the one that is shown was tried earlier', async () => {
    vendor.show(['a']);
    const triedEarlier = ({ contactId }: { contactId: string }) => contactId === 'a';
    expect(await missing(['ab'], { triedEarlier })).toBe('dropped , not shown b');
  });

  it('are not told as missing where the vendor may hide those that wait', async () => {
    const wouldShow = async () => false;
    vendor.count = async () => 2;
    vendor.show(['a']);
    expect(await missing(['abc'], { wouldShow })).toBe(NOBODY);
  });

  it('are missing all the same where the target has grown by just those that are shown', async () => {
    vendor.show(['a', 'b']);
    expect(await missing(['abc'], { wouldShow: async () => false })).toBe('dropped c, not shown ');
  });

  it('are not told as missing where asking for that fails', async () => {
    vendor.count = async () => 2;
    vendor.show(['a']);
    const wouldShow = async () => await Promise.reject(lost());
    expect(await missing(['abc'], { wouldShow })).toBe(NOBODY);
  });

  it('are not told as missing where looking fails', async () => {
    vendor.onLook = () => {
      throw lost();
    };
    expect(await missing(['ab'])).toBe(NOBODY);
  });

  describe('where the vendor does not count', () => {
    beforeEach(() => {
      vendor.counts = false;
      vendor.show(['a']);
    });

    it('are not looked up', async () => {
      expect(await missing(['ab'], { before: null })).toBe(NOBODY);
      expect(await missing(['ab'])).toBe(NOBODY);
      expect(vendor.looked()).toEqual([]);
    });

    it('are looked up if the user wants that', async () => {
      const wanted = { lookAnyway: true };
      expect(await missing(['ab'], { ...wanted, before: null })).toBe('dropped b, not shown ');
      expect(await missing(['ab'], wanted)).toBe('dropped b, not shown ');
      expect(await missing(['ab'], { ...wanted, wouldShow: async () => false })).toBe(NOBODY);
    });

    it('are not asked for where counting fails, either', async () => {
      vendor.count = async () => await Promise.reject(lost());
      expect(await missing(['ab'])).toBe(NOBODY);
      expect(vendor.looked()).toEqual([]);
    });
  });

  it('are not asked for where there are none', async () => {
    expect(await missing([], { lookAnyway: true })).toBe(NOBODY);
    expect(vendor.pauses).toEqual([]);
  });

  it('are not asked for once the execution was stopped', async () => {
    vendor.isStoppedNow = true;
    expect(await missing(['ab'], { lookAnyway: true })).toBe(NOBODY);
    expect(vendor.pauses).toEqual([]);
  });

  it('are waited for no longer when the execution is stopped', async () => {
    vendor.show(['a']);
    vendor.onLook = () => {
      if (vendor.looks.length === 4) vendor.isStoppedNow = true;
    };
    expect(await missing(['a', 'b'])).toBe('dropped , not shown b');
    expect(vendor.looks).toHaveLength(4);
  });
});
