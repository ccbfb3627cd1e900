import type { IExecuteFunctions } from 'n8n-workflow';

/** What is known of a contact from an earlier try of the same node in the same execution. */
export type Remembered = Map<string, 'submitted' | 'unknown'>;

const RUNS_KEPT = 100;

const runs = new Map<string, Remembered>();

/**
 * What earlier tries of this node sent to a task in this execution. n8n's Retry On Fail runs the whole
 * node again with all items, in the same process; this keeps it from sending a contact twice even where
 * the vendor does not show contacts that wait to be called.
 *
 * Lives in memory, for the last hundred runs: it does not outlast n8n, and another execution has its own.
 */
export function rememberedContacts(context: IExecuteFunctions, taskId: string): Remembered {
  const key = [
    context.getWorkflow().id,
    context.getExecutionId(),
    context.getNode().id,
    taskId,
  ].join('/');
  const remembered = runs.get(key) ?? new Map();
  runs.delete(key);
  runs.set(key, remembered);
  for (const oldest of runs.keys()) {
    if (runs.size <= RUNS_KEPT) break;
    runs.delete(oldest);
  }
  return remembered;
}
