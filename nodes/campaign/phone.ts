import { halfWidth } from '../basics/half-width';
import { hasTrunk } from './guards/digits';

/** How strictly a phone number is checked before it is sent. */
export type PhoneRule = 'china' | 'international' | 'any' | { pattern: RegExp };

export type PhoneCheck = { ok: true; phone: string } | { ok: false; reason: string };

const CHINA_MOBILE = /^1[3-9]\d{9}$/;
const CHINA_LANDLINE = /^0\d{2,3}[2-8]\d{6,7}$/;
const INTERNATIONAL_NOT_CHINA = /^(?:\+|00)(?!86)[1-9]\d{6,14}$/;
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;
const ANY = /^(?:\+|00)?\d{5,15}$/;
const CHINA_COUNTRY_CODE =
  /^(?:\+86|0086|86)(?=1[3-9]\d{9}$|[1-9]\d{1,2}[2-8]\d{6,7}$|0\d{2,3}[2-8]\d{6,7}$)/;

/**
 * Makes a phone number as people type it into one that can be sent: blanks, hyphens, brackets, dots,
 * full-width digits and the spreadsheet apostrophe go, and with the rule `china` so does the country
 * code of a mainland China number, whose landlines then gain the 0 of their area code. A 0 in brackets behind the
 * country goes where it is only for those who call from home. No other digit is changed or added. A number that a spreadsheet or a masking rule has damaged (`1.5988E+10`, `182****6077`, letters) is refused,
 * never repaired.
 *
 * Source: docs/vendors/sobot-icall.md, section 14 (the vendor drops numbers it does not like without a word).
 *
 * @param value what the row holds: text or a number
 * @param rule `china` (mainland mobile or landline, or an international number with `+` or `00`),
 * `international` (E.164: `+`, country code, number), `any` (5 to 15 digits), or an own pattern that the cleaned
 * number must match
 */
export function checkPhone(value: unknown, rule: PhoneRule): PhoneCheck {
  if (value === null || value === undefined || value === '') {
    return { ok: false, reason: 'the phone number is missing' };
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    return { ok: false, reason: `the phone number ${value} is not a whole number` };
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    return { ok: false, reason: 'the phone number is not text' };
  }

  const typed = halfWidth(String(value)).trim();
  if (/^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/i.test(typed)) {
    return {
      ok: false,
      reason: `the phone number "${typed}" was turned into a rounded number by a spreadsheet, so its digits are lost; format the column as text`,
    };
  }
  if (typed.includes('*')) {
    return { ok: false, reason: `the phone number "${typed}" is masked` };
  }
  if (hasTail(typed)) {
    return {
      ok: false,
      reason: `the phone number "${typed}" ends with a decimal or an extension`,
    };
  }
  const cleaned = withoutZeroInBrackets(typed.replace(/^['’‘]/, '')).replace(/[\s().\-‐-―·]/g, '');
  if (!/^\+?\d+$/.test(cleaned)) {
    return { ok: false, reason: `the phone number "${typed}" holds something else than digits` };
  }

  const phone = rule === 'china' ? withoutChinaCountryCode(cleaned) : cleaned;
  if (rule === 'any') {
    return ANY.test(phone)
      ? { ok: true, phone }
      : { ok: false, reason: `the phone number "${typed}" does not have 5 to 15 digits` };
  }
  if (rule === 'international') {
    return INTERNATIONAL.test(phone)
      ? { ok: true, phone }
      : {
          ok: false,
          reason: `the phone number "${typed}" is no international number; write it with + and the country code, e.g. +12025550123`,
        };
  }
  if (rule === 'china') {
    return CHINA_MOBILE.test(phone) ||
      CHINA_LANDLINE.test(phone) ||
      INTERNATIONAL_NOT_CHINA.test(phone)
      ? { ok: true, phone }
      : {
          ok: false,
          reason: `the phone number "${typed}" is neither a mobile or landline number of mainland China nor an international number with + or 00`,
        };
  }
  return rule.pattern.test(phone)
    ? { ok: true, phone }
    : { ok: false, reason: `the phone number "${typed}" does not match your own pattern` };
}

/** `+44 (0)20 7946 0123`: a 0 for those who call from home; in `+39 (0)6 6982 1234` it belongs to the number. */
function withoutZeroInBrackets(text: string): string {
  const found = /^(\s*(?:\+|00)([\d\s.-]*))\(0\)/.exec(text);
  if (found === null || !hasTrunk(found[2].replace(/\D/g, ''))) return text;
  return found[1] + text.slice(found[0].length);
}

/** Whether a number as shown by a vendor hides digits behind asterisks. */
export function isMasked(phone: string): boolean {
  return phone.includes('*');
}

/**
 * `1380013800.0` and `0731-8334431-1`: joining the last digits to the number would call somebody else. In `123-45-67`,
 * `123.45.67` and `345 67-89` they belong to it.
 */
function hasTail(typed: string): boolean {
  if (/\d[-‐-―.\s]\d{2}[-‐-―.]\d{2}$/.test(typed)) return false;
  const separators = typed.match(/[.\-‐-―]/g) ?? [];
  return separators.length <= 2 && /[.\-‐-―]\d{0,2}$/.test(typed);
}

function withoutChinaCountryCode(phone: string): string {
  const code = CHINA_COUNTRY_CODE.exec(phone)?.[0];
  if (code === undefined) return phone;
  const national = phone.slice(code.length);
  return /^1[3-9]\d{9}$/.test(national) || national.startsWith('0') ? national : `0${national}`;
}
