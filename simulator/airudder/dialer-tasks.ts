import { statusOf } from '../dialling/tasks';
import { naiveTime, text, WholeReply, type AirudderState, type DialerTask } from './airudder';
import { newTask, takeContact } from './new-task';

/** A refusal by one of the codes of the direct API. */
export class DialerRefusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** The reply of the direct API, whose code for success is 0, with what came of the work. */
export function dialerReply(work: () => unknown): WholeReply {
  try {
    return new WholeReply({ code: 0, message: 'successfully', body: work() });
  } catch (error) {
    if (!(error instanceof DialerRefusal)) throw error;
    return new WholeReply({ code: error.code, message: error.message });
  }
}

/** An existing task. @throws DialerRefusal 10502 without an id, 10702 for an unknown one */
export function dialerTask(state: AirudderState, id: unknown): DialerTask {
  if (text(id) === '') throw new DialerRefusal(10502, 'TaskID is empty');
  const task = state.dialerTasks.get(text(id));
  if (task === undefined) throw new DialerRefusal(10702, 'TaskID is invalid');
  return task;
}

/** Makes a task with contacts, and starts to call them. @returns its id */
export function startDialerTask(
  state: AirudderState,
  body: Record<string, unknown>,
  contacts: Array<Record<string, unknown>>,
): string {
  const name = text(body.taskName);
  if (!/^[\w-]+$/.test(name)) throw new DialerRefusal(10518, 'bad task name');
  for (const { dialling } of state.dialerTasks.values()) {
    if (dialling.name === name) throw new DialerRefusal(10508, 'task name already used');
  }
  const groupName = text(body.groupName);
  if (groupName === '') throw new DialerRefusal(10511, 'skill group missing');
  if (!state.account.skillGroups.includes(groupName)) {
    throw new DialerRefusal(10511, 'skill group does not exist');
  }
  const start = startTime(state, body.startTime);
  checkNumbers(body);
  const callback = callbackUrl(body.callback);
  for (const contact of contacts) {
    if (!/^\+\d{6,14}$/.test(String(contact.phonenumber))) {
      throw new DialerRefusal(10510, 'phone format');
    }
  }
  const { dialling, details } = newTask(state, {
    name,
    start,
    end: start + 10 * 24 * 3_600_000,
    robotMethod: '',
    robotId: '',
    sipLine: groupName,
    repeatInterval: 0,
    repeatNumber: 0,
  });
  const task: DialerTask = { dialling, groupName, start, cancelled: false, callback, details };
  for (const given of contacts) {
    const variables = given as Record<string, string>;
    const phone = String(given.phonenumber);
    const contact = { contactId: text(given.caseid) || phone, phone, variables };
    takeContact(state, task, contact, given, dialling.taskId);
  }
  state.dialerTasks.set(dialling.taskId, task);
  state.dialler.work(dialling);
  return dialling.taskId;
}

function startTime(state: AirudderState, value: unknown): number {
  if (text(value) === '') return Date.now();
  const start = naiveTime(state, value, 'startTime');
  if (start < Date.now() - 60_000) throw new DialerRefusal(10509, 'start time lies in the past');
  return start;
}

function checkNumbers(body: Record<string, unknown>): void {
  const { repeatTimes, bulkCallInterval } = body;
  if (repeatTimes !== undefined && !Number.isInteger(repeatTimes)) {
    throw new DialerRefusal(10521, 'bad RepeatTimes');
  }
  const short = typeof bulkCallInterval !== 'number' || bulkCallInterval < 60;
  if (bulkCallInterval !== undefined && short) {
    throw new DialerRefusal(10522, 'bad BulkCallInterval');
  }
}

/** The address for pushes comes in base64. */
function callbackUrl(callback: unknown): string {
  if (callback === undefined) return '';
  const url = Buffer.from(text(callback), 'base64').toString('utf8');
  if (!URL.canParse(url)) throw new DialerRefusal(10504, 'callback URL is invalid');
  return url;
}

/** One of the words of the task list. */
export function dialerState(state: AirudderState, { cancelled, dialling }: DialerTask): string {
  if (cancelled) return 'Cancelled';
  const { contacts } = dialling;
  if (contacts.length > 0 && contacts.every(({ status }) => status > 1)) return 'Finished';
  return statusOf(dialling, state.clock.now(), state.clock.minuteOfDay()) === 0
    ? 'Not Started'
    : 'Running';
}
