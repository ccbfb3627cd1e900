import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { locator, locatorValue } from '../../runtime/fields/locator';

/** Picks a task by name or id. */
export const taskLocator: INodeProperties = locator({
  displayName: 'Task',
  name: 'task',
  description: 'The calling task',
  listMethod: 'searchTasks',
  idLabel: 'By ID',
  idPlaceholder: 'e.g. 82caed2ecc5029c9eb7efea50e83466f',
});

/** The id of the task chosen for an item. */
export function taskId(context: IExecuteFunctions, itemIndex: number): string {
  return locatorValue(context, 'task', 'Task', itemIndex);
}

/** Picks the robot that calls, or a group of robots. */
export const robotLocator: INodeProperties = locator({
  displayName: 'Robot',
  name: 'robot',
  description: 'The robot that calls, or the group of robots',
  listMethod: 'searchRobots',
  idLabel: 'By ID',
  idPlaceholder: 'e.g. 7bdf6a4f2a3afc440d4d8a73afc4901e',
});
