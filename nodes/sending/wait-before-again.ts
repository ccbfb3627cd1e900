import type { IDataObject } from 'n8n-workflow';
import { wholeNumber } from '../runtime/fields/option-values';

/**
 * How old an uncertain try must be before it counts that the vendor does not show it, in milliseconds.
 *
 * @param displayName how the option is called in the panel
 * @throws InvalidInput for an option that is not possible
 */
export function waitBeforeAgain(
  options: IDataObject,
  displayName = 'Wait Before Sending Again',
): number {
  const bounds = { byDefault: 15, least: 0, most: 1440 };
  return wholeNumber(options, 'waitBeforeAgain', displayName, bounds) * 60_000;
}
