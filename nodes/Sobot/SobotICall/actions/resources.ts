import type { Resource } from '../../../runtime/operation';
import { getCallResult } from './call/getResult.operation';
import { getManyCallerNumbers } from './callerNumber/getMany.operation';
import { addContacts } from './contact/add.operation';
import { createTaskOperation } from './task/create.operation';
import { getManyTasks } from './task/getMany.operation';
import { getManyTemplates } from './template/getMany.operation';

/** Everything the node can do. A new operation is one new file and one entry here. */
export const resources: readonly Resource[] = [
  { name: 'Call', value: 'call', operations: [getCallResult] },
  { name: 'Caller Number', value: 'callerNumber', operations: [getManyCallerNumbers] },
  { name: 'Contact', value: 'contact', operations: [addContacts] },
  { name: 'Task', value: 'task', operations: [createTaskOperation, getManyTasks] },
  { name: 'Template', value: 'template', operations: [getManyTemplates] },
];
