import type { INodeProperties } from 'n8n-workflow';
import { incomingField } from '../fields/incoming-field';

/** Where the phone number of each contact comes from. */
export const phoneField: INodeProperties = incomingField({
  displayName: 'Phone Number Field',
  name: 'phoneField',
  required: true,
  default: 'phone',
  description: 'Name of the incoming field that holds the phone number to call',
});

/** What the script is told about each contact. */
export const variableFields: INodeProperties[] = [
  {
    displayName: 'Variables to Send',
    name: 'variableMode',
    type: 'options',
    options: [
      {
        name: 'All Other Fields',
        value: 'allOther',
        description: 'Every incoming field becomes a variable of the same name',
      },
      {
        name: 'Chosen Fields',
        value: 'chosen',
        description: 'Only the incoming fields you name',
      },
      {
        name: 'Name and Value Pairs',
        value: 'pairs',
        description: 'Variables you set one by one, also with expressions',
      },
      {
        name: 'None',
        value: 'none',
        description: 'The script uses no variables',
      },
    ],
    default: 'allOther',
    description: 'What the script is told about each contact; the names must exist in the template',
  },
  {
    displayName: 'Fields to Leave Out',
    name: 'variablesExcluded',
    type: 'string',
    displayOptions: { show: { variableMode: ['allOther'] } },
    default: 'id, createdAt, updatedAt',
    placeholder: 'e.g. createdAt, updatedAt',
    description:
      'Names of incoming fields that are no variables, separated by commas. The contact ID and the phone number are left out anyway.',
  },
  {
    displayName: 'Fields to Send',
    name: 'variablesChosen',
    type: 'string',
    displayOptions: { show: { variableMode: ['chosen'] } },
    required: true,
    default: '',
    placeholder: 'e.g. name, order_number',
    description: 'Names of the incoming fields to send as variables, separated by commas',
  },
  {
    displayName: 'Variables',
    name: 'variablePairs',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    displayOptions: { show: { variableMode: ['pairs'] } },
    placeholder: 'Add Variable',
    default: {},
    options: [
      {
        displayName: 'Variable',
        name: 'pair',
        values: [
          {
            displayName: 'Name',
            name: 'name',
            type: 'string',
            default: '',
            placeholder: 'e.g. customer_name',
            description: 'Name of the variable in the template',
          },
          {
            displayName: 'Value',
            name: 'value',
            type: 'string',
            default: '',
            placeholder: 'e.g. {{ $json.name }}',
            description: 'Text, or an expression that is evaluated for every contact',
          },
        ],
      },
    ],
  },
];

/** Phone number and variables of each contact; the same for every vendor. */
export const contactFields: INodeProperties[] = [phoneField, ...variableFields];
