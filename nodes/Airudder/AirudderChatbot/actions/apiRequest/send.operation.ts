import { apiRequestOperation } from '../../../panel/api-request';

/** API Request: Send, for chatbots (reference, group F): titles are known, everything else is not public. */
export const sendApiRequest = apiRequestOperation(['chatbot']);
