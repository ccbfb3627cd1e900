import type { IDataObject } from 'n8n-workflow';
import { wholeNumber } from '../runtime/fields/option-values';

/**
 * How old an uncertain try must be before it counts that the vendor does not show it, in milliseconds.
 *
 * @throws InvalidInput for an option that is not possible
 */
export function waitBeforeAgain(options: IDataObject): number {
  const bounds = { byDefault: 15, least: 0, most: 1440 };
  return wholeNumber(options, 'waitBeforeAgain', 'Wait Before Sending Again', bounds) * 60_000;
}
