import { tried } from '../basics/tried';
import type { Contact } from '../campaign/contact';
import { READ_BACK_WAITS_MS } from '../runtime/http/retry';
import { lookFor } from './look';
import type { Vendor } from './vendor';

/** What a look at the confirmed contacts of a run brought to light; ids of contacts. */
export interface Missing {
  /** The vendor dropped them. */
  dropped: string[];
  /** The vendor would show them, and shows nobody of their batch: dropped, or only late. */
  notShown: string[];
}

/** What is known of the run whose contacts are looked at. */
export interface Circumstances {
  /** How many contacts the target held before, or null where the vendor does not say. */
  before: number | null;
  /** Whether to look even where the vendor does not count. */
  lookAnyway: boolean;
  /** Whether the vendor would show a contact that it holds. */
  wouldShow(): Promise<boolean>;
  /** Whether a contact may be shown because of an earlier try, while this one's request is not carried out yet. */
  triedEarlier(contact: Contact): boolean;
}

/** How long is waited before each further look at a batch of which nobody is shown. */
const PATIENCE_MS = [5_000, 10_000, 15_000];

const NOTHING: Missing = { dropped: [], notShown: [] };

/**
 * Vendors drop contacts they do not like without a word (docs/vendors/sobot-icall.md, R27). A contact counts as dropped
 * when the vendor confirmed its batch, shows others of the same batch, and not this one, where it would show it: the
 * target has grown by just those that are shown, or the vendor is known to show contacts that wait. A batch of which it
 * shows nobody may only be late.
 *
 * @param batches confirmed contacts, as they were sent together
 */
export async function findMissing(
  batches: Contact[][],
  vendor: Vendor,
  { before, lookAnyway, wouldShow, triedEarlier }: Circumstances,
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
  const isShown = (batch: Contact[]) =>
    batch.some((contact) => found.has(contact.contactId) && !triedEarlier(contact));
  const notShown = () => batches.filter((batch) => missing(batch).length > 0 && !isShown(batch));
  for (const wait of PATIENCE_MS) {
    if (notShown().length === 0 || vendor.isStopped()) break;
    await vendor.pause(wait);
    const late = await tried(vendor.findHeld(notShown().flat()));
    if (late.ok) for (const contactId of late.value) found.add(contactId);
  }
  const counted = growth !== null && growth === found.size;
  const shown = counted ? { ok: true, value: true } : await tried(wouldShow());
  if (!shown.ok || shown.value !== true) return NOTHING;
  return {
    dropped: batches.filter(isShown).flatMap(missing),
    notShown: notShown().flatMap(missing),
  };
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
