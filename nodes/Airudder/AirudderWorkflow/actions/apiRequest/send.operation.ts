import { apiRequestOperation } from '../../../panel/api-request';

/** API Request: Send, for workflows and the predictive dialer (docs/vendors/airudder.md, groups C and D). */
export const sendApiRequest = apiRequestOperation(['workflow', 'dialer']);
