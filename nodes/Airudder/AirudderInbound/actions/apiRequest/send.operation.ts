import { apiRequestOperation } from '../../../panel/api-request';

/** API Request: Send, for inbound calls (docs/vendors/airudder.md, group E). */
export const sendApiRequest = apiRequestOperation(['inbound']);
