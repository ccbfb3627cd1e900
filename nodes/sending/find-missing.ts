import { tried } from '../basics/tried';
import type { Contact } from '../campaign/contact';
import { READ_BACK_WAITS_MS } from '../runtime/http/retry';
import type { Evidence } from './evidence';
import { lookFor } from './look';
import type { Vendor } from './vendor';

/** What a look at the confirmed contacts of a run brought to light; ids of contacts. */
export interface Missing {
  /** The vendor dropped them. */
  dropped: string[];
  /** The vendor would show them, and shows nobody of their batch: dropped, or only late. */
  notShown: string[];
}

/** How long is waited before each further look at a batch of which nobody is shown. */
const PATIENCE_MS = [5_000, 10_000, 15_000];

const NOTHING: Missing = { dropped: [], notShown: [] };

/**
 * Vendors drop contacts they do not like without a word (Sobot, R27). A contact counts as dropped when the vendor
 * confirmed its batch, shows others of the same batch, and not this one, where it would show it: the target has grown
 * by just those that are shown, or the vendor is known to show contacts that wait. A batch of which it shows nobody
 * may only be late.
 *
 * @param batches confirmed contacts, as they were sent together
 * @param before how many contacts the target held before, or null where the vendor does not say
 * @param lookAnyway whether to look even where the vendor does not count
 */
export async function findMissing(
  batches: Contact[][],
  vendor: Vendor,
  evidence: Evidence,
  before: number | null,
  lookAnyway: boolean,
): Promise<Missing> {
  const sent = batches.flat();
  if (sent.length === 0 || vendor.isStopped()) return NOTHING;
  const growth = before === null ? null : await growthOf(vendor, before, sent.length);
  if (growth === null ? !lookAnyway : growth >= sent.length) return NOTHING;
  const looked = await tried(lookFor(sent, vendor, 'everyLook'));
  if (!looked.ok) return NOTHING;
  const found = looked.value;
  const missing = (batch: Contact[]) =>
    batch.map(({ contactId }) => contactId).filter((contactId) => !found.has(contactId));
  const notShown = () => batches.filter((batch) => missing(batch).length === batch.length);
  for (const wait of PATIENCE_MS) {
    if (notShown().length === 0 || vendor.isStopped()) break;
    await vendor.pause(wait);
    const late = await tried(vendor.findHeld(notShown().flat()));
    if (late.ok) for (const contactId of late.value) found.add(contactId);
  }
  const counted = growth !== null && growth === found.size;
  const shown = counted ? { ok: true, value: true } : await tried(evidence.wouldShow());
  if (!shown.ok || shown.value !== true) return NOTHING;
  const shownInPart = batches.filter((batch) => missing(batch).length < batch.length);
  return { dropped: shownInPart.flatMap(missing), notShown: notShown().flatMap(missing) };
}

/** By how many contacts the target has grown, given time to count; null where the vendor does not say. */
async function growthOf(vendor: Vendor, before: number, expected: number): Promise<number | null> {
  let growth: number | null = null;
  for (const wait of READ_BACK_WAITS_MS) {
    await vendor.pause(wait);
    const after = await tried(vendor.count());
    if (!after.ok || after.value === null) return null;
    growth = after.value - before;
    if (growth >= expected) break;
  }
  return growth;
}
