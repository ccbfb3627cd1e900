import type { SimulatedClock } from '../clock';
import type { Dialler } from '../dialling/dialler';
import type { Ledger } from '../ledger';
import type { Settings } from '../settings';
import type { Account } from './account';
import type { Parameters } from './parameters';
import {
  contactBefore,
  contactsBefore,
  statusOf,
  type Task,
  type TaskContact,
} from '../dialling/tasks';
import type { Timers } from '../timers';
import { Refusal } from './codes';

/** Everything the endpoints work on. */
export interface SobotState {
  account: Account;
  settings: Settings;
  clock: SimulatedClock;
  timers: Timers;
  ledger: Ledger;
  dialler: Dialler;
  tasks: Map<string, Task>;
  /** Number of the request being answered, for the ledger. */
  request: number;
}

/** One endpoint of the vendor: its name, its method, and what it answers besides the envelope. */
export interface Endpoint {
  name: string;
  method: 'GET' | 'POST';
  /** Section of the vendor's page, for people who read the code. */
  section: string;
  answer(
    state: SobotState,
    parameters: Parameters,
  ): Record<string, unknown> | Promise<Record<string, unknown>>;
}

/** A task that exists and is not deleted. */
export function existingTask(state: SobotState, taskId: string): Task {
  if (taskId === '') throw new Refusal('taskEmpty');
  const task = state.tasks.get(taskId);
  if (task === undefined) throw new Refusal('taskUnknown');
  if (task.state === 'deleted') throw new Refusal('taskDeleted');
  return task;
}

/** The vendor's status number of a task right now. */
export function currentStatus(state: SobotState, task: Task): number {
  return statusOf(task, state.clock.now(), state.clock.minuteOfDay());
}

/** The contacts of a task as reads show them now. */
export function shownContacts({ timers, settings }: SobotState, task: Task): TaskContact[] {
  return contactsBefore(task, timers.now() - settings.readLagMs);
}

/** The contact of an id as reads show it now, if the task has it. */
export function shownContact(
  { timers, settings }: SobotState,
  task: Task,
  contactId: string,
): TaskContact | undefined {
  return contactBefore(task, contactId, timers.now() - settings.readLagMs);
}

/** Whether lists of tasks show it now. */
export function isShown({ timers, settings }: SobotState, { createdAt }: Task): boolean {
  return createdAt <= timers.now() - settings.readLagMs;
}

/** Robots that no task with calls to make has taken. */
export function freeRobots(state: SobotState): number {
  let taken = 0;
  for (const task of state.tasks.values()) taken += task.busy;
  return Math.max(0, state.settings.robots - taken);
}
