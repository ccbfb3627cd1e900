import type { Endpoint } from '../sobot';
import { addTask } from './add-task';
import { addTaskFileData } from './add-task-file-data';
import { addTaskData } from './add-task-data';
import { callsCount } from './calls-count';
import { checkLoginName } from './check-login-name';
import { deleteTaskData } from './delete-task-data';
import { editorTask } from './editor-task';
import { queryNumber } from './query-number';
import { queryRobotNum } from './query-robot-num';
import { queryTask } from './query-task';
import { queryTaskData } from './query-task-data';
import { queryTaskInfo } from './query-task-info';
import { queryTemplate } from './query-template';
import { queryTimeTaskData } from './query-time-task-data';
import { deleteTask, endTask, pauseTask, resumeTask } from './task-control';

/** All endpoints that are simulated. */
export const endpoints: readonly Endpoint[] = [
  checkLoginName,
  queryTemplate,
  queryRobotNum,
  queryNumber,
  addTask,
  addTaskData,
  addTaskFileData,
  editorTask,
  queryTaskData,
  queryTask,
  pauseTask,
  resumeTask,
  endTask,
  queryTaskInfo,
  deleteTask,
  deleteTaskData,
  callsCount,
  queryTimeTaskData,
];
