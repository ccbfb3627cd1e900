import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isMarked } from '../../campaign/guards/consent';
import { Guards, type GuardedRow, type GuardRules } from '../../campaign/guards/guards';
import { InvalidInput } from '../../basics/invalid-input';
import { differsPerItem, rawValue } from '../fields/expression';
import { valueOfEach, type ValueOfItem } from '../fields/incoming-field';
import { isDayAndTimeInDigits, isZone, toEpochMs } from '../fields/instants';
import { attemptLimits } from './attempts';
import { holidaysIn, hoursRule } from './calling-hours';
import { consentRule } from './consent';
import { countryCode } from './country-code';
import { doNotCallList } from './do-not-call';
import { moreOf } from './more';
import { typedText } from '../../basics/values';

/** The guards of a node, and what they must know of each contact. */
export interface NodeGuards {
  guards: Guards;
  /** @param phone as `checkPhone` returns it */
  rowOf(itemIndex: number, contactId: string, phone: string): GuardedRow;
}

/** Settings under one guard; undefined if it is turned off. */
type Settings = IDataObject | undefined;

/**
 * The guards that the user set, as `guardsField` describes them.
 *
 * @param phoneRule numbers of mainland China need no country code to be known
 * @param calledTogether contacts that an earlier try of this run called, by number
 * @returns undefined if all are turned off
 * @throws InvalidInput when a setting cannot be used or differs from row to row, or the second input brings no list
 */
export function guardsOf(
  context: IExecuteFunctions,
  phoneRule: string,
  calledTogether?: Map<string, Set<string>>,
): NodeGuards | undefined {
  refusePerRow(context);
  const all = context.getNodeParameter('guards', 0, {}) as Record<string, IDataObject | undefined>;
  const hours = all.callingHours?.hours as Settings;
  const attempts = all.attempts?.limits as Settings;
  const consent = all.consent?.rule as Settings;
  const doNotCall = all.doNotCall?.list as Settings;
  if ([hours, attempts, consent, doNotCall].every((settings) => settings === undefined)) {
    return undefined;
  }
  const code = countryCode(all.countryCode, phoneRule);
  const rules: GuardRules = {
    countryCode: code,
    ...(hours === undefined ? {} : { hours: hoursRule(hours) }),
    ...(moreOf(hours).ifUnknown === 'workflow' ? { zoneIfUnknown: context.getTimezone() } : {}),
    ...(attempts === undefined ? {} : { attempts: attemptLimits(attempts) }),
    ...(consent === undefined ? {} : { consent: consentRule(consent) }),
    ...(doNotCall === undefined ? {} : { doNotCall: doNotCallList(context, doNotCall, code) }),
  };
  return { guards: new Guards(rules, calledTogether), rowOf: rowReader(context, all) };
}

/** Parameters that name a field of the row; an expression there gives the value itself. */
const NAMES_FIELD = /(?:Field|^field)$/;

/** @throws InvalidInput for a setting that would be another one for each row: only the first row's would count */
function refusePerRow(context: IExecuteFunctions): void {
  if (context.getInputData().length < 2) return;
  const visit = (value: unknown, path: string): void => {
    const name = path.split('.').at(-1) ?? '';
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
    } else if (!NAMES_FIELD.test(name) && differsPerItem(context, path)) {
      throw new InvalidInput(
        `"Guards" holds an expression that is another one for each row: ${String(value)}`,
        'These settings are the same for all rows. What differs is named by a field, such as Mark Field or Time Zone Field.',
      );
    }
  };
  visit(rawValue(context, 'guards'), 'guards');
}

function rowReader(
  context: IExecuteFunctions,
  all: Record<string, IDataObject | undefined>,
): NodeGuards['rowOf'] {
  const reader = (path: string, displayName: string, isUsed: boolean): ValueOfItem | undefined => {
    const isNamed = isUsed && typedText(rawValue(context, path)) !== '';
    return isNamed ? valueOfEach(context, path, displayName) : undefined;
  };
  const rule = all.consent?.rule as Settings;
  const limits = 'guards.attempts.limits';
  const isLimited = all.attempts?.limits !== undefined;
  const mark = reader('guards.doNotCall.list.markField', 'Mark Field', true);
  const lastCall = reader(`${limits}.lastCallField`, 'Last Call Field', isLimited);
  const today = reader(`${limits}.more.callsTodayField`, 'Calls Today Field', isLimited);
  const week = reader(`${limits}.more.callsThisWeekField`, 'Calls This Week Field', isLimited);
  const ofHours = 'guards.callingHours.hours.more';
  const holidays = reader(`${ofHours}.holidaysField`, 'Holidays Field', true);
  const zone = reader(`${ofHours}.timeZoneField`, 'Time Zone Field', true);
  const consent =
    rule === undefined
      ? undefined
      : valueOfEach(context, 'guards.consent.rule.field', 'Consent Field');
  const workflowZone = context.getTimezone();
  const moment = (value: unknown) => momentIn(value, workflowZone);
  const sets = new Map<string, Set<string>>();
  /** One set for all rows with the same days, since what is found out for a set is remembered. */
  const sameDays = (days: string[]): Set<string> => {
    const key = [...new Set(days)].sort().join();
    const set = sets.get(key) ?? new Set(days);
    sets.set(key, set);
    return set;
  };

  return (itemIndex, contactId, phone) => {
    const row: GuardedRow = { contactId, phone };
    if (mark !== undefined) row.isMarked = isMarked(mark(itemIndex));
    if (zone !== undefined) row.zone = zoneIn(zone(itemIndex));
    if (consent !== undefined) {
      const value = consent(itemIndex);
      row.consent = rule?.must === 'recent' ? { value, given: moment(value) } : { value };
    }
    if (holidays !== undefined) {
      try {
        row.holidays = sameDays(holidaysIn(holidays(itemIndex) ?? '', 'the holidays field'));
      } catch (error) {
        row.unreadable = (error as Error).message;
      }
    }
    if (lastCall !== undefined) {
      const value = lastCall(itemIndex);
      const isGiven = value !== '' && value !== null && value !== undefined;
      const last = isGiven ? moment(value) : undefined;
      if (isGiven && last === undefined) row.unreadable = unreadable('the last call', value);
      row.calls = { last };
      if (last !== undefined && isByTheClock(value)) {
        row.lastCallIn = (there) => momentIn(value, there) ?? last;
      }
    }
    if (today !== undefined || week !== undefined) {
      const count = (value: unknown) => {
        const counted = value === undefined || value === null || value === '' ? 0 : Number(value);
        if (Number.isInteger(counted) && counted >= 0) return counted;
        row.unreadable = unreadable('a count of calls', value);
        return 0;
      };
      row.calls = {
        last: row.calls?.last,
        today: count(today?.(itemIndex)),
        thisWeek: count(week?.(itemIndex)),
      };
    }
    return row;
  };
}

function unreadable(what: string, value: unknown): string {
  return `${what} is "${String(value)}", so it is not known how often this contact was called`;
}

/** Undefined for an empty cell, so that the number tells; null for a name that is none. */
function zoneIn(value: unknown): string | null | undefined {
  const name = typedText(value);
  if (name === '') return undefined;
  return isZone(name) ? name : null;
}

/** A number such as `12` is no moment, though Luxon would take it as an hour of today … */
const SHORTEST_MOMENT = 8;

/** … and neither is a time such as `10:30:00`. */
const TIME_OF_DAY = /^T?\d{1,2}:/i;

function momentIn(value: unknown, zone: string): number | undefined {
  if (typeof value === 'string') {
    const text = value.trim();
    if (text.length < SHORTEST_MOMENT || TIME_OF_DAY.test(text)) return undefined;
  }
  if (typeof value === 'number' && String(value).length < 10) return undefined;
  try {
    return toEpochMs(value, zone, '');
  } catch {
    return undefined;
  }
}

/** Whether a value says a day or a time without a zone. */
function isByTheClock(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = typedText(value);
  if (isDayAndTimeInDigits(text)) return true;
  return /^\d{4}-/.test(text) && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text.slice(10));
}
