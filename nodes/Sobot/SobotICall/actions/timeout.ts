import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { wholeNumber } from '../../../runtime/option-values';

/** How long to wait for one reply; the vendor's own demo waits 30 seconds. */
export const timeoutOption: INodeProperties = {
  displayName: 'Timeout',
  name: 'timeout',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 300 },
  default: 30,
  description: 'How many seconds to wait for one reply of Sobot iCall',
};

/** The chosen timeout in milliseconds. @throws InvalidInput for one that is not possible */
export function timeoutMs(options: IDataObject): number {
  const bounds = { byDefault: 30, least: 1, most: 300 };
  return wholeNumber(options, 'timeout', 'Timeout', bounds) * 1000;
}
