import { tried } from '../basics/tried';
import type { Contact } from '../campaign/contact';
import { READ_BACK_WAITS_MS } from '../runtime/http/retry';
import type { Vendor } from './vendor';

/**
 * Which contacts are looked up before they are sent to a target that already holds some. `auto` is every one; where
 * the vendor does not say whether a target is empty, and n8n remembers which contacts were sent, it is first and
 * last of each batch.
 */
export type Lookup = 'auto' | 'every' | 'ends' | 'none';

/**
 * @param held how many contacts the target holds, or null where the vendor does not say
 * @param remembers whether n8n remembers what earlier runs sent
 */
export function chosenLookup(
  lookup: Lookup,
  held: number | null,
  remembers: boolean,
): Exclude<Lookup, 'auto'> {
  if (held === 0) return 'none';
  if (lookup !== 'auto') return lookup;
  return remembers && held === null ? 'ends' : 'every';
}

/** Which contacts of a batch the vendor shows before it is sent. */
export async function findEarlier(
  batch: Contact[],
  vendor: Vendor,
  lookup: Exclude<Lookup, 'auto'>,
): Promise<Set<string>> {
  if (lookup === 'none' || batch.length === 0) return new Set();
  if (lookup === 'ends' && batch.length > 2) {
    const ends = await vendor.findHeld([batch[0], batch[batch.length - 1]]);
    if (ends.size === 0) return ends;
  }
  return await vendor.findHeld(batch);
}

/**
 * Looks for contacts up to three times, since the vendor may still be storing them. What is not found by then may
 * be there all the same.
 *
 * @param need with `everyLook`, a look that fails is thrown
 */
export async function lookFor(
  contacts: Contact[],
  vendor: Vendor,
  need: 'anyLook' | 'everyLook' = 'anyLook',
): Promise<Set<string>> {
  const found = new Set<string>();
  if (contacts.length === 0) return found;
  for (const wait of READ_BACK_WAITS_MS) {
    await vendor.pause(wait);
    const missing = contacts.filter(({ contactId }) => !found.has(contactId));
    const looked = await tried(look(missing, vendor));
    if (!looked.ok && need === 'everyLook') throw looked.error;
    if (!looked.ok) break;
    for (const contactId of looked.value) found.add(contactId);
    if (found.size === contacts.length || vendor.isStopped()) break;
  }
  return found;
}

async function look(contacts: Contact[], vendor: Vendor): Promise<Set<string>> {
  await vendor.identifyTarget?.(contacts[0], false);
  return await vendor.findHeld(contacts);
}
