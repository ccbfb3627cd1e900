import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { tried } from '../../basics/tried';
import { clock } from '../clock';
import { pause, isStopped } from '../http/stop';
import { executionStopped } from '../http/vendor-failure';
import { nextLook } from './steps';

/** What n8n keeps of a node while its execution sleeps. */
export interface Waiting {
  /** When the first look was, in epoch milliseconds. */
  since?: number;
}

/** What one look found. */
export interface Look<T> {
  isDone: boolean;
  found: T;
}

/**
 * Looks in growing steps until it is done or the time is up. In between the node waits itself, or n8n puts the
 * execution to sleep: that goes on where it stopped by passing the items on, so they must come back to the node.
 *
 * @param memory what n8n keeps of the node; empty again once the waiting is over
 * @param limitMs how long to wait at most, in milliseconds
 * @returns what the last look found and how long it took until then; undefined while the execution sleeps
 * @throws VendorFailure when the execution is stopped, and what a look throws
 */
export async function waitInSteps<T>(
  context: IExecuteFunctions,
  memory: Waiting,
  { limitMs, sleeps }: { limitMs: number; sleeps: boolean },
  look: () => Promise<Look<T>>,
): Promise<(Look<T> & { waitedMs: number }) | undefined> {
  const since = (memory.since ??= clock().now());
  for (;;) {
    const waitedMs = clock().now() - since;
    const looked = await tried(look());
    if (!looked.ok) {
      delete memory.since;
      throw looked.error;
    }
    const last = looked.value;
    if (last.isDone || waitedMs >= limitMs) {
      delete memory.since;
      return { ...last, waitedMs };
    }
    const step = nextLook(waitedMs);
    if (sleeps) {
      await context.putExecutionToWait(new Date(clock().now() + step));
      return undefined;
    }
    await pause(context, step);
    if (isStopped(context)) throw executionStopped();
  }
}

/**
 * The outputs of a node while its execution sleeps: the items by Not Yet, in a list of their own. Where the node has an
 * error output, n8n empties the list that it is given, and with the list of the input nothing would come back.
 */
export function asleepWith(items: INodeExecutionData[]): INodeExecutionData[][] {
  return [[...items], []];
}
