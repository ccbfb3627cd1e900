import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { AttemptLimits } from '../../campaign/guards/attempts';
import { incomingField } from '../fields/incoming-field';
import { wholeNumber } from '../fields/option-values';
import { moreField, moreOf } from './more';

const field = (
  displayName: string,
  name: string,
  example: string,
  description: string,
): INodeProperties => ({
  ...incomingField({ displayName, name, default: '', description }),
  placeholder: `e.g. ${example}`,
  hint: undefined,
});

const more = moreField([
  field(
    'Calls This Week Field',
    'callsThisWeekField',
    'calls_this_week',
    'Name of the incoming field with the number of calls this week. Where the last call was in another week, it counts as 0.',
  ),
  field(
    'Calls Today Field',
    'callsTodayField',
    'calls_today',
    'Name of the incoming field with the number of calls today. Where the last call was on another day, it counts as 0.',
  ),
  {
    displayName: 'Hours Between Calls',
    name: 'hoursBetween',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 4,
    description: 'How many hours must lie between two calls; 0 is no pause',
  },
]);

/** How often somebody is called at most. */
export const attemptsField: INodeProperties = {
  displayName: 'Attempts',
  name: 'attempts',
  type: 'fixedCollection',
  default: { limits: { callsADay: 1 } },
  description:
    'How often somebody is called at most. Rows with the same phone number count together. Days and weeks are those of the person called.',
  options: [
    {
      displayName: 'Attempts',
      name: 'limits',
      values: [
        {
          displayName: 'Calls a Day',
          name: 'callsADay',
          type: 'number',
          typeOptions: { minValue: 0 },
          default: 1,
          description: 'How many calls a day at most; 0 is no limit',
        },
        {
          displayName: 'Calls a Week',
          name: 'callsAWeek',
          type: 'number',
          typeOptions: { minValue: 0 },
          default: 0,
          description: 'How many calls a week at most, from Monday to Sunday; 0 is no limit',
        },
        field(
          'Last Call Field',
          'lastCallField',
          'last_call',
          'Name of the incoming field with the time of the last call. Empty if your rows have none: then only the calls of this run count.',
        ),
        more,
      ],
    },
  ],
};

/** What this guard's settings say. @throws InvalidInput for a number that is not possible */
export function attemptLimits(settings: IDataObject): AttemptLimits {
  const all = { ...settings, ...moreOf(settings) };
  const number = (name: string, displayName: string, byDefault: number) =>
    wholeNumber(all, name, displayName, { byDefault, least: 0, most: 10_000 });
  return {
    aDay: number('callsADay', 'Calls a Day', 1),
    aWeek: number('callsAWeek', 'Calls a Week', 0),
    hoursBetween: number('hoursBetween', 'Hours Between Calls', 0),
  };
}
