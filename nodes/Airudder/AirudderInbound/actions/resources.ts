import type { Resource } from '../../../runtime/operation/operation';
import { sendApiRequest } from './apiRequest/send.operation';
import { getStatistics } from './statistics/get.operation';

/** Everything the node can do. A new operation is one new file and one entry here. */
export const resources: readonly Resource[] = [
  { name: 'Statistics', value: 'statistics', operations: [getStatistics] },
  { name: 'API Request', value: 'apiRequest', operations: [sendApiRequest] },
];
