import type { IExecuteFunctions } from 'n8n-workflow';
import { tried } from '../basics/tried';
import { clock } from '../runtime/clock';
import { VendorFailure } from '../runtime/http/vendor-failure';
import { Ledger } from './ledger';
import { MemoryStore } from './memory-store';
import { withStores } from './stores';

/**
 * Sends something that cannot be looked up at the vendor, e.g. a file of contacts, at most once.
 *
 * @param remember whether n8n remembers it across executions
 * @param scope the vendor, the target and the user's word under Call Again
 * @param id what makes it the same thing
 * @returns undefined when it was sent in an earlier execution
 * @throws VendorFailure when whether it was sent before is unknown, and whatever sending throws
 */
export async function sendOnce<T>(
  context: IExecuteFunctions,
  { remember, scope, id }: { remember: boolean; scope: string; id: string },
  send: () => Promise<T>,
): Promise<T | undefined> {
  return await withStores(context, remember, async (stores) => {
    const settings = { scope, order: [id], batchSize: 1, waitBeforeAgainMs: 0 };
    return await stores.within(settings, new MemoryStore(), async (store) => {
      const ledger = new Ledger(store, [id]);
      await ledger.recall([id]);
      if (ledger.stateOf(id) === 'held') return undefined;
      if (ledger.stateOf(id) === 'uncertain') {
        throw new VendorFailure('Whether this file was taken in an earlier run is unknown', {
          effect: 'unknown',
          advice:
            'It was not sent again. Compare the contacts of the task with its rows; if they are missing, write a word into the option "Call Again".',
        });
      }
      await ledger.claim([id]);
      const sent = await tried(send());
      if (sent.ok) await ledger.sent([id]);
      else if (sent.error instanceof VendorFailure && sent.error.effect === 'unknown') {
        await ledger.uncertain([id], clock().now());
      } else await ledger.unsent([id]);
      if (!sent.ok) throw sent.error;
      return sent.value;
    });
  });
}
