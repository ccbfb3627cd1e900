import type { ItemOperation } from '../../../../runtime/operation/operation';
import { limited, returnAllAndLimit } from '../../../../runtime/fields/paging-fields';
import { fetchCallerNumbers } from '../../../resources/lists';

/** Caller Number: Get Many. Vendor page 2.4. */
export const getManyCallerNumbers: ItemOperation = {
  name: 'Get Many',
  value: 'getMany',
  action: 'Get many caller numbers',
  description: 'List the numbers that the account may call from, and how many calls each can carry',
  fields: returnAllAndLimit,
  async runItem(context, itemIndex) {
    const numbers = await fetchCallerNumbers(context);
    return limited(context, itemIndex, numbers).map((number) => ({ json: { ...number } }));
  },
};
