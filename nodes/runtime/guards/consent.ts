import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ConsentRule } from '../../campaign/guards/consent';
import { incomingField } from '../fields/incoming-field';
import { wholeNumber } from '../fields/option-values';

/** Nobody is called who did not agree. */
export const consentField: INodeProperties = {
  displayName: 'Consent',
  name: 'consent',
  type: 'fixedCollection',
  default: { rule: { field: 'consent', must: 'filled' } },
  description: 'Nobody is called who did not agree to it',
  options: [
    {
      displayName: 'Consent',
      name: 'rule',
      values: [
        incomingField({
          displayName: 'Consent Field',
          name: 'field',
          default: 'consent',
          description: 'Name of the incoming field that says whether, or when, a person agreed',
        }),
        {
          displayName: 'Must Be',
          name: 'must',
          type: 'options',
          options: [
            { name: 'A Date Not Too Long Ago', value: 'recent' },
            { name: 'Filled', value: 'filled' },
            { name: 'Yes', value: 'true', description: 'True, yes or 1' },
          ],
          default: 'filled',
          description: 'What the field must hold',
        },
        {
          displayName: 'Days',
          name: 'days',
          type: 'number',
          typeOptions: { minValue: 1 },
          displayOptions: { show: { must: ['recent'] } },
          default: 365,
          description: 'How many days ago the date may lie',
        },
      ],
    },
  ],
};

/** What this guard's settings say. @throws InvalidInput for a number of days that is not possible */
export function consentRule(settings: IDataObject): ConsentRule {
  const must = String(settings.must ?? 'filled');
  if (must === 'true' || must === 'filled') return { must };
  const days = wholeNumber(settings, 'days', 'Days', { byDefault: 365, least: 1, most: 36_500 });
  return { must: 'recent', days };
}
