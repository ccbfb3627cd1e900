import type { CallingHours } from '../../campaign/calling-hours';
import { callTimeSlot, writtenHours } from './call-time-slot';
import type { TaskInfo } from './task-info';

/** A task that is to be created. */
export interface NewTask {
  taskName: string;
  templateId: string;
  callerNumbers: string[];
  robots: number;
  /** Epoch milliseconds; null for a permanent task. */
  period: { startMs: number; endMs: number } | null;
  callingHours: CallingHours[];
  /** Empty when results are not pushed. */
  pushUrl: string;
  /** 1 after transfer to a human, 2 after the call ended. */
  pushWhen: number;
  /** 0 off, 1 last four digits, 2 middle four. */
  numberMasking: number;
  allowExport: boolean;
}

/** Settings of a task that no reply of the vendor's tells, so that they cannot be compared (vendor page 2.15). */
export const NOT_TOLD = [
  'template',
  'resultPushUrl',
  'pushResults',
  'numberMasking',
  'allowExport',
] as const;

/**
 * In what an existing task differs from one that is to be created, in words: everything that the vendor's reply
 * tells is compared (vendor page 2.15, `query_task_info`). Moments count as the same within a second, and caller
 * numbers in any order.
 *
 * @returns one text for each difference, e.g. `robots: 2 there, 5 here`; empty when there is none
 */
export function differences(info: TaskInfo, task: NewTask): string[] {
  const here = {
    robots: task.robots,
    'caller numbers': sorted(task.callerNumbers),
    validity: task.period === null ? 'permanent' : 'custom period',
    start: task.period === null ? null : toSecond(task.period.startMs),
    end: task.period === null ? null : toSecond(task.period.endMs),
    'calling hours': callTimeSlot(task.callingHours),
  };
  const there: typeof here = {
    robots: info.robots ?? NaN,
    'caller numbers': sorted(info.callerNumbers),
    validity: info.permanent ? 'permanent' : 'custom period',
    start: info.startTime === null ? null : toSecond(Date.parse(info.startTime)),
    end: info.endTime === null ? null : toSecond(Date.parse(info.endTime)),
    'calling hours': normalisedHours(info.callingHours),
  };
  return (Object.keys(here) as Array<keyof typeof here>)
    .filter((name) => here[name] !== there[name])
    .map((name) => `${name}: ${shown(there[name])} there, ${shown(here[name])} here`);
}

function sorted(numbers: readonly string[]): string {
  return [...numbers].sort().join(', ');
}

function toSecond(epochMs: number): string {
  return new Date(Math.floor(epochMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** What cannot be read stays as it came. */
function normalisedHours(written: string[]): string {
  try {
    return callTimeSlot(writtenHours(written));
  } catch {
    return written.join(',');
  }
}

function shown(value: string | number | null): string {
  return value === null || value === '' || Number.isNaN(value) ? 'none' : String(value);
}
