import type { INodeProperties } from 'n8n-workflow';
import { timeoutOption } from './timeout';

/** The Options collection of an operation that has none beside the timeout. */
export const timeoutOnly: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add Option',
  default: {},
  options: [timeoutOption],
};

/** "Simplify", with the text that n8n prescribes. */
export const simplify: INodeProperties = {
  displayName: 'Simplify',
  name: 'simplify',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
};
