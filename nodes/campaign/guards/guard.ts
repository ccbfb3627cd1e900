/** Which guard kept a contact from being called. */
export type GuardKind = 'attempts' | 'callingHours' | 'consent' | 'doNotCall' | 'timeZone';

/** Why a contact is not called: never by this campaign, or not before a moment. */
export type Refusal =
  | { outcome: 'notAllowed'; by: GuardKind; reason: string }
  | {
      outcome: 'notNow';
      by: GuardKind;
      reason: string;
      /** From when on it may be called, in epoch milliseconds. */
      callableFrom: number;
    };

/** A calling code and a number that are told apart: digits only, and whether they begin with the country. */
export interface Digits {
  digits: string;
  hasCountry: boolean;
}

const TRUNK: Record<string, RegExp> = { '39': /^$/, '7': /^8(?=\d{10}$)/ };

/**
 * The digits of a cleaned phone number, with its country's calling code where that is known.
 *
 * `+` and `00` say that a number begins with its country. Of others, the country code given is put in front, in place
 * of the 0 (in Russia the 8) that people dial at home; a number of more than ten digits that begins with that code is
 * taken as complete.
 *
 * @param phone digits, perhaps with `+`, as `checkPhone` returns them
 * @param countryCode calling code of numbers that have none, digits only; empty if that is not known
 */
export function internationalDigits(phone: string, countryCode: string): Digits {
  const written = /^(?:\+|00)(\d+)$/.exec(phone)?.[1];
  if (written !== undefined) return { digits: written, hasCountry: true };
  if (countryCode === '') return { digits: phone.replace(/^0+/, ''), hasCountry: false };
  if (phone.length > 10 && phone.startsWith(countryCode)) {
    return { digits: phone, hasCountry: true };
  }
  const national = phone.replace(TRUNK[countryCode] ?? /^0/, '');
  return { digits: `${countryCode}${national}`, hasCountry: true };
}
