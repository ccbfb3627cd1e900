import type { INodeProperties } from 'n8n-workflow';

/** "Simplify", with the text that n8n prescribes. */
export const simplify: INodeProperties = {
  displayName: 'Simplify',
  name: 'simplify',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
};
