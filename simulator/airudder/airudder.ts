import { DateTime } from 'luxon';
import type { SimulatedClock } from '../clock';
import type { Dialler } from '../dialling/dialler';
import type { Ledger } from '../ledger';
import type { Settings } from '../settings';
import { contactsBefore, statusOf, type Task, type TaskContact } from '../dialling/tasks';
import type { AirudderAccount } from './account';
import type { Timers } from '../timers';
import type { Tokens } from './tokens';

/** A calling task: how it dials, and what AIRUDDER knows about it. */
export interface AirudderTask {
  dialling: Task;
  robotMethod: string;
  robotId: string;
  sipLine: string;
  /** The schedule as it was given; the dialler goes by the simulated clock. */
  start: number;
  end: number;
  repeatInterval: number;
  repeatNumber: number;
  canceled: boolean;
  /** What each contact came with, by contact id. */
  details: Map<string, Record<string, unknown>>;
  /** The instance it belongs to, for a task of a workflow. */
  instance?: Instance;
}

/** A workflow that runs: one outbound call for each contact. */
export interface Instance {
  workflowId: string;
  name: string;
  task: AirudderTask;
  stopped: boolean;
}

/** A task of the predictive dialer's direct API (D4 to D9 of the table of contents; known from one public client). */
export interface DialerTask {
  dialling: Task;
  groupName: string;
  /** When it was to start, or when it was made. */
  start: number;
  cancelled: boolean;
  /** Where its events are to be pushed; empty for nowhere. The simulator does not push them. */
  callback: string;
  /** What each contact came with, by contact id. */
  details: Map<string, Record<string, unknown>>;
}

export interface AirudderState {
  account: AirudderAccount;
  settings: Settings;
  clock: SimulatedClock;
  timers: Timers;
  ledger: Ledger;
  dialler: Dialler;
  tokens: Tokens;
  tasks: Map<string, AirudderTask>;
  instances: Map<string, Instance>;
  dialerTasks: Map<string, DialerTask>;
  /** The simulator's own address. */
  url(): string;
  /** Number of the request being answered, for the ledger. */
  request: number;
}

export interface Received {
  query: Record<string, string>;
  body: Record<string, unknown>;
}

/** A file instead of an envelope. */
export interface FileAnswer {
  file: Buffer;
  type: string;
  headers?: Record<string, string>;
}

/** One endpoint of the vendor: its path, its method, and the `data` it answers with. */
export interface AirudderEndpoint {
  path: string;
  method: 'GET' | 'POST';
  /** Row of the table in docs/vendors/airudder.md. */
  row: string;
  /** Needs no token. */
  open?: boolean;
  answer(state: AirudderState, received: Received): unknown;
}

/** The whole reply, for endpoints whose envelope differs from the usual one. */
export class WholeReply {
  constructor(readonly reply: Record<string, unknown>) {}
}

/** A refusal in the envelope, with HTTP status 200. What the codes are is not public; these imitate HTTP. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

export const isE164 = (value: unknown): value is string =>
  typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value);

/** A time such as `2026-03-01 09:00:00`, read in the account's zone. */
export function naiveTime(state: AirudderState, value: unknown, name: string): number {
  const time = DateTime.fromFormat(text(value), 'yyyy-MM-dd HH:mm:ss', {
    zone: state.settings.zone,
  });
  if (!time.isValid) throw new Refusal(400, `${name} is not a time`);
  return time.toMillis();
}

/** A time as the detail reply writes it: `2026-03-01T01:00:00Z`. */
export function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function existingTask(state: AirudderState, id: unknown): AirudderTask {
  const task = state.tasks.get(text(id));
  if (task === undefined) throw new Refusal(404, 'task not found');
  return task;
}

export function existingInstance(state: AirudderState, id: unknown): Instance {
  const instance = state.instances.get(text(id));
  if (instance === undefined) throw new Refusal(404, 'workflow not found');
  return instance;
}

/** The contacts of a task as reads show them now. */
export function shownContacts({ timers, settings }: AirudderState, task: Task): TaskContact[] {
  return contactsBefore(task, timers.now() - settings.readLagMs);
}

/** created, pending, calling, paused, finished or canceled. */
export function statusWord(state: AirudderState, task: AirudderTask): string {
  if (task.canceled) return 'canceled';
  const { contacts } = task.dialling;
  if (contacts.length > 0 && contacts.every(({ status }) => status > 1)) return 'finished';
  const status = statusOf(task.dialling, state.clock.now(), state.clock.minuteOfDay());
  return (
    { 0: 'pending', 1: 'calling', 2: 'finished', 3: 'pending', 5: 'paused' }[status] ?? 'created'
  );
}
