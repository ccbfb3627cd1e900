import { apiRequestOperation } from '../../../panel/api-request';

/** API Request: Send, for tasks and plans (reference, groups A and B). */
export const sendApiRequest = apiRequestOperation(['task', 'plan']);
