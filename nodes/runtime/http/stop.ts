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

function stopSignal(context: RequestContext): AbortSignal | undefined {
  return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}
