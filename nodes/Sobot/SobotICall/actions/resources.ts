import type { Resource } from '../../../runtime/operation/operation';
import { verifyLogin } from './account/verifyLogin.operation';
import { sendApiRequest } from './apiRequest/send.operation';
import { downloadRecording } from './call/downloadRecording.operation';
import { getManyCalls } from './call/getMany.operation';
import { getCallResult } from './call/getResult.operation';
import { placeAndWaitForCalls } from './call/placeAndWait.operation';
import { getManyCallerNumbers } from './callerNumber/getMany.operation';
import { launchCampaign } from './campaign/launch.operation';
import { addContacts } from './contact/add.operation';
import { addContactsFromFile } from './contact/addFromFile.operation';
import { deleteContacts } from './contact/delete.operation';
import { checkContactsOperation } from './contact/check.operation';
import { reconcileContacts } from './contact/reconcile.operation';
import { getRobotAvailability } from './robot/getAvailability.operation';
import { countTaskCalls } from './task/countCalls.operation';
import { createTaskOperation } from './task/create.operation';
import { deleteTask } from './task/delete.operation';
import { endTask } from './task/end.operation';
import { getTasks } from './task/get.operation';
import { getManyTasks } from './task/getMany.operation';
import { pauseTask } from './task/pause.operation';
import { resumeTask } from './task/resume.operation';
import { updateTask } from './task/update.operation';
import { waitUntilTasksAreFinished } from './task/waitUntilFinished.operation';
import { getManyTemplates } from './template/getMany.operation';

/** Everything the node can do. A new operation is one new file and one entry here. */
export const resources: readonly Resource[] = [
  { name: 'Campaign', value: 'campaign', operations: [launchCampaign] },
  {
    name: 'Contact',
    value: 'contact',
    operations: [
      addContacts,
      addContactsFromFile,
      checkContactsOperation,
      deleteContacts,
      reconcileContacts,
    ],
  },
  {
    name: 'Task',
    value: 'task',
    operations: [
      countTaskCalls,
      createTaskOperation,
      deleteTask,
      endTask,
      getTasks,
      getManyTasks,
      pauseTask,
      resumeTask,
      updateTask,
      waitUntilTasksAreFinished,
    ],
  },
  {
    name: 'Call',
    value: 'call',
    operations: [downloadRecording, getManyCalls, getCallResult, placeAndWaitForCalls],
  },
  { name: 'Caller Number', value: 'callerNumber', operations: [getManyCallerNumbers] },
  { name: 'Robot', value: 'robot', operations: [getRobotAvailability] },
  { name: 'Template', value: 'template', operations: [getManyTemplates] },
  { name: 'Account', value: 'account', operations: [verifyLogin] },
  { name: 'API Request', value: 'apiRequest', operations: [sendApiRequest] },
];
