import type { IDataObject } from 'n8n-workflow';
import { refuseAgent } from '../../../../runtime/operation/agent-tool';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { commandTask, type TaskCommand } from '../../../resources/task-command';
import { taskId } from '../../../../runtime/fields/task-locator';
import { taskLocator } from '../../../panel/locators';
import { timeoutAndAgent, timeoutMs, timeoutOnly } from '../../../panel/timeout';

/** An operation that does one thing to one task and says that it did. */
export function taskCommandOperation({
  result,
  command,
  placesCalls = false,
  ...names
}: Pick<ItemOperation, 'name' | 'value' | 'action' | 'description'> & {
  result: IDataObject;
  command: TaskCommand;
  /** Whether phones ring by it, so that an agent needs leave. */
  placesCalls?: boolean;
}): ItemOperation {
  return {
    ...names,
    fields: [taskLocator, placesCalls ? timeoutAndAgent : timeoutOnly],
    async runItem(context, itemIndex) {
      const id = taskId(context, itemIndex);
      const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
      if (placesCalls) refuseAgent(context, options);
      await commandTask(context, id, command, timeoutMs(options));
      return [{ json: { taskId: id, ...result } }];
    },
  };
}
