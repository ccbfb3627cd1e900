import { inTurn, type Queues } from '../basics/lock';
import { clock } from '../runtime/clock';
import type { Stopping } from '../runtime/http/stop';
import { executionStopped, VendorFailure } from '../runtime/http/vendor-failure';

/** How long a run waits for another one that is sending for the same workflow. */
export const WAIT_AT_MOST_MS = 60_000;

export const LOOK_EVERY_MS = 1_000;

/**
 * Does work when the runs of this process that came before have ended.
 *
 * @param onLeaving called when the turn did not come in time
 * @throws VendorFailure, with effect `none`, when the run was stopped, or waited for a minute
 */
export async function takeTurn<T>(
  queues: Queues,
  workflowId: string,
  { isStopped }: Pick<Stopping, 'isStopped'>,
  work: () => Promise<T>,
  onLeaving: () => void = () => undefined,
): Promise<T> {
  const since = clock().now();
  const isFree = !queues.has(workflowId);
  const watching = new AbortController();
  let left = false;
  const turn = inTurn(queues, workflowId, async () => {
    if (left) throw anotherSends();
    watching.abort();
    return await work();
  });
  if (isFree) return await turn;
  const leaving = new Promise<never>((_, reject) => {
    void clock().every(LOOK_EVERY_MS, watching.signal, async () => {
      const tooLong = clock().now() - since >= WAIT_AT_MOST_MS;
      if (!tooLong && !isStopped()) return;
      left = true;
      watching.abort();
      onLeaving();
      reject(tooLong ? anotherSends() : executionStopped());
    });
  });
  return await Promise.race([turn, leaving]);
}

/** What a run says that did not get the right to send. */
export function anotherSends(): VendorFailure {
  return new VendorFailure(
    'Another execution is sending contacts of this workflow right now, so nothing was sent',
    {
      effect: 'none',
      advice:
        'Look under Executions for the one that runs. When it has ended, run this again: what it sent is left out.',
    },
  );
}
