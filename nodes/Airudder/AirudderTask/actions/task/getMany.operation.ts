import { fetchTasks } from '../../../resources/lists';
import { getManyOperation } from '../../../panel/get-many';

/** Task: Get Many (docs/vendors/airudder.md, A2). */
export const getManyTasks = getManyOperation({
  things: 'tasks',
  description: 'List the tasks of the account',
  idName: 'taskId',
  nameName: 'taskName',
  fetch: fetchTasks,
});
