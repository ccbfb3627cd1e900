import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { wholeNumber } from '../../runtime/fields/option-values';
import { toText } from '../../basics/values';
import type { FileWish } from '../client/request';

/** The field of the output item that will hold a file. */
export const outputField: INodeProperties = {
  displayName: 'Output Data Field Name',
  name: 'outputField',
  type: 'string',
  required: true,
  default: 'data',
  placeholder: 'e.g. data',
  hint: 'The field of the output item that will hold the file',
  description: 'Name of the field for the file',
};

/** Options of an operation that may receive a file. */
export const fileOptions: INodeProperties[] = [
  {
    displayName: 'File Name',
    name: 'fileName',
    type: 'string',
    default: '',
    placeholder: 'e.g. {{ $json.contactId }}',
    description: 'Name of the file without its extension, where the vendor gives none',
  },
  {
    displayName: 'Size Limit',
    name: 'sizeLimit',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 2048 },
    default: 500,
    description: 'How many megabytes a file may have',
  },
];

/** What the user wants of a file. */
export function fileWish(options: IDataObject, name: string): FileWish {
  const bounds = { byDefault: 500, least: 1, most: 2048 };
  const tidy = (toText(options.fileName) ?? name).replace(/[^\p{L}\p{N}._-]+/gu, '-');
  return {
    name: tidy === '' ? 'file' : tidy,
    maxBytes: wholeNumber(options, 'sizeLimit', 'Size Limit', bounds) * 1024 * 1024,
  };
}

/** Name of the output field for the file. */
export function outputFieldName(context: IExecuteFunctions, itemIndex: number): string {
  return String(context.getNodeParameter('outputField', itemIndex, 'data')).trim() || 'data';
}
