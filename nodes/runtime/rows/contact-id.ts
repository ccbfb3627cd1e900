import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { asShown, toPieces } from '../../basics/values';
import { fieldReader, incomingField, mustExist, valueOfEach } from '../fields/incoming-field';

/** A contact's id, or why the row has none. */
export type ContactId = { value: string; reason?: string };

/** Enough of the hash that two rows of a billion do not meet. */
const HASH_DIGITS = 24;

/**
 * Where the id of each contact comes from: a field of the row, or made from the fields that identify it.
 *
 * @param description of the field, in the vendor's terms
 */
export function contactIdFields(description: string): INodeProperties[] {
  return [
    {
      displayName: 'Contact ID',
      name: 'contactIdMode',
      type: 'options',
      options: [
        {
          name: 'From a Field',
          value: 'field',
          description: 'The row has an ID of its own that never changes',
        },
        {
          name: 'Made From Several Fields',
          value: 'derived',
          description: 'The row has none: an ID is made from the fields that identify it',
        },
      ],
      default: 'field',
      description:
        'Where the ID of each contact comes from. It must be the same whenever the same row is sent again.',
    },
    {
      ...incomingField({
        displayName: 'Contact ID Field',
        name: 'contactIdField',
        required: true,
        default: 'id',
        placeholder: 'e.g. contact_id',
        description,
      }),
      displayOptions: { show: { contactIdMode: ['field'] } },
    },
    {
      displayName: 'Identifying Fields',
      name: 'identifyingFields',
      type: 'string',
      required: true,
      displayOptions: { show: { contactIdMode: ['derived'] } },
      default: '',
      placeholder: 'e.g. phone, invoice_number',
      description:
        'Names of the incoming fields that together tell one row from every other and never change, separated by commas. Rows that agree in all of them count as the same contact.',
    },
  ];
}

/**
 * Reads the id of each item's contact, as `contactIdFields` describe it.
 *
 * A derived id is `r` and the first 24 hexadecimal digits of the SHA-256 of the identifying values in the order
 * in which the fields are named: texts without blanks around them and in Unicode's composed form, numbers as
 * they are written. So `5` and `"5"` are the same value, `["a,b", ""]` and `["a", "b"]` are not.
 *
 * @throws InvalidInput when a parameter itself cannot be used
 */
export function contactIdOfEach(context: IExecuteFunctions): (itemIndex: number) => ContactId {
  if (!isDerived(context)) {
    const read = valueOfEach(context, 'contactIdField', 'Contact ID Field');
    return (itemIndex) => asId(read(itemIndex));
  }
  const items = context.getInputData();
  const fields = toPieces(context.getNodeParameter('identifyingFields', 0, ''));
  if (fields.length === 0) {
    throw new InvalidInput(
      '"Identifying Fields" is empty',
      'Name the incoming fields that tell one row from every other, separated by commas.',
    );
  }
  const readers = fields.map(fieldReader);
  readers.forEach((read, at) => mustExist(items, read, fields[at], 'Identifying Fields'));
  return (itemIndex) =>
    derivedId(
      readers.map((read) => read(items[itemIndex].json)),
      fields,
    );
}

/** Whether ids are made from several fields, so that no field holds them. */
export function isDerived(context: IExecuteFunctions): boolean {
  return context.getNodeParameter('contactIdMode', 0, 'field') === 'derived';
}

function derivedId(values: unknown[], fields: string[]): ContactId {
  const texts: string[] = [];
  for (const [at, given] of values.entries()) {
    const value = asShown(given);
    if (value !== null && typeof value === 'object') {
      return {
        value: '',
        reason: `the identifying field "${fields[at]}" holds a list or an object`,
      };
    }
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return {
        value: '',
        reason: `the identifying field "${fields[at]}" is a number too long to keep all its digits; hand it over as text`,
      };
    }
    texts.push(
      String(value ?? '')
        .trim()
        .normalize('NFC'),
    );
  }
  if (texts.every((text) => text === '')) {
    return { value: '', reason: `the contact ID is missing: ${fields.join(', ')} empty` };
  }
  const hash = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
  return { value: `r${hash.slice(0, HASH_DIGITS)}` };
}

function asId(value: unknown): ContactId {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    return {
      value: String(value),
      reason: `the contact ID ${value} is no whole number that keeps all its digits; hand it over as text`,
    };
  }
  if (value !== null && typeof value === 'object') {
    return { value: '', reason: 'the contact ID is a list or an object' };
  }
  const text = value === null || value === undefined ? '' : String(value).trim();
  return text === '' ? { value: '', reason: 'the contact ID is missing' } : { value: text };
}
