import type { CallResult } from '../../campaign/call-result';
import type { Contact } from '../../campaign/contact';

/** What is compared of a call. */
export type Called = Pick<CallResult, 'contactId' | 'phone'>;

/**
 * The contacts that are among the calls of a task: by id and phone number, or by the number alone where the vendor
 * shows no ids, or only such as are none of ours (another field of the row may stand in their place). Looks at each
 * contact and each call once: a task may hold tens of thousands.
 */
export function heldIn(contacts: Contact[], calls: readonly Called[]): Contact[] {
  const ours = new Set(contacts.map(({ contactId }) => contactId));
  const idsByPhone = new Map<string, Set<string | null>>();
  let byId = false;
  for (const { contactId, phone } of calls) {
    byId ||= contactId !== null && ours.has(contactId);
    if (phone === null) continue;
    const ids = idsByPhone.get(phone);
    if (ids === undefined) idsByPhone.set(phone, new Set([contactId]));
    else ids.add(contactId);
  }
  return contacts.filter(({ contactId, phone }) => {
    const ids = idsByPhone.get(phone);
    return ids !== undefined && (!byId || ids.has(null) || ids.has(contactId));
  });
}
