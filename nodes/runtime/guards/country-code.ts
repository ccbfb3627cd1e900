import type { INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';

/** Whose numbers are written without a country. */
export const countryCodeField: INodeProperties = {
  displayName: 'Country Code',
  name: 'countryCode',
  type: 'string',
  default: '',
  placeholder: 'e.g. 62',
  description:
    'Calling code of numbers that are written without one. Needed for their time zone; numbers of mainland China are known without it.',
};

/**
 * The calling code of numbers that have none; empty if that is not known.
 *
 * @param phoneRule numbers of mainland China need none to be known
 * @throws InvalidInput for anything but digits
 */
export function countryCode(typed: unknown, phoneRule: string): string {
  const text = String(typed ?? '').replace(/^\s*(?:\+|00)|\s/g, '');
  if (text === '') return phoneRule === 'china' ? '86' : '';
  if (/^[1-9]\d{0,2}$/.test(text)) return text;
  throw new InvalidInput(
    `"Country Code" is ${text}, which is no calling code`,
    'Write the digits behind the +, e.g. 62 for Indonesia.',
  );
}
