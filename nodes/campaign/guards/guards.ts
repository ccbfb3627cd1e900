import { DateTime } from 'luxon';
import { AllowedHours, type HoursRule } from './allowed-hours';
import { Attempts, type AttemptLimits, type CallsBefore } from './attempts';
import { consentMissing, type ConsentRule } from './consent';
import { dialsOutside, type DialTimes } from './dial-times';
import type { DoNotCallList } from './do-not-call';
import { internationalDigits, type Refusal } from './guard';
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
  /** Why a value of the row cannot be judged. */
  unreadable?: string;
}

/**
 * Decides who may be called. Nothing is an error: whoever may not be called is told why, and, if that passes, from when
 * on he may be.
 */
export class Guards {
  private readonly hours: AllowedHours | undefined;
  private readonly attempts: Attempts | undefined;

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
  note({ phone, calls }: GuardedRow): void {
    if (this.attempts === undefined) return;
    const number = this.number(phone);
    this.rows.set(number, (this.rows.get(number) ?? 0) + 1);
    if (calls !== undefined) this.attempts.before(number, calls);
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
    if (row.unreadable !== undefined) return never('attempts', row.unreadable);
    return this.checkTime(row, at);
  }

  /** The same for what changes with time and with the calls of this run, just before a contact is called; counts it. */
  turn(row: GuardedRow, at: number): Refusal | undefined {
    const refusal = this.checkTime(row, at);
    if (refusal !== undefined || this.attempts === undefined) return refusal;
    const number = this.number(row.phone);
    if ((this.rows.get(number) ?? 0) > 1) this.attempts.called(number, row.contactId);
    return undefined;
  }

  private checkTime(row: GuardedRow, at: number): Refusal | undefined {
    const zones = this.zonesOf(row);
    if (zones === undefined && this.hours !== undefined) {
      return never('timeZone', unknownZone(row));
    }
    const tooOften = this.attempts?.tooOften(
      this.number(row.phone),
      row.contactId,
      zones ?? ['UTC'],
      at,
    );
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
    const zones = this.zonesOf(row);
    if (this.hours === undefined || zones === undefined) return undefined;
    const callableFrom = this.hours.next(zones, at, row.holidays);
    if (callableFrom === at) return undefined;
    if (callableFrom === null) {
      return never(
        'callingHours',
        `at no time it is ${this.hoursInWords()} in ${zones.join(', ')}`,
      );
    }
    const reason = `outside ${this.hoursInWords()}: it is ${clocks(zones, at)}`;
    return { outcome: 'notNow', by: 'callingHours', reason, callableFrom };
  }

  /** The time zones of a contact; undefined if they are not known. */
  zonesOf({ phone, zone }: GuardedRow): readonly string[] | undefined {
    const { countryCode, zoneIfUnknown } = this.rules;
    const otherwise = zoneIfUnknown === undefined ? undefined : [zoneIfUnknown];
    if (zone !== undefined) return zone === null ? otherwise : [zone];
    const { digits, hasCountry } = internationalDigits(phone, countryCode);
    return (hasCountry ? zonesOfNumber(digits) : undefined) ?? otherwise;
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
        moments.set(
          zone,
          dialsOutside(times, (at) => hours.isAllowed([zone], at), now),
        );
      }
      return moments.get(zone);
    };
    const outside = rows.filter((row) =>
      this.zonesOf(row)?.some((zone) => momentIn(zone) !== undefined),
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

  private number(phone: string): string {
    return internationalDigits(phone, this.rules.countryCode).digits;
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
