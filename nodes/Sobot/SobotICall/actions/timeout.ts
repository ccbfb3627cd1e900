import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** How long to wait for one reply; the vendor's own demo waits 30 seconds. */
export const timeoutOption: INodeProperties = {
  displayName: 'Timeout',
  name: 'timeout',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 300 },
  default: 30,
  description: 'How many seconds to wait for one reply of Sobot iCall',
};

/** The chosen timeout in milliseconds, or undefined for the default. */
export function timeoutMs(options: IDataObject): number | undefined {
  return typeof options.timeout === 'number' ? options.timeout * 1000 : undefined;
}
