import type { Contact } from '../../campaign/contact';

/** Which contacts the vendor rejected, as far as its list can be understood. */
export interface Rejections {
  /** The vendor's own entry as text, by contact id. */
  reasons: Map<string, string>;
  /** Entries that name none of the contacts. */
  unpaired: unknown[];
}

const PHONE_LIKE = /\d{7,15}/g;

/**
 * Pairs the vendor's list of rejected contacts with ours. What its entries look like is not documented
 * (docs/vendors/airudder.md, A1), so an entry belongs to the contact whose phone number stands anywhere in it, with
 * or without
 * the plus, or whose id it holds under the name the id was sent by. A bare "1" is no id: it may count rows.
 *
 * @param list `detail_error_list` as it came
 * @param contactIdKey the vendor's name for the contact id
 */
export function pairRejections(
  list: unknown,
  contacts: Contact[],
  contactIdKey: string,
): Rejections {
  const byPhone = new Map<string, Contact[]>();
  const byId = new Map<string, Contact>();
  for (const contact of contacts) {
    const digits = contact.phone.replace(/\D/g, '');
    byPhone.set(digits, [...(byPhone.get(digits) ?? []), contact]);
    byId.set(contact.contactId, contact);
  }
  const reasons = new Map<string, string>();
  const unpaired: unknown[] = [];
  for (const entry of entriesOf(list)) {
    const text = asText(entry);
    const named = idsIn(entry, contactIdKey).map((id) => byId.get(id));
    const known = named.filter((contact) => contact !== undefined);
    const found = known.length > 0 ? known : numbersIn(text).flatMap((n) => byPhone.get(n) ?? []);
    if (found.length === 0) unpaired.push(entry);
    for (const { contactId } of found) reasons.set(contactId, text);
  }
  return { reasons, unpaired };
}

/** A list, or an object whose keys may be the phone numbers. */
function entriesOf(list: unknown): unknown[] {
  if (Array.isArray(list)) return list;
  if (typeof list === 'object' && list !== null) {
    return Object.entries(list).map(([name, entry]) => ({ [name]: entry as unknown }));
  }
  return list === null || list === undefined || list === '' ? [] : [list];
}

function idsIn(value: unknown, contactIdKey: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const scalar = typeof inner === 'string' || typeof inner === 'number';
    if (scalar) return name === contactIdKey ? [String(inner).trim()] : [];
    return idsIn(inner, contactIdKey);
  });
}

function numbersIn(text: string): string[] {
  return text.match(PHONE_LIKE) ?? [];
}

function asText(entry: unknown): string {
  return typeof entry === 'string' ? entry : JSON.stringify(entry);
}
