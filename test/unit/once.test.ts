import { setClock } from '../../nodes/runtime/clock';
import { sendOnce } from '../../nodes/sending/once';
import { N8nStorage } from './n8n-storage';
import { lost, refused } from './one-target';
import { StandingClock } from './standing-clock';

let storage: N8nStorage;
let sent: string[];

beforeEach(() => {
  setClock(new StandingClock(Date.UTC(2026, 0, 1)));
  storage = new N8nStorage();
  sent = [];
});
afterEach(() => setClock());

/** Sends a file in an execution of its own. @param fails what sending it throws */
async function send(
  id: string,
  { scope = 'task 1', remember = true, fails = undefined as unknown } = {},
) {
  return await sendOnce(storage.context(), { remember, scope, id }, async () => {
    sent.push(id);
    if (fails !== undefined) throw fails;
    return `took ${id}`;
  });
}

describe('a file of contacts', () => {
  it('is sent once', async () => {
    expect(await send('file')).toBe('took file');
    expect(await send('file')).toBeUndefined();
    expect(sent).toEqual(['file']);
  });

  it('is another one with other contents, and in another task', async () => {
    await send('file');
    expect(await send('other')).toBe('took other');
    expect(await send('file', { scope: 'task 2' })).toBe('took file');
  });

  it('is sent again where nothing is remembered', async () => {
    await send('file', { remember: false });
    expect(await send('file', { remember: false })).toBe('took file');
  });

  it.each([refused(), new Error('no disk')])(
    'may be sent again if it certainly did not arrive: $message',
    async (fails) => {
      await expect(send('file', { fails })).rejects.toBe(fails);
      expect(await send('file')).toBe('took file');
    },
  );

  it('is not sent again if it perhaps arrived', async () => {
    await expect(send('file', { fails: lost() })).rejects.toThrow('no reply');
    await expect(send('file')).rejects.toMatchObject({
      message: 'Whether this file was taken in an earlier run is unknown',
      effect: 'unknown',
      advice: expect.stringContaining('"Call Again"') as string,
    });
    expect(sent).toEqual(['file']);
  });

  it('is not sent while n8n’s storage does not answer', async () => {
    storage.isThere = false;
    await expect(send('file')).rejects.toThrow('nothing was sent');
    expect(sent).toEqual([]);
  });
});
