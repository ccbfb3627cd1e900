import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { DoNotCallList } from '../../campaign/guards/do-not-call';
import { fieldReader, incomingField, mustExist } from '../fields/incoming-field';
import { flag } from '../fields/option-values';

/** Numbers that are never called. */
export const doNotCallField: INodeProperties = {
  displayName: 'Do Not Call',
  name: 'doNotCall',
  type: 'fixedCollection',
  default: { list: { fromInput: false } },
  description: 'Numbers that are never called, whatever their spelling',
  options: [
    {
      displayName: 'Do Not Call',
      name: 'list',
      values: [
        {
          displayName: 'Use a Second Input',
          name: 'fromInput',
          type: 'boolean',
          default: false,
          description:
            'Whether the node gets a second input, Do Not Call, that takes the list: a sheet, a table, a CRM',
        },
        {
          displayName: 'Number Field',
          name: 'inputField',
          type: 'string',
          displayOptions: { show: { fromInput: [true] } },
          default: 'phone',
          placeholder: 'e.g. phone',
          description: 'Name of the field of the second input that holds the numbers',
        },
        incomingField({
          displayName: 'Mark Field',
          name: 'markField',
          default: '',
          placeholder: 'e.g. do_not_call',
          description:
            'Name of the incoming field that marks a contact as not to be called. Everything but empty, no, false and 0 is a mark.',
        }),
        {
          displayName: 'Numbers',
          name: 'numbers',
          type: 'string',
          typeOptions: { rows: 3 },
          default: '',
          placeholder: 'e.g. +62 812-3456-789, +1 202-555-0123',
          description: 'Numbers that are not called, separated by commas or lines',
        },
      ],
    },
  ],
};

/**
 * The list that this guard's settings name.
 *
 * @param countryCode calling code of numbers that have none; empty if that is not known
 * @throws InvalidInput for a number that cannot be read, and when the second input brings no list
 */
export function doNotCallList(
  context: IExecuteFunctions,
  settings: IDataObject,
  countryCode: string,
): DoNotCallList {
  const list = new DoNotCallList(countryCode);
  list.add(settings.numbers, 'in "Numbers"');
  if (!flag(settings, 'fromInput', 'Use a Second Input')) return list;
  const items = secondInput(context);
  if (items.length === 0) {
    throw new InvalidInput(
      'The second input, "Do Not Call", brought no list, so nobody was called',
      'Connect the do-not-call list to it. If the list may be empty, turn on "Always Output Data" in the settings of the node that reads it.',
    );
  }
  const filled = items.filter(({ json }) => Object.keys(json).length > 0);
  const field = String(settings.inputField ?? 'phone').trim();
  const read = fieldReader(field);
  mustExist(filled, read, field, 'Number Field');
  filled.forEach(({ json }, at) => list.add(read(json), `item ${at} of the second input`));
  return list;
}

/** n8n throws for an input that the node does not have. */
function secondInput(context: IExecuteFunctions): INodeExecutionData[] {
  try {
    return context.getInputData(1) ?? [];
  } catch {
    return [];
  }
}
