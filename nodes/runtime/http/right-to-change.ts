import type { RequestContext } from './context';
import type { VendorFailure } from './vendor-failure';

/** Why a run may not change anything at a vendor any more; nothing while it may. */
export type LostRight = () => VendorFailure | undefined;

/** What each run under way asks, by its context. */
const asked = new WeakMap<RequestContext, LostRight>();

/**
 * Does work whose requests leave only while the run may send. They may wait for their turn, or to be tried again, while
 * the process stands still and another one takes over.
 */
export async function onlyWhileRightful<T>(
  context: RequestContext,
  lostRight: LostRight,
  work: () => Promise<T>,
): Promise<T> {
  asked.set(context, lostRight);
  try {
    return await work();
  } finally {
    asked.delete(context);
  }
}

/** @throws VendorFailure when a request of this run must not leave any more that changes something */
export function checkRight(context: RequestContext): void {
  const failure = asked.get(context)?.();
  if (failure !== undefined) throw failure;
}
