import type { Resource } from '../../../runtime/operation/operation';
import { sendApiRequest } from './apiRequest/send.operation';
import { cancelCall } from './call/cancel.operation';
import { getCallRecording } from './call/getRecording.operation';
import { placeAndWaitForCalls } from './call/placeAndWait.operation';
import { checkContactsOperation } from './contact/check.operation';
import { reconcileContacts } from './contact/reconcile.operation';
import { cancelDialerContacts } from './dialerTask/cancelContacts.operation';
import { copyDialerTask } from './dialerTask/copy.operation';
import { createDialerTask } from './dialerTask/create.operation';
import { getDialerTask } from './dialerTask/get.operation';
import { getManyDialerTasks } from './dialerTask/getMany.operation';
import { getDialerRecordingLink } from './dialerTask/getRecordingLink.operation';
import { getTaskRecordings } from './recording/getForTask.operation';
import { getManyRobots } from './robot/getMany.operation';
import { createTask } from './task/create.operation';
import { getTask } from './task/get.operation';
import { getManyTasks } from './task/getMany.operation';
import { stopTask } from './task/stop.operation';
import { waitUntilTasksAreFinished } from './task/waitUntilFinished.operation';

/** Everything the node can do. A new operation is one new file and one entry here. */
export const resources: readonly Resource[] = [
  {
    name: 'Task',
    value: 'task',
    operations: [createTask, getTask, getManyTasks, stopTask, waitUntilTasksAreFinished],
  },
  { name: 'Contact', value: 'contact', operations: [checkContactsOperation, reconcileContacts] },
  { name: 'Call', value: 'call', operations: [cancelCall, getCallRecording, placeAndWaitForCalls] },
  { name: 'Recording', value: 'recording', operations: [getTaskRecordings] },
  { name: 'Robot', value: 'robot', operations: [getManyRobots] },
  {
    name: 'Dialer Task',
    value: 'dialerTask',
    operations: [
      cancelDialerContacts,
      copyDialerTask,
      createDialerTask,
      getDialerTask,
      getManyDialerTasks,
      getDialerRecordingLink,
    ],
  },
  { name: 'API Request', value: 'apiRequest', operations: [sendApiRequest] },
];
