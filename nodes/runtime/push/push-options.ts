import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { wholeNumber } from '../fields/option-values';

/** Who may push; the same for every trigger. */
export const allowedAddressesOption: INodeProperties = {
  displayName: 'Allowed IP Addresses',
  name: 'allowedAddresses',
  type: 'string',
  default: '',
  placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24, 2001:db8::/32',
  description:
    'Addresses and ranges that may push, with commas between them; empty means any. Behind a proxy, n8n sees the sender only if N8N_PROXY_HOPS is set.',
};

/** Whether the same event starts one run only; the same for every trigger. */
export const ignoreRepeatsOption: INodeProperties = {
  displayName: 'Ignore Repeats',
  name: 'ignoreRepeats',
  type: 'boolean',
  default: true,
  description:
    'Whether the same event, sent again within ten minutes, is answered without starting another run',
};

/** What a push is answered with. */
export function replyOption(byDefault: string): INodeProperties {
  return {
    displayName: 'Reply',
    name: 'reply',
    type: 'string',
    default: byDefault,
    description: 'The text that answers each push at once, always with status 200',
  };
}

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
