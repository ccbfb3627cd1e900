import { apiRequestOperation } from '../../../panel/api-request';

/** API Request: Send, for tasks, plans and the predictive dialer (docs/vendors/airudder.md, groups A, B and D). */
export const sendApiRequest = apiRequestOperation(['task', 'plan', 'dialer']);
