import table from './phone-zones.json';

let zonesByStart: Map<string, string[]> | undefined;
let longest = 0;

/** The table is read the other way round: zones by the beginning of the number. */
function byStart(): Map<string, string[]> {
  if (zonesByStart !== undefined) return zonesByStart;
  zonesByStart = new Map();
  for (const [zones, starts] of Object.entries(table)) {
    const list = zones.split(' ');
    for (const start of starts.split(' ')) {
      zonesByStart.set(start, list);
      longest = Math.max(longest, start.length);
    }
  }
  return zonesByStart;
}

/**
 * The time zones in which the owner of a number may live: one, or several where a country has several and the number
 * does not say where. Mobile numbers of Indonesia, Russia and Australia, say, are the same all over the country.
 *
 * Source: the table of Google's libphonenumber, made smaller by tools/phone-zones.ts.
 *
 * @param digits calling code and number, without `+`
 * @returns IANA names; undefined for a country that the table does not know
 */
export function zonesOfNumber(digits: string): readonly string[] | undefined {
  const zones = byStart();
  for (let length = Math.min(longest, digits.length); length > 0; length--) {
    const found = zones.get(digits.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The calling code that a number begins with, of one to three digits; undefined where there is no such country. */
export function callingCodeOf(digits: string): string | undefined {
  const zones = byStart();
  return [1, 2, 3].map((length) => digits.slice(0, length)).find((code) => zones.has(code));
}
