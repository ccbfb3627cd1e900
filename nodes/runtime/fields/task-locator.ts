import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { locator, locatorValue } from './locator';

/** Picks a calling task by name or id; the node's list method is `searchTasks`. */
export function taskLocatorWith(idPlaceholder: string): INodeProperties {
  return locator({
    displayName: 'Task',
    name: 'task',
    description: 'The calling task',
    listMethod: 'searchTasks',
    idLabel: 'By ID',
    idPlaceholder,
  });
}

/** The id of the task chosen for an item. @throws InvalidInput when none is chosen */
export function taskId(context: IExecuteFunctions, itemIndex: number): string {
  return locatorValue(context, 'task', 'Task', itemIndex);
}
