import type { IExecuteFunctions } from 'n8n-workflow';
import { inBatches } from '../basics/batches';
import { inTurn, type Queues } from '../basics/lock';

/**
 * One row of n8n's deduplication storage: a set of hashed marks, one row for each node and one for each workflow. A
 * row is read, changed and written whole at each call, without a lock. It cannot be asked without writing: what was
 * asked for is there afterwards. Only its length can be read. Source: n8n's `deduplication-helper`.
 */
export interface StorageRow {
  /** Adds marks. @returns those that were there before */
  record(marks: string[]): Promise<Set<string>>;
  remove(marks: string[]): Promise<void>;
  /** How many marks there are, without writing. */
  count(): Promise<number>;
}

/** n8n searches the row for each mark that is taken out, so long lists are cut: nothing blocks n8n for long. */
const REMOVED_AT_ONCE = 2_000;

type Helpers = Pick<
  IExecuteFunctions['helpers'],
  'checkProcessedAndRecord' | 'removeProcessed' | 'getProcessedDataCount'
>;

/** The row of this workflow, or of this node, changed by one at a time. See `n8nRow`. */
export function storageRow(
  helpers: Helpers,
  scope: 'workflow' | 'node',
  most?: number,
): StorageRow {
  return oneAtATime(n8nRow(helpers, scope, most));
}

/**
 * The row of this workflow, or of this node, as n8n has it: of two changes at once, one is lost.
 *
 * @param most how many marks the row keeps, newest last; all if left out
 */
export function n8nRow(helpers: Helpers, scope: 'workflow' | 'node', most?: number): StorageRow {
  const options = { mode: 'entries' as const, ...(most === undefined ? {} : { maxEntries: most }) };
  return {
    async record(marks) {
      const { processed } = await helpers.checkProcessedAndRecord(marks, scope, options);
      return new Set(processed.map(String));
    },
    remove: async (marks) => await helpers.removeProcessed(marks, scope, options),
    count: async () => await helpers.getProcessedDataCount(scope, options),
  };
}

/** The same row, which is changed by one at a time in this run, and not at all for nothing. */
export function oneAtATime(row: StorageRow): StorageRow {
  const queues: Queues = new Map();
  return {
    record: async (marks) =>
      marks.length === 0
        ? new Set()
        : await inTurn(queues, '', async () => await row.record(marks)),
    async remove(marks) {
      for (const some of inBatches(marks, REMOVED_AT_ONCE)) {
        await inTurn(queues, '', async () => await row.remove(some));
      }
    },
    count: async () => await row.count(),
  };
}

/** Every mark twice. */
export function pairsOf(marks: string[]): string[] {
  return marks.flatMap((mark) => [`${mark}\n1`, `${mark}\n2`]);
}

/** The same row with every mark in it twice, so that the number of marks is even whatever is added or removed. */
export function inPairs(row: StorageRow): StorageRow {
  return {
    async record(marks) {
      const there = await row.record(pairsOf(marks));
      return new Set(marks.filter((mark) => there.has(`${mark}\n1`)));
    },
    remove: async (marks) => await row.remove(pairsOf(marks)),
    count: async () => await row.count(),
  };
}
