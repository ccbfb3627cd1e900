import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { wholeNumber } from './option-values';

/** A vendor's way of waiting for replies. */
export interface TimeoutOption {
  /** The option as a collection holds it. */
  option: INodeProperties;
  /** An Options collection that holds nothing else. */
  only: INodeProperties;
  /** The chosen timeout in milliseconds. @throws InvalidInput for one that is not possible */
  milliseconds(options: IDataObject): number;
}

/**
 * The option "Timeout": how long to wait for one reply.
 *
 * @param vendor the vendor's name
 * @param seconds the usual and the longest time
 */
export function timeoutOption(
  vendor: string,
  { byDefault, most }: { byDefault: number; most: number },
): TimeoutOption {
  const option: INodeProperties = {
    displayName: 'Timeout',
    name: 'timeout',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: most },
    default: byDefault,
    description: `How many seconds to wait for one reply of ${vendor}`,
  };
  return {
    option,
    only: {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [option],
    },
    milliseconds: (options) =>
      wholeNumber(options, 'timeout', 'Timeout', { byDefault, least: 1, most }) * 1000,
  };
}
