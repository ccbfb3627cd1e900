import { apiRequestOperation } from '../../../panel/api-request';

/** API Request: Send, for inbound calls (reference, group E). */
export const sendApiRequest = apiRequestOperation(['inbound']);
