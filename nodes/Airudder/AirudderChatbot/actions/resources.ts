import type { Resource } from '../../../runtime/operation/operation';
import { sendApiRequest } from './apiRequest/send.operation';

/** Everything the node can do. A new operation is one new file and one entry here. */
export const resources: readonly Resource[] = [
  { name: 'API Request', value: 'apiRequest', operations: [sendApiRequest] },
];
