import { setClock } from '../../nodes/runtime/clock';
import { MemoryStore } from '../../nodes/sending/memory-store';
import { StandingClock } from './standing-clock';

const NOW = Date.UTC(2026, 0, 1);

beforeEach(() => setClock(new StandingClock(NOW)));
afterEach(() => setClock());

const uncertain = { was: 'uncertain', triedAt: NOW };

describe('what a second try of the node knows of the first, where n8n shall not remember', () => {
  it('is nothing of contacts that were not about to be sent', async () => {
    const store = new MemoryStore();
    expect(await store.recall(['a', 'b'])).toEqual(new Map());
  });

  it('is that they were perhaps sent, then that they were, or that they were not', async () => {
    const store = new MemoryStore();
    await store.open(['a', 'b', 'c']);
    const all = ['a', 'b', 'c'];
    expect([...(await store.recall(all)).values()]).toEqual([uncertain, uncertain, uncertain]);
    await store.close(['a']);
    await store.forget(['b']);
    expect(await store.recall(all)).toEqual(
      new Map<string, object>([
        ['a', { was: 'sent' }],
        ['c', uncertain],
      ]),
    );
    await store.doubt(['a']);
    expect(await store.recall(['a'])).toEqual(new Map([['a', uncertain]]));
  });

  it('is told of all contacts, also of those that it does not come to', async () => {
    const store = new MemoryStore();
    await store.open(['a']);
    expect(await store.recallRest(['a', 'b'])).toEqual({
      remembered: new Map([['a', uncertain]]),
      told: ['a', 'b'],
    });
  });

  it('is whether the vendor shows contacts that wait, in the way in which it was asked', async () => {
    const store = new MemoryStore();
    expect(await store.sawWaiting('by id')).toBe(false);
    await store.noteWaiting('by id');
    expect(await store.sawWaiting('by id')).toBe(true);
    expect(await store.sawWaiting('by number')).toBe(false);
  });
});
