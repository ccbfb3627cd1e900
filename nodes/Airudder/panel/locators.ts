import type { INodeProperties } from 'n8n-workflow';
import { locator } from '../../runtime/fields/locator';
import { taskLocatorWith } from '../../runtime/fields/task-locator';

/** Picks a task by name or id. */
export const taskLocator: INodeProperties = taskLocatorWith(
  'e.g. 82caed2ecc5029c9eb7efea50e83466f',
);

/** Picks the robot that calls, or a group of robots. */
export const robotLocator: INodeProperties = locator({
  displayName: 'Robot',
  name: 'robot',
  description: 'The robot that calls, or the group of robots',
  listMethod: 'searchRobots',
  idLabel: 'By ID',
  idPlaceholder: 'e.g. 7bdf6a4f2a3afc440d4d8a73afc4901e',
});

/** Picks the line that calls: of those that tasks of the account use, or by its name. */
export const sipLineLocator: INodeProperties = locator({
  displayName: 'SIP Line',
  name: 'sipLine',
  description:
    'The line that calls, as AIRUDDER set it up for you; the list holds those of some of your tasks',
  listMethod: 'searchSipLines',
  idLabel: 'By Name',
  idMode: 'name',
  idPlaceholder: 'e.g. MY_LINE',
});
