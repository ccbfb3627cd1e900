import type { Contact } from '../../campaign/contact';

const SEPARATOR = /[|^]/;

/**
 * What the vendor cannot take in a contact, beyond a bad phone number. Its variables are written
 * `name^value|name^value` without any escape, and its contact ids travel in comma lists.
 *
 * Source: docs/vendors/sobot-icall.md, operation 7 and R25.
 *
 * @returns the reason for refusing the contact, or undefined
 */
export function refuseContact({ contactId, variables }: Contact): string | undefined {
  if (/[,，]/.test(contactId)) return `the contact ID "${contactId}" holds a comma`;
  for (const [name, value] of Object.entries(variables)) {
    const sign = SEPARATOR.exec(name)?.[0] ?? SEPARATOR.exec(value)?.[0];
    if (sign !== undefined) {
      return `the variable "${name}" holds the sign ${sign}, which Sobot iCall uses to separate variables and has no way to write otherwise`;
    }
  }
  return undefined;
}

/** One contact as `add_task_data` takes it. Without variables, the field is left out. */
export function contactData({ contactId, phone, variables }: Contact): {
  telephone: string;
  outid: string;
  variable?: string;
} {
  const variable = Object.entries(variables)
    .map(([name, value]) => `${name}^${value}`)
    .join('|');
  return { telephone: phone, outid: contactId, ...(variable === '' ? {} : { variable }) };
}
