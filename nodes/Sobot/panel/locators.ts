import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { locator, locatorValue } from '../../runtime/fields/locator';

/** Picks a task by name or id. */
export const taskLocator: INodeProperties = locator({
  displayName: 'Task',
  name: 'task',
  description: 'The calling task',
  listMethod: 'searchTasks',
  idLabel: 'By ID',
  idPlaceholder: 'e.g. 100018163bcf0dc314eadaf7e13280548658c',
});

/** The id of the task chosen for an item. */
export function taskId(context: IExecuteFunctions, itemIndex: number): string {
  return locatorValue(context, 'task', 'Task', itemIndex);
}

/** Picks the script that the robot follows. */
export const templateLocator: INodeProperties = locator({
  displayName: 'Template',
  name: 'template',
  description: 'The script the robot follows, as made in the Sobot console',
  listMethod: 'searchTemplates',
  idLabel: 'By ID',
  idPlaceholder: 'e.g. 6a9b98410bd44470ae4660275c14792f',
});

/** Picks the number that customers see; by number, several can be given. */
export const callerNumberLocator: INodeProperties = locator({
  displayName: 'Caller Number',
  name: 'callerNumber',
  description: 'The number that calls; further ones can be added under Options',
  listMethod: 'searchCallerNumbers',
  idLabel: 'By Number',
  idPlaceholder: 'e.g. 02180344315',
});
