import { callingCodeOf } from './phone-zones';

/** A number's digits, and whether they begin with the calling code of its country. */
export interface Digits {
  digits: string;
  hasCountry: boolean;
}

const NOTHING = /^$/;

/** What people dial before a number at home; in most countries it is a 0. */
const TRUNK: Record<string, RegExp | undefined> = {
  '7': /^8(?=\d{10}$)/,
  '36': /^06/,
  '39': NOTHING,
  '225': NOTHING,
  '241': NOTHING,
  '242': NOTHING,
  '378': NOTHING,
};

const ZERO = /^0/;

/**
 * The digits of a cleaned phone number, with its country's calling code where that is known.
 *
 * `+` and `00` say that a number begins with its country. Of others, the country code given is put in front, in place
 * of what people dial before a number at home; a number of more than ten digits that begins with that code is taken as
 * complete. A 0 that was left standing behind the code (`+62 0812 …`) goes.
 *
 * @param phone digits, perhaps with `+`, as `checkPhone` returns them
 * @param countryCode calling code of numbers that have none, digits only; empty if that is not known
 */
export function internationalDigits(phone: string, countryCode: string): Digits {
  const written = /^(?:\+|00)(\d+)$/.exec(phone)?.[1];
  if (written !== undefined) return { digits: withoutTrunk(written), hasCountry: true };
  if (countryCode === '') return { digits: phone.replace(/^0+/, ''), hasCountry: false };
  if (phone.length > 10 && phone.startsWith(countryCode)) {
    return { digits: withoutTrunk(phone), hasCountry: true };
  }
  const national = phone.replace(TRUNK[countryCode] ?? ZERO, '');
  return { digits: `${countryCode}${national}`, hasCountry: true };
}

/** Whether people of a country dial something before a number at home. @param digits that begin with its calling code */
export function hasTrunk(digits: string): boolean {
  return TRUNK[callingCodeOf(digits) ?? ''] !== NOTHING;
}

/** Everything that digits typed without `+` may stand for, with the country in front; one reading too many is no harm. */
export function readings(phone: string, countryCode: string): string[] {
  const found = new Set<string>();
  const asTyped = phone.replace(/^0+/, '');
  if (callingCodeOf(asTyped) !== undefined) found.add(withoutTrunk(asTyped));
  if (countryCode !== '') {
    found.add(internationalDigits(phone, countryCode).digits);
    found.add(`${countryCode}${phone.replace(TRUNK[countryCode] ?? ZERO, '')}`);
    found.add(`${countryCode}${phone}`);
  }
  return [...found];
}

/** How a number may end whatever its country: without the 0, 8 or 06 that people dial at home. */
export function endings(phone: string): string[] {
  const found = new Set([phone.replace(/^0+/, '')]);
  if (/^8\d{10}$/.test(phone)) found.add(phone.slice(1));
  if (/^06\d{7,}$/.test(phone)) found.add(phone.slice(2));
  return [...found];
}

function withoutTrunk(digits: string): string {
  const country = callingCodeOf(digits);
  // Mexico's mobile numbers had a 1 behind the country until 2019, and lists still have it.
  if (country === '52') return digits.replace(/^521(?=\d{10}$)/, '52');
  if (country === undefined || country === '7') return digits;
  return country + digits.slice(country.length).replace(TRUNK[country] ?? ZERO, '');
}
