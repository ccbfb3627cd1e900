import type { IExecuteFunctions } from 'n8n-workflow';
import { clock } from '../runtime/clock';
import type { TriesOfRun } from '../runtime/guards/guarded-contacts';
import { MemoryStore } from './memory-store';

const RUNS_KEPT = 100;

/** What earlier tries of a node did for one target. */
export interface TargetMemory {
  /** What they sent, where n8n's storage is not used. */
  store: MemoryStore;
  /** Id of the task that an earlier try created. */
  targetId?: string;
  /** Contacts that count as sent, and cannot be in the target, which this run made in whichever try. */
  elsewhere?: ReadonlySet<string>;
}

/** What earlier tries of a node left behind for a later one. */
export interface RunMemory extends TriesOfRun {
  /** By id of the task, or by name of the task to be created. */
  targets: Map<string, TargetMemory>;
  /** The name each item's task was given first: a name with the time in it must not change with a second try. */
  names: Map<number, string>;
  /** How many tries are under way right now. */
  underWay: number;
  /** Which run of which node it is. */
  readonly key: string;
}

const runs = new Map<string, RunMemory>();

/**
 * What earlier tries of this node did in this execution. n8n's Retry On Fail runs the whole node again with all
 * items, in the same process. Each turn of a loop is a run of its own.
 *
 * Lives in memory, for the last hundred runs and those under way: it does not outlast n8n, and another execution has
 * its own.
 */
export function runMemory(context: IExecuteFunctions): RunMemory {
  const { $runIndex } = context.getWorkflowDataProxy(0);
  const key = [
    context.getWorkflow().id,
    context.getExecutionId(),
    context.getNode().id,
    String($runIndex),
  ].join('/');
  const remembered: RunMemory = runs.get(key) ?? {
    targets: new Map(),
    names: new Map(),
    startedAt: clock().now(),
    calledTogether: new Map(),
    underWay: 0,
    key,
  };
  touch(remembered);
  for (const [other, { underWay }] of runs) {
    if (runs.size <= RUNS_KEPT) break;
    if (underWay === 0 && other !== key) runs.delete(other);
  }
  return remembered;
}

/** Makes a run the last one to be forgotten. */
function touch(run: RunMemory): void {
  runs.delete(run.key);
  runs.set(run.key, run);
}

/** Does the work of one try, and keeps the memory of its run meanwhile and for a next try, however many others begin. */
export async function whileUnderWay<T>(run: RunMemory, work: () => Promise<T>): Promise<T> {
  run.underWay++;
  try {
    return await work();
  } finally {
    run.underWay--;
    touch(run);
  }
}

/** What is remembered of one target of a run. */
export function targetMemory({ targets }: RunMemory, target: string): TargetMemory {
  const remembered = targets.get(target) ?? { store: new MemoryStore() };
  targets.set(target, remembered);
  return remembered;
}

/** Reads the name of an item's task, and gives the same one when the node is tried again. */
export function rememberedName(
  { names }: RunMemory,
  read: (itemIndex: number) => string,
): (itemIndex: number) => string {
  return (itemIndex) => {
    const name = names.get(itemIndex) ?? read(itemIndex);
    names.set(itemIndex, name);
    return name;
  };
}
