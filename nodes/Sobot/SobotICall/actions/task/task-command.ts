import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { commandTask, type TaskCommand } from '../../../resources/task-command';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutMs, timeoutOnly } from '../../../panel/timeout';

/** An operation that does one thing to one task and says that it did. */
export function taskCommandOperation({
  result,
  command,
  ...names
}: Pick<ItemOperation, 'name' | 'value' | 'action' | 'description'> & {
  result: IDataObject;
  command: TaskCommand;
}): ItemOperation {
  return {
    ...names,
    fields: [taskLocator, timeoutOnly],
    async runItem(context, itemIndex) {
      const id = taskId(context, itemIndex);
      const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
      await commandTask(context, id, command, timeoutMs(options));
      return [{ json: { taskId: id, ...result } }];
    },
  };
}
