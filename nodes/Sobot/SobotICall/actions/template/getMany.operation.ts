import type { ItemOperation } from '../../../../runtime/operation/operation';
import { limited, returnAllAndLimit } from '../../../../runtime/fields/paging-fields';
import { fetchTemplates } from '../../../resources/lists';

/** Template: Get Many. Vendor page 2.2. */
export const getManyTemplates: ItemOperation = {
  name: 'Get Many',
  value: 'getMany',
  action: 'Get many templates',
  description: 'List the scripts that a task can use',
  fields: returnAllAndLimit,
  async runItem(context, itemIndex) {
    const templates = await fetchTemplates(context);
    return limited(context, itemIndex, templates).map((template) => ({ json: { ...template } }));
  },
};
