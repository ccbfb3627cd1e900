import { apiRequestOperation } from '../../../panel/api-request';

/**
 * API Request: Send, for chatbots (docs/vendors/airudder.md, group F): titles are known, everything else is not
 * public.
 */
export const sendApiRequest = apiRequestOperation(['chatbot']);
