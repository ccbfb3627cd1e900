import { InvalidInput } from '../../basics/invalid-input';
import type { Contact } from '../../campaign/contact';

/**
 * Most contacts of one instance (docs/vendors/airudder.md, section 2.5: the vendor's limit as one public client
 * states it).
 */
export const MOST_CONTACTS = 10_000;

const INSTANCES_KEPT = 100;

/** Contacts sent to an instance by this n8n process, so that a loop of small batches keeps to the limit too. */
const sentTo = new Map<string, Set<string>>();

/**
 * @throws InvalidInput when an instance would hold more contacts than it can
 */
export function refuseTooMany(workflowId: string, contacts: Contact[]): void {
  const together = new Set(sentTo.get(workflowId));
  for (const { contactId } of contacts) together.add(contactId);
  if (together.size <= MOST_CONTACTS) return;
  throw new InvalidInput(
    `The workflow instance ${workflowId} would hold ${together.size} contacts, and it takes 10,000 at most`,
    'Nothing was sent. Split the contacts over several instances, e.g. with Loop Over Items.',
  );
}

/** These go to the instance now. */
export function noteSent(workflowId: string, contacts: Contact[]): void {
  const ids = sentTo.get(workflowId) ?? new Set<string>();
  for (const { contactId } of contacts) ids.add(contactId);
  sentTo.delete(workflowId);
  sentTo.set(workflowId, ids);
  for (const oldest of sentTo.keys()) {
    if (sentTo.size <= INSTANCES_KEPT) break;
    sentTo.delete(oldest);
  }
}

/** The vendor refused these. */
export function noteRefused(workflowId: string, contacts: Contact[]): void {
  for (const { contactId } of contacts) sentTo.get(workflowId)?.delete(contactId);
}
