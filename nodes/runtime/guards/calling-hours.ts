import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { toPieces } from '../../basics/values';
import { minuteOfDay } from '../../campaign/calling-hours';
import type { HoursRule } from '../../campaign/guards/allowed-hours';
import { incomingField } from '../fields/incoming-field';
import { moreField, moreOf } from './more';

/** Times and days, in the order in which one thinks of them. */
const whenValues: INodeProperties[] = [
  {
    displayName: 'From',
    name: 'from',
    type: 'string',
    default: '09:00',
    placeholder: 'e.g. 09:00',
    description: 'Nobody is called earlier by his own clock',
  },
  {
    displayName: 'Until',
    name: 'until',
    type: 'string',
    default: '20:00',
    placeholder: 'e.g. 20:00',
    description: 'Nobody is called later by his own clock; 24:00 is the end of the day',
  },
  {
    displayName: 'Days',
    name: 'days',
    type: 'options',
    options: [
      { name: 'Every Day', value: 'every' },
      { name: 'Monday to Friday', value: 'monToFri' },
      { name: 'Monday to Saturday', value: 'monToSat' },
      { name: 'Own Days', value: 'own' },
      { name: 'Sunday to Thursday', value: 'sunToThu' },
    ],
    default: 'monToSat',
    description: 'On which days people may be called',
  },
  {
    displayName: 'Own Days',
    name: 'ownDays',
    type: 'string',
    displayOptions: { show: { days: ['own'] } },
    default: '',
    placeholder: 'e.g. Mon, Tue, Thu',
    description: 'Days of the week, separated by commas',
  },
];

/** What few people need. */
const more = moreField([
  {
    displayName: 'Holidays',
    name: 'holidays',
    type: 'string',
    default: '',
    placeholder: 'e.g. 12-25, 2026-04-06',
    description:
      'Days on which nobody is called, separated by commas, as 2026-04-06 or, for every year, 12-25',
  },
  incomingField({
    displayName: 'Holidays Field',
    name: 'holidaysField',
    default: 'holidays',
    description:
      'Name of the incoming field with further such days for each contact, as a list or separated by commas',
  }),
  {
    displayName: 'If the Time Zone Is Unknown',
    name: 'ifUnknown',
    type: 'options',
    options: [
      { name: 'Do Not Call', value: 'leaveOut' },
      { name: "Use This Workflow's Time Zone", value: 'workflow' },
    ],
    default: 'leaveOut',
    description: 'What to do with a contact whose time zone is not known',
  },
  incomingField({
    displayName: 'Time Zone Field',
    name: 'timeZoneField',
    default: 'time_zone',
    description:
      'Name of the incoming field with the time zone, as Asia/Jakarta. Without it the phone number tells; where that may be in several zones, it must be within the hours in all of them.',
  }),
]);

/** When people may be called, by their own clock. */
export const callingHoursField: INodeProperties = {
  displayName: 'Calling Hours of the Recipient',
  name: 'callingHours',
  type: 'fixedCollection',
  default: { hours: { from: '09:00', until: '20:00', days: 'monToSat' } },
  description: 'When people may be called, by the clock where they live',
  options: [
    {
      displayName: 'Calling Hours of the Recipient',
      name: 'hours',
      values: [...whenValues, more],
    },
  ],
};

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const DAYS: Record<string, number[] | undefined> = {
  every: [1, 2, 3, 4, 5, 6, 7],
  monToFri: [1, 2, 3, 4, 5],
  monToSat: [1, 2, 3, 4, 5, 6],
  sunToThu: [7, 1, 2, 3, 4],
};

/** What this guard's settings say. @throws InvalidInput for times and days that cannot be read */
export function hoursRule(settings: IDataObject): HoursRule {
  const from = minuteOfDay(String(settings.from ?? '09:00'));
  const until = endOfDay(String(settings.until ?? '20:00'));
  if (from >= until) {
    throw new InvalidInput(
      'The calling hours of "Guards" end before they begin',
      'Calling hours lie within one day, e.g. from 09:00 until 20:00.',
    );
  }
  const days = DAYS[String(settings.days ?? 'monToSat')] ?? ownDays(settings.ownDays);
  const holidays = new Set(holidaysIn(moreOf(settings).holidays, '"Holidays"'));
  return { from, until, weekdays: new Set(days), holidays };
}

function endOfDay(typed: string): number {
  return /^\s*24[:：]00\s*$/.test(typed) ? 24 * 60 : minuteOfDay(typed);
}

function ownDays(typed: unknown): number[] {
  const days = toPieces(typed).map((piece) => {
    const name = piece.toLowerCase();
    const at = WEEKDAYS.findIndex((day) => day === name || day.slice(0, 3) === name);
    if (at >= 0) return at + 1;
    throw new InvalidInput(
      `"Own Days" holds "${piece}", which is no day of the week`,
      'Write Mon, Tue, Wed, Thu, Fri, Sat or Sun, separated by commas.',
    );
  });
  if (days.length > 0) return days;
  throw new InvalidInput('"Own Days" is empty', 'Name at least one day, e.g. Mon, Tue.');
}

/**
 * Days such as `2026-04-06` or `12-25`, as a list or as text.
 *
 * @param what where they come from, for the error
 * @throws InvalidInput for anything else
 */
export function holidaysIn(value: unknown, what: string): string[] {
  const isOneObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const days = isOneObject ? [value] : value;
  const pieces = Array.isArray(days) ? days.map((day) => String(day)) : toPieces(days);
  return pieces.map((piece) => {
    const day = /^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=$|[T ]\d\d:\d\d)/.exec(
      piece.trim(),
    );
    if (day !== null) return day[0];
    throw new InvalidInput(
      `${what} holds "${piece}", which is no day`,
      'Write days as 2026-04-06 or, for every year, as 12-25, separated by commas.',
    );
  });
}
