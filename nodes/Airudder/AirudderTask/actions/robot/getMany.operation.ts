import { fetchRobots } from '../../../resources/lists';
import { getManyOperation } from '../../../panel/get-many';

/** Robot: Get Many (docs/vendors/airudder.md, A10). */
export const getManyRobots = getManyOperation({
  things: 'robots',
  description: 'List the robots that can call',
  idName: 'robotId',
  nameName: 'robotName',
  fetch: fetchRobots,
});
