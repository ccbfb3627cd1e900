import { existingTask, type AirudderEndpoint } from '../airudder';
import { taskRecord } from '../records';

export const detail: AirudderEndpoint = {
  path: '/service/cloud/detail',
  method: 'GET',
  row: 'A7',
  answer: (state, { query }) => taskRecord(state, existingTask(state, query.TaskID)),
};
