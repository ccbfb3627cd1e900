import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { wholeNumber } from './option-values';

/** Whether items carry the body along; the same for every trigger. */
export const includeRawOption: INodeProperties = {
  displayName: 'Include Raw Push',
  name: 'includeRaw',
  type: 'boolean',
  default: false,
  description: 'Whether each item also holds the whole body as it came, under "raw"',
};

/** How large a push may be; the same for every trigger. */
export const sizeLimitOption: INodeProperties = {
  displayName: 'Size Limit',
  name: 'sizeLimit',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 16 },
  default: 4,
  description: 'How many megabytes a push may have; larger ones are answered with 413',
};

/** The chosen limit in bytes. @throws InvalidInput for one that is not possible */
export function sizeLimit(options: IDataObject): number {
  const bounds = { byDefault: 4, least: 1, most: 16 };
  return wholeNumber(options, 'sizeLimit', 'Size Limit', bounds) * 1024 * 1024;
}
