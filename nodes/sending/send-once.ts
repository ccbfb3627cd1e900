import type { SentMemory } from './sent-memory';
import { tried } from '../basics/tried';
import { VendorFailure } from '../runtime/http/vendor-failure';

/**
 * Sends something that cannot be looked up at the vendor, e.g. a file of contacts, at most once.
 *
 * @param memory what n8n remembers; undefined when the user wants none, or n8n has none
 * @param id what makes it the same thing
 * @returns undefined when it was sent in an earlier execution
 * @throws VendorFailure when whether it was sent before is unknown, and whatever sending throws
 */
export async function sendOnce<T>(
  memory: SentMemory | undefined,
  id: string,
  send: () => Promise<T>,
): Promise<T | undefined> {
  const claims = await memory?.claim([id]);
  if (claims?.settled.has(id)) return undefined;
  if (claims?.open.has(id)) {
    throw new VendorFailure('Whether this file was taken in an earlier run is unknown', {
      effect: 'unknown',
      advice:
        'It was not sent again. Compare the contacts of the task with its rows; if they are missing, write a word into the option "Call Again".',
    });
  }
  const sent = await tried(send());
  if (sent.ok) {
    await memory?.confirm([id]);
    return sent.value;
  }
  const certain = !(sent.error instanceof VendorFailure) || sent.error.effect === 'none';
  if (certain) await memory?.release([id]);
  throw sent.error;
}
