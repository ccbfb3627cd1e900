import { apiRequestOperation } from '../../../api/api-request';

/** API Request: Send, for inbound calls (reference, group E). */
export const sendApiRequest = apiRequestOperation(['inbound']);
