import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { OutputItem } from '../../runtime/operation/operation';
import type { TaskDetail } from '../resources/task-detail';

/** Whether a task comes out as one item or call by call. */
export const viewField: INodeProperties = {
  displayName: 'Output',
  name: 'view',
  type: 'options',
  options: [
    {
      name: 'One Item per Call',
      value: 'calls',
      description: 'The call results, with the same fields as those of the other vendors',
    },
    {
      name: 'One Item per Task',
      value: 'task',
      description: 'Status and counts of the task',
    },
  ],
  default: 'calls',
  description: 'What the node returns for each task',
};

/** A task in the view that the user chose. */
export function taskDetailItems(
  context: IExecuteFunctions,
  itemIndex: number,
  { calls, ...task }: TaskDetail,
): OutputItem[] {
  if (context.getNodeParameter('view', itemIndex, 'calls') === 'task') {
    return [{ json: task as unknown as IDataObject }];
  }
  return calls.map((call) => ({ json: call as unknown as IDataObject }));
}
