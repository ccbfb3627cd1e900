import type { RequestContext } from '../../nodes/runtime/http/context';
import { setClock } from '../../nodes/runtime/clock';
import { alreadyRead, credentialOfRun } from '../../nodes/runtime/http/credential-of-run';
import { FastClock, MINUTE } from '../engine/fast-clock';

const time = new FastClock();
beforeAll(() => setClock(time));
afterAll(() => setClock());

/** A run whose credential holds the number of times that it was read. */
function run({ fails = 0 } = {}) {
  const read = { times: 0 };
  const context = {
    getCredentials: async () => {
      read.times++;
      if (read.times <= fails) throw new Error('no database');
      return { signature: `reading ${read.times}` };
    },
    getNode: () => ({ credentials: { sobotICallApi: { id: '7', name: 'Sobot of the shop' } } }),
  } as unknown as RequestContext;
  return { context, read, signature: async () => await credentialOfRun(context, 'sobotICallApi') };
}

describe('the credential of a run', () => {
  it('is read once for requests that follow each other, also for those at the same moment', async () => {
    const { read, signature } = run();
    const [first, second] = await Promise.all([signature(), signature()]);
    expect([first, second, await signature()]).toEqual(Array(3).fill({ signature: 'reading 1' }));
    expect(read.times).toBe(1);
  });

  it('is read anew after a minute: somebody may have changed it', async () => {
    const { signature } = run();
    await signature();
    time.pass(MINUTE);
    expect(await signature()).toEqual({ signature: 'reading 2' });
  });

  it('that could not be read is read again', async () => {
    const { signature } = run({ fails: 1 });
    await expect(signature()).rejects.toThrow('no database');
    expect(await signature()).toEqual({ signature: 'reading 2' });
  });

  it('is handed to n8n as the one that the node chose', () => {
    const { context } = run();
    expect(alreadyRead(context, 'sobotICallApi', { signature: 'x' })).toEqual({
      credentialsDecrypted: {
        id: '7',
        name: 'Sobot of the shop',
        type: 'sobotICallApi',
        data: { signature: 'x' },
      },
    });
    expect(alreadyRead(context, 'airudderApi', {}).credentialsDecrypted).toMatchObject({ id: '' });
  });
});
