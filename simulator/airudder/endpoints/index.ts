import type { AirudderEndpoint } from '../airudder';
import { auth, directAuth } from './auth';
import { cancelPhoneCall } from './cancel-phone-call';
import { detail } from './detail';
import { directEndpoints } from './direct';
import { operation } from './operation';
import { callRecording, taskRecordings } from './recordings';
import { robot } from './robot';
import { statistics } from './statistics';
import { createTask } from './task';
import { taskList } from './task-list';
import {
  apiNoticeInfo,
  createInstance,
  detailInstances,
  uploadDetails,
  workflowTaskDetail,
} from './workflow';

/** All endpoints that are simulated. */
export const endpoints: readonly AirudderEndpoint[] = [
  auth,
  directAuth,
  createTask,
  taskList,
  operation,
  cancelPhoneCall,
  detail,
  callRecording,
  taskRecordings,
  robot,
  createInstance,
  uploadDetails,
  detailInstances,
  apiNoticeInfo,
  workflowTaskDetail,
  statistics,
  ...directEndpoints,
];
