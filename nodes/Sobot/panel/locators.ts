import type { INodeProperties } from 'n8n-workflow';
import { locator } from '../../runtime/fields/locator';
import { taskLocatorWith } from '../../runtime/fields/task-locator';

/** Picks a task by name or id. */
export const taskLocator: INodeProperties = taskLocatorWith(
  'e.g. 100018163bcf0dc314eadaf7e13280548658c',
);

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
