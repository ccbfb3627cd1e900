import type { ItemOperation } from '../../../../runtime/operation/operation';
import { limited, returnAllAndLimit } from '../../../../runtime/fields/paging-fields';
import { fetchTasks } from '../../../resources/lists';

/** Task: Get Many. Vendor page 2.10. */
export const getManyTasks: ItemOperation = {
  name: 'Get Many',
  value: 'getMany',
  action: 'Get many tasks',
  description: 'List the tasks of the account with their status',
  fields: returnAllAndLimit,
  async runItem(context, itemIndex) {
    const tasks = await fetchTasks(context);
    return limited(context, itemIndex, tasks).map((task) => ({ json: { ...task } }));
  },
};
