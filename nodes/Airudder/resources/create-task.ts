import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../campaign/contact';
import { toFields, toText } from '../../basics/values';
import { wallClock } from '../../runtime/fields/instants';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { fetchTasks } from './lists';
import type { NamedTask } from './named-task';
import { pairRejections } from './rejections';
import { airudderRequest } from '../client/request';
import { fetchTaskDetail, showsAll } from './task-detail';

/** How the vendor wants a time without a zone (docs/vendors/airudder.md, section 2.6). */
export const NAIVE_TIME = 'yyyy-MM-dd HH:mm:ss';

export interface NewTask {
  taskName: string;
  robotMethod: string;
  robotId: string;
  sipLine: string;
  startMs: number;
  endMs: number;
  repeatInterval: number;
  repeatNumber: number;
  /** Fields of the vendor's that have none here; they win over the others. */
  more: IDataObject;
}

/**
 * A calling task that one request creates with all its contacts. docs/vendors/airudder.md, A1; the path is
 * documented, the body is
 * known from a public client.
 *
 * @param contactData a contact under the vendor's names
 * @param zone in which the account reads times
 */
export function callingTask(
  context: IExecuteFunctions,
  task: NewTask,
  settings: {
    zone: string;
    contactData(contact: Contact): IDataObject;
    /** The vendor's name for the contact id. */
    contactIdKey: string;
    timeoutMs: number;
  },
): NamedTask {
  const { zone, contactData, contactIdKey, timeoutMs } = settings;
  return {
    taskName: task.taskName,
    async create(batch) {
      const reply = await airudderRequest(context, {
        method: 'POST',
        path: '/service/cloud/task',
        body: taskBody(task, batch.map(contactData), zone),
        effect: 'change',
        timeoutMs,
      });
      const data = toFields(reply.data);
      const { reasons, unpaired } = pairRejections(data.detail_error_list, batch, contactIdKey);
      return { taskId: toText(data.TaskID), refused: reasons, unpaired };
    },
    find: async () => await taskNamed(context, task.taskName, timeoutMs),
    async look(taskId) {
      const { detail } = await fetchTaskDetail(context, taskId, zone, timeoutMs);
      return { calls: detail.calls, showsAll: showsAll(detail) };
    },
  };
}

function taskBody(task: NewTask, contacts: IDataObject[], zone: string): IDataObject {
  return {
    TaskName: task.taskName,
    ScheduleStartTime: wallClock(task.startMs, zone, NAIVE_TIME),
    ScheduleEndTime: wallClock(task.endMs, zone, NAIVE_TIME),
    RobotMethod: task.robotMethod,
    RobotID: task.robotId,
    SIPLine: task.sipLine,
    RepeatInterval: task.repeatInterval,
    RepeatNumber: task.repeatNumber,
    ...task.more,
    Details: contacts,
  };
}

/**
 * The id of the task of that name, if the list of tasks has one. What the list takes and returns is not
 * documented, so whatever code it answers counts as an empty list; the vendor itself refuses a name used twice.
 */
async function taskNamed(
  context: IExecuteFunctions,
  name: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const tasks = await tried(fetchTasks(context, {}, timeoutMs));
  if (tasks.ok) {
    return tasks.value.find((task) => task.name === name && task.id !== '')?.id;
  }
  const { error } = tasks;
  if (error instanceof VendorFailure && error.vendorCode !== undefined) return undefined;
  throw error;
}
