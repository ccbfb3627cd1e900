import { DateTime } from 'luxon';
import { AllowedHours, type HoursRule } from './allowed-hours';
import { Attempts, type AttemptLimits, type CallsBefore } from './attempts';
import { consentMissing, type ConsentRule } from './consent';
import { dialsOutside, type DialTimes } from './dial-times';
import type { DoNotCallList } from './do-not-call';
import { internationalDigits, type Digits } from './digits';
import type { Refusal } from './guard';
import { zonesOfNumber } from './phone-zones';

/** What keeps contacts from being called; what is left out is not checked. */
export interface GuardRules {
  attempts?: AttemptLimits;
  hours?: HoursRule;
  consent?: ConsentRule;
  doNotCall?: DoNotCallList;
  /** Calling code of numbers that have none; empty if that is not known. */
  countryCode: string;
  /** Zone of people of whom it is not known where they live; without one they are not called. */
  zoneIfUnknown?: string;
}

/** What the guards must know of a contact. */
export interface GuardedRow {
  contactId: string;
  /** As `checkPhone` returns it. */
  phone: string;
  /** Whether the row itself says that nobody must be called. */
  isMarked?: boolean;
  consent?: { value: unknown; given?: number };
  /** IANA name, where the row says it; null for a name that is none. */
  zone?: string | null;
  /** Further days without calls. */
  holidays?: ReadonlySet<string>;
  calls?: CallsBefore;
  /** The time of the last call, in epoch milliseconds, where the row says it by the clock of the person called. */
  lastCallIn?(zone: string): number;
  /** Why a value of the row cannot be judged. */
  unreadable?: string;
}

/** A number with its country, and the time zones in which its owner may live; undefined if they are not known. */
interface Place extends Digits {
  zones: readonly string[] | undefined;
}

const UTC = ['UTC'];

/**
 * Decides who may be called. Nothing is an error: whoever may not be called is told why, and, if that passes, from when
 * on he may be.
 */
export class Guards {
  private readonly hours: AllowedHours | undefined;
  private readonly attempts: Attempts | undefined;

  private readonly places = new WeakMap<GuardedRow, Place>();
  /** What to say when it is too early or too late, by zones. */
  private readonly saidOutside = new Map<readonly string[], { minute: number; reason: string }>();
  private readonly namedZones = new Map<string, readonly string[]>();
  /** How many rows have a number. */
  private readonly rows = new Map<string, number>();

  /** @param inThisRun see `Attempts` */
  constructor(
    private readonly rules: GuardRules,
    inThisRun = new Map<string, Set<string>>(),
  ) {
    if (rules.hours !== undefined) this.hours = new AllowedHours(rules.hours);
    if (rules.attempts !== undefined) this.attempts = new Attempts(rules.attempts, inThisRun);
  }

  /** Reads the calls of a row. All rows are read before the first is judged, since numbers come twice. */
  note(row: GuardedRow): void {
    if (this.attempts === undefined) return;
    const { digits } = this.placeOf(row);
    this.rows.set(digits, (this.rows.get(digits) ?? 0) + 1);
    const { calls, lastCallIn } = row;
    if (calls === undefined) return;
    const { zones = UTC } = this.placeOf(row);
    const times = lastCallIn === undefined ? [] : zones.map(lastCallIn);
    this.attempts.before(
      digits,
      times.length === 0 ? calls : { ...calls, last: Math.max(...times) },
    );
  }

  /** Whether a contact may be called at a moment (epoch milliseconds); undefined says yes. */
  check(row: GuardedRow, at: number): Refusal | undefined {
    const { consent, doNotCall } = this.rules;
    if (row.isMarked === true || doNotCall?.has(row.phone) === true) {
      return never('doNotCall', `${row.phone} must not be called`);
    }
    if (consent !== undefined) {
      const missing = consentMissing(consent, row.consent?.value, row.consent?.given, at);
      if (missing !== undefined) return never('consent', missing);
    }
    if (row.unreadable !== undefined) return never('unreadable', row.unreadable);
    return this.checkTime(row, at);
  }

  /** The same for what changes with time and with the calls of this run, just before a contact is called; counts it. */
  turn(row: GuardedRow, at: number): Refusal | undefined {
    const refusal = this.checkTime(row, at);
    if (refusal !== undefined || this.attempts === undefined) return refusal;
    const { digits } = this.placeOf(row);
    if ((this.rows.get(digits) ?? 0) > 1) this.attempts.called(digits, row.contactId);
    return undefined;
  }

  private checkTime(row: GuardedRow, at: number): Refusal | undefined {
    const { zones, digits } = this.placeOf(row);
    if (zones === undefined && this.hours !== undefined) {
      return never('timeZone', unknownZone(row));
    }
    const tooOften = this.attempts?.tooOften(digits, row.contactId, zones ?? UTC, at);
    if (tooOften === undefined) return this.outsideHours(row, at);
    const later = this.outsideHours(row, tooOften.from);
    if (later?.outcome === 'notAllowed') return later;
    return {
      outcome: 'notNow',
      by: 'attempts',
      reason: tooOften.reason,
      callableFrom: later?.callableFrom ?? tooOften.from,
    };
  }

  /** Whether a moment lies outside the calling hours of a contact. */
  outsideHours(row: GuardedRow, at: number): Refusal | undefined {
    const { zones } = this.placeOf(row);
    if (this.hours === undefined || zones === undefined) return undefined;
    const callableFrom = this.hours.next(zones, at, row.holidays);
    if (callableFrom === at) return undefined;
    if (callableFrom === null) {
      return never(
        'callingHours',
        `at no time it is ${this.hoursInWords()} in ${zones.join(', ')}`,
      );
    }
    return {
      outcome: 'notNow',
      by: 'callingHours',
      reason: this.outsideInWords(zones, at),
      callableFrom,
    };
  }

  private outsideInWords(zones: readonly string[], at: number): string {
    const minute = Math.floor(at / 60_000);
    const said = this.saidOutside.get(zones);
    if (said?.minute === minute) return said.reason;
    const isInHours = zones.every((zone) => this.hours?.isInHours(zone, at) === true);
    const why = isInHours ? 'a day without calls' : `outside ${this.hoursInWords()}`;
    const reason = `${why}: it is ${clocks(zones, at)}`;
    this.saidOutside.set(zones, { minute, reason });
    return reason;
  }

  /** The number of a contact, and where its owner may live. */
  private placeOf(row: GuardedRow): Place {
    const known = this.places.get(row);
    if (known !== undefined) return known;
    const { countryCode, zoneIfUnknown } = this.rules;
    const { digits, hasCountry } = internationalDigits(row.phone, countryCode);
    const { zone } = row;
    const own = zone === undefined ? (hasCountry ? zonesOfNumber(digits) : undefined) : zone;
    const zones = typeof own === 'string' ? this.named(own) : own;
    const place = {
      digits,
      hasCountry,
      zones: zones ?? (zoneIfUnknown === undefined ? undefined : this.named(zoneIfUnknown)),
    };
    this.places.set(row, place);
    return place;
  }

  private named(zone: string): readonly string[] {
    const zones = this.namedZones.get(zone) ?? [zone];
    this.namedZones.set(zone, zones);
    return zones;
  }

  /**
   * When a task may dial one of these contacts outside its calling hours.
   *
   * @param now epoch milliseconds
   * @returns for how many contacts that is so, and one moment by the clock there; undefined if for none
   */
  dialledOutside(
    rows: GuardedRow[],
    times: DialTimes,
    now: number,
  ): { contacts: number; when: string } | undefined {
    const { hours } = this;
    if (hours === undefined) return undefined;
    const moments = new Map<string, number | undefined>();
    const momentIn = (zone: string) => {
      if (!moments.has(zone)) {
        moments.set(zone, dialsOutside(times, hours, this.named(zone), now));
      }
      return moments.get(zone);
    };
    const outside = rows.filter((row) =>
      this.placeOf(row).zones?.some((zone) => momentIn(zone) !== undefined),
    );
    const [example] = [...moments].filter(([, moment]) => moment !== undefined);
    if (example === undefined) return undefined;
    const [zone, moment = now] = example;
    return { contacts: outside.length, when: clocks([zone], moment) };
  }

  /** `09:00–20:00` */
  hoursInWords(): string {
    const { from, until } = this.rules.hours ?? { from: 0, until: 24 * 60 };
    return `${timeInWords(from)}–${timeInWords(until)}`;
  }
}

function never(by: Refusal['by'], reason: string): Refusal {
  return { outcome: 'notAllowed', by, reason };
}

function unknownZone({ phone, zone }: GuardedRow): string {
  if (zone === null) return 'the row names no time zone such as Asia/Jakarta';
  return `the time zone of ${phone} is not known; write the number with + and its country code`;
}

function clocks(zones: readonly string[], at: number): string {
  const shown = zones.map((zone) => {
    return `${DateTime.fromMillis(at, { zone }).toFormat('ccc HH:mm', { locale: 'en' })} in ${zone}`;
  });
  return shown.length > 3 ? `${shown.slice(0, 3).join(', ')} …` : shown.join(', ');
}

function timeInWords(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
