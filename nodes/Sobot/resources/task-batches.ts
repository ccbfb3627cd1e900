import { inBatches } from '../../basics/batches';
import { inParallel } from '../../basics/parallel';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';

/** Most task ids in one request; more have no return code of their own (docs/vendors/sobot-icall.md, section 9). */
const MOST_TASKS = 15;

const REQUESTS_AT_ONCE = 4;

/** Return codes for a task that is deleted, or was never there. */
const NO_SUCH_TASK = ['320020', '320022'];

/** Whether the vendor refused because there is no such task. */
export function isMissingTask(error: unknown): boolean {
  return error instanceof VendorFailure && NO_SUCH_TASK.includes(error.vendorCode ?? '');
}

/**
 * Asks for any number of tasks, 15 a request and four requests at a time. One unknown id may refuse a
 * whole request; then each of its ids is asked for alone, and the missing ones are left out.
 */
export async function inTaskBatches<T>(
  taskIds: string[],
  ask: (ids: string[]) => Promise<T[]>,
): Promise<T[]> {
  const found = await inParallel(
    inBatches([...new Set(taskIds)], MOST_TASKS),
    REQUESTS_AT_ONCE,
    async (ids) => {
      const reply = await tried(ask(ids));
      if (reply.ok) return reply.value;
      if (!isMissingTask(reply.error)) throw reply.error;
      return ids.length === 1 ? [] : await oneByOne(ids, ask);
    },
  );
  return found.flat();
}

async function oneByOne<T>(ids: string[], ask: (ids: string[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (const id of ids) {
    const reply = await tried(ask([id]));
    if (reply.ok) found.push(...reply.value);
    else if (!isMissingTask(reply.error)) throw reply.error;
  }
  return found;
}
