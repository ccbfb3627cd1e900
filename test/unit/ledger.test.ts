import { asFailure, storageFails } from '../../nodes/sending/failures';
import { Ledger } from '../../nodes/sending/ledger';
import { MemoryStore } from '../../nodes/sending/memory-store';

describe('the ledger', () => {
  it('takes a contact that nobody told it of for a new one', () => {
    expect(new Ledger(new MemoryStore(), ['a']).stateOf('b')).toBe('new');
  });

  it('refuses a step that its table does not have', async () => {
    const ledger = new Ledger(new MemoryStore(), ['a']);
    await expect(ledger.sent(['a'])).rejects.toThrow('A contact cannot go from new to sent');
    expect(ledger.stateOf('a')).toBe('new');
  });

  it('refuses a step that only another method makes', async () => {
    const ledger = new Ledger(new MemoryStore(), ['a']);
    await ledger.claim(['a']);
    await expect(ledger.doubted(['a'], 0)).rejects.toThrow('from claimed to uncertain by doubted');
  });
});

describe('a claim, once another process may have taken over', () => {
  it('lets nothing be sent, and does not tell it as not sent', async () => {
    const store = new MemoryStore();
    store.isAlone = () => false;
    const ledger = new Ledger(store, ['a']);
    await expect(ledger.claim(['a'])).rejects.toThrow('another n8n process may have taken over');
    expect(ledger.stateOf('a')).toBe('claimed');
    expect([...(await store.recall(['a'])).keys()]).toEqual(['a']);
  });
});

describe('what stopped a run', () => {
  it.each([
    [new Error('no disk'), 'no disk'],
    ['no disk', 'no disk'],
  ])('is told in its own words: %s', (thrown, words) => {
    expect(asFailure(thrown)).toMatchObject({ message: words, effect: 'none' });
  });

  it('may be n8n’s database, also where it says nothing', () => {
    expect(storageFails(new Error('locked')).message).toContain('(locked)');
    expect(storageFails('x').message).toContain('sent before, so nothing was sent');
    expect(storageFails('x')).toMatchObject({
      effect: 'none',
      advice: expect.stringContaining('"Skip Contacts Already Sent"') as string,
    });
  });
});
