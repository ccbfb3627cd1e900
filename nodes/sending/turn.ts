import { inTurn, type Queues } from '../basics/lock';
import { clock } from '../runtime/clock';
import { executionStopped, VendorFailure } from '../runtime/http/vendor-failure';

/** How long a run waits for another one that is sending for the same workflow. */
export const WAIT_AT_MOST_MS = 60_000;

export const LOOK_EVERY_MS = 1_000;

/** How a run waits, and learns that it shall not any more. */
export interface Stopping {
  pause(milliseconds: number): Promise<void>;
  isStopped(): boolean;
}

/**
 * Does work when the runs of this process that came before have ended.
 *
 * @param onLeaving called when the turn did not come in time
 * @throws VendorFailure, with effect `none`, when the run was stopped, or waited for a minute
 */
export async function takeTurn<T>(
  queues: Queues,
  workflowId: string,
  { pause, isStopped }: Stopping,
  work: () => Promise<T>,
  onLeaving: () => void = () => undefined,
): Promise<T> {
  const since = clock().now();
  const isFree = !queues.has(workflowId);
  let [begun, left] = [false, false];
  const turn = inTurn(queues, workflowId, async () => {
    if (left) throw anotherSends();
    begun = true;
    return await work();
  });
  const patience = async () => {
    while (!begun && !isFree) {
      const tooLong = clock().now() - since >= WAIT_AT_MOST_MS;
      if (tooLong || isStopped()) {
        left = true;
        onLeaving();
        throw tooLong ? anotherSends() : executionStopped();
      }
      await pause(LOOK_EVERY_MS);
    }
    return await turn;
  };
  return await Promise.race([turn, patience()]);
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
