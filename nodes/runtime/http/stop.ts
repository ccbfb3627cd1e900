import { clock } from '../clock';
import type { RequestContext } from './context';

/** Whether the user pressed Stop, or the execution ran out of time. */
export function isStopped(context: RequestContext): boolean {
  return stopSignal(context)?.aborted === true;
}

/** Sleeps, but no longer than until the execution is stopped. */
export async function pause(context: RequestContext, milliseconds: number): Promise<void> {
  await clock().sleep(milliseconds, stopSignal(context));
}

/** How work that outlasts a request waits, and learns that it shall not any more. */
export interface Stopping {
  /** Waits, but no longer than until the execution is stopped. */
  pause(milliseconds: number): Promise<void>;
  /** Waits to the end, whether or not the execution is stopped meanwhile. */
  waitOut(milliseconds: number): Promise<void>;
  isStopped(): boolean;
}

/** The waiting and stopping of an execution. */
export function stoppingOf(context: RequestContext): Stopping {
  return {
    pause: async (milliseconds) => await pause(context, milliseconds),
    waitOut: async (milliseconds) => await clock().sleep(milliseconds),
    isStopped: () => isStopped(context),
  };
}

function stopSignal(context: RequestContext): AbortSignal | undefined {
  return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}
