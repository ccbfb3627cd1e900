import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CallResult } from '../../campaign/call-result';
import type { Contact } from '../../campaign/contact';
import { toFields, toText } from '../../campaign/values';
import { wallClock } from '../../runtime/instants';
import { isStopped, pause, READ_BACK_WAITS_MS } from '../../runtime/retry';
import type { TargetMemory } from '../../runtime/run-memory';
import { settle } from '../../runtime/settle';
import type { ContactSubmitter } from '../../runtime/submit-contacts';
import { VendorFailure } from '../../runtime/vendor-failure';
import { fetchTasks } from './lists';
import { pairRejections } from './rejections';
import { airudderRequest } from './request';
import { fetchTaskDetail, showsAll } from './task-detail';

/** How the vendor wants a time without a zone (reference, section 2.6). */
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

/** Creates a task together with its contacts. */
export interface TaskCreator {
  submitter: ContactSubmitter;
  /** The task's id once it is known. */
  taskId(): string | null;
  /** Entries of the vendor's list of rejected contacts that fit none of ours. */
  unpaired(): unknown[];
}

/**
 * Hands contacts to a new task: one request creates the task with all of them. Reference A1; the path is
 * documented, the body is known from a public client.
 *
 * A task name can be used once within an account, so a lost reply is settled by looking for the name: in the
 * list of tasks, and then for the contacts in the task's detail. A task that exists before anything is sent
 * takes no further contacts.
 *
 * @param contactData a contact under the vendor's names
 * @param zone in which the account reads times
 */
export function taskCreator(
  context: IExecuteFunctions,
  task: NewTask,
  settings: {
    zone: string;
    contactData(contact: Contact): IDataObject;
    /** The vendor's name for the contact id. */
    contactIdKey: string;
    timeoutMs: number;
    memory: TargetMemory;
  },
): TaskCreator {
  const { zone, contactData, contactIdKey, timeoutMs, memory } = settings;
  let existedBefore: { taskId: string; showsAll: boolean } | undefined;
  let wasSent = false;
  let unpaired: unknown[] = [];

  const submitter: ContactSubmitter = {
    async send(batch) {
      if (existedBefore !== undefined) throw nameInUse(task.taskName, existedBefore);
      wasSent = true;
      const sent = await settle(
        airudderRequest(context, {
          method: 'POST',
          path: '/service/cloud/task',
          body: taskBody(task, batch.map(contactData), zone),
          effect: 'change',
          timeoutMs,
        }),
      );
      if (!sent.ok) throw await explained(context, sent.error, task.taskName, timeoutMs);
      const data = toFields(sent.value.data);
      const taskId = toText(data.TaskID);
      if (taskId === null) {
        throw new VendorFailure('AIRUDDER confirmed the task but gave no task ID', {
          effect: 'unknown',
        });
      }
      memory.targetId = taskId;
      const rejections = pairRejections(data.detail_error_list, batch, contactIdKey);
      unpaired = rejections.unpaired;
      const dropped = await droppedContacts(context, taskId, batch, zone, timeoutMs);
      return new Map([...dropped, ...rejections.reasons]);
    },
    async findKnown(contacts) {
      const existing = await taskNamed(context, task.taskName, timeoutMs);
      if (existing === undefined) return new Set();
      memory.targetId = existing;
      const { detail } = await fetchTaskDetail(context, existing, zone, timeoutMs);
      const found = heldIn(contacts, detail.calls);
      if (!wasSent) existedBefore = { taskId: existing, showsAll: showsAll(detail) };
      const nothingShownYet = wasSent && existedBefore === undefined && detail.calls.length === 0;
      return new Set((nothingShownYet ? contacts : found).map(({ contactId }) => contactId));
    },
    contactCount: async () => null,
    async pause(milliseconds) {
      await pause(context, milliseconds);
    },
    isStopped: () => isStopped(context),
  };
  return { submitter, taskId: () => memory.targetId ?? null, unpaired: () => unpaired };
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

const DROPPED = 'AIRUDDER raised no objection but does not hold this contact';

/** Contacts that the new task does not hold, where its detail can be taken for the whole of it. */
async function droppedContacts(
  context: IExecuteFunctions,
  taskId: string,
  batch: Contact[],
  zone: string,
  timeoutMs: number,
): Promise<Map<string, string>> {
  let missing: Contact[] = [];
  for (const wait of READ_BACK_WAITS_MS) {
    await pause(context, wait);
    const found = await settle(fetchTaskDetail(context, taskId, zone, timeoutMs));
    if (!found.ok || !showsAll(found.value.detail)) return new Map();
    const { calls } = found.value.detail;
    const held = new Set(heldIn(batch, calls));
    missing = calls.length >= batch.length ? [] : batch.filter((contact) => !held.has(contact));
    if (missing.length === 0 || isStopped(context)) break;
  }
  return new Map(missing.map(({ contactId }) => [contactId, DROPPED]));
}

/**
 * The contacts that are among the calls: by id and phone number, or by the number alone where the vendor shows no
 * ids, or only such as are none of ours (another field of the row may stand in their place).
 */
function heldIn(contacts: Contact[], calls: CallResult[]): Contact[] {
  const ours = new Set(contacts.map(({ contactId }) => contactId));
  const byId = calls.some(({ contactId }) => contactId !== null && ours.has(contactId));
  return contacts.filter(({ contactId, phone }) =>
    calls.some(
      (call) =>
        call.phone === phone && (!byId || call.contactId === null || call.contactId === contactId),
    ),
  );
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
  const tasks = await settle(fetchTasks(context, {}, timeoutMs));
  if (tasks.ok) {
    return tasks.value.find((task) => task.name === name && task.id !== '')?.id;
  }
  const { error } = tasks;
  if (error instanceof VendorFailure && error.vendorCode !== undefined) return undefined;
  throw error;
}

/** A refusal in plain words where the reason is that the name is taken. */
async function explained(
  context: IExecuteFunctions,
  error: unknown,
  taskName: string,
  timeoutMs: number,
): Promise<unknown> {
  if (!(error instanceof VendorFailure) || error.effect !== 'none' || error.transient) return error;
  const existing = await settle(taskNamed(context, taskName, timeoutMs));
  return existing.ok && existing.value !== undefined
    ? nameInUse(taskName, { taskId: existing.value, showsAll: true })
    : error;
}

function nameInUse(
  taskName: string,
  { taskId, showsAll }: { taskId: string; showsAll: boolean },
): VendorFailure {
  const message = `There is a task named "${taskName}" already (ID ${taskId}), and a name can be used once`;
  return showsAll
    ? new VendorFailure(message, {
        effect: 'none',
        advice:
          'A task takes no contacts once it is created. Give a new task for these contacts another name.',
      })
    : new VendorFailure(message, {
        effect: 'unknown',
        advice:
          'Whether it holds these contacts cannot be seen yet. Wait until it is finished and run this again, before you give them to another task.',
      });
}
