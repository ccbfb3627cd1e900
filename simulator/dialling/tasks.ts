import type { CallPlan } from './call-model';

/** A contact inside a task, with its call once there is one. */
export interface TaskContact {
  contactId: string;
  phone: string;
  variables: Record<string, string>;
  /** The vendor's call status: 0 waiting, 1 dialling, then how it ended. */
  status: number;
  /** When the vendor took it, in epoch milliseconds. */
  takenAt: number;
  call?: FinishedCall;
}

/** A contact whose call has ended. */
export type CalledContact = TaskContact & { call: FinishedCall };

export interface FinishedCall {
  callId: string;
  callerNumber: string;
  plan: CallPlan;
  startTime: number;
  answerTime: number;
  endTime: number;
  recordingUrl: string;
}

export interface Task {
  taskId: string;
  /** In epoch milliseconds. */
  createdAt: number;
  name: string;
  templateId: string;
  callerNumbers: string[];
  robots: number;
  /** 1 custom, 2 permanent. */
  timeType: number;
  start: number | null;
  end: number | null;
  /** Pairs of minutes since midnight. */
  slots: Array<[number, number]>;
  slotText: string;
  pushUrl: string;
  pushType: number;
  numberHide: number;
  state: 'open' | 'paused' | 'finished' | 'deleted';
  contacts: TaskContact[];
  /** The first contact of each id. */
  firstOfId: Map<string, TaskContact>;
  /** Those whose call has ended, in the order in which the calls ended. */
  called: CalledContact[];
  /** Contacts being called right now. */
  busy: number;
  /** Place of the first contact that may still wait to be called. */
  cursor: number;
}

/**
 * Puts a contact into a task, also when it has one of the same id.
 *
 * @param takenAt epoch milliseconds, not before that of the contact put in last
 */
export function addContact(
  task: Pick<Task, 'contacts' | 'firstOfId'>,
  { contactId, phone, variables }: Pick<TaskContact, 'contactId' | 'phone' | 'variables'>,
  takenAt: number,
): void {
  const contact: TaskContact = { contactId, phone, variables, status: 0, takenAt };
  task.contacts.push(contact);
  if (!task.firstOfId.has(contactId)) task.firstOfId.set(contactId, contact);
}

/** Takes contacts out of a task that wait to be called. @returns how many there were */
export function removeWaiting(task: Task, isMeant: (contact: TaskContact) => boolean): number {
  const before = task.contacts;
  const contacts = before.filter((contact) => contact.status !== 0 || !isMeant(contact));
  // Backwards, so that of several with the same id the first one stays.
  const firstOfId = new Map([...contacts].reverse().map((contact) => [contact.contactId, contact]));
  task.contacts = contacts;
  task.firstOfId = firstOfId;
  task.cursor = 0;
  return before.length - contacts.length;
}

/** The contact of an id as reads show it that lie so far back; the first one where there are several. */
export function contactBefore(
  task: Pick<Task, 'firstOfId'>,
  contactId: string,
  moment: number,
): TaskContact | undefined {
  const contact = task.firstOfId.get(contactId);
  return contact !== undefined && contact.takenAt <= moment ? contact : undefined;
}

/** The contacts of a task as reads show them that lie so far back. */
export function contactsBefore(task: Task, moment: number): TaskContact[] {
  return task.contacts.filter(({ takenAt }) => takenAt <= moment);
}

/** A contact's call has ended. */
export function endCall(task: Task, contact: TaskContact, call: FinishedCall): void {
  const called = Object.assign(contact, { call });
  // A fast clock rings several timers at once, not always in their order.
  let at = task.called.length;
  while (at > 0 && task.called[at - 1].call.endTime > call.endTime) at--;
  task.called.splice(at, 0, called);
}

/** The next contacts to call, at most `count`. */
export function nextWaiting(task: Task, count: number): TaskContact[] {
  while (task.cursor < task.contacts.length && task.contacts[task.cursor].status !== 0) {
    task.cursor++;
  }
  const waiting: TaskContact[] = [];
  for (let at = task.cursor; at < task.contacts.length && waiting.length < count; at++) {
    if (task.contacts[at].status === 0) waiting.push(task.contacts[at]);
  }
  return waiting;
}

/** The vendor's task status number. */
export function statusOf(task: Task, now: number, minuteOfDay: number): number {
  if (task.state === 'deleted') return -1;
  if (task.state === 'finished' || (task.end !== null && now > task.end)) return 2;
  if (task.state === 'paused') return 5;
  if (task.contacts.length === 0 || (task.start !== null && now < task.start)) return 0;
  return isCallingTime(task, minuteOfDay) ? 1 : 3;
}

export function isCallingTime(task: Task, minuteOfDay: number): boolean {
  return task.slots.some(([from, to]) => minuteOfDay >= from && minuteOfDay < to);
}

/** Minutes until the next calling hours begin. */
export function minutesToNextSlot(task: Task, minuteOfDay: number): number {
  const waits = task.slots.map(([from]) => (from - minuteOfDay + 1440) % 1440 || 1440);
  return Math.min(...waits);
}
