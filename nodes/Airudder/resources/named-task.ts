import type { IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../campaign/contact';
import { stoppingOf } from '../../runtime/http/stop';
import type { ContactTarget } from '../../sending/contact-handover';
import type { TargetMemory } from '../../sending/run-memory';
import { tried } from '../../basics/tried';
import type { Vendor } from '../../sending/vendor';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { heldIn, type Called } from './held-contacts';

/** A task that one request creates together with its contacts, under a name that the account can use once. */
export interface NamedTask {
  taskName: string;
  /** Whether one bad contact refuses all, so that a task which exists holds everybody it was sent. */
  allOrNothing?: boolean;
  /** @returns the task's id, and whom the vendor refused while it took the others */
  create(batch: Contact[]): Promise<{
    taskId: string | null;
    refused: ReadonlyMap<string, string>;
    /** Entries of the vendor's list of refused contacts that fit none of ours. */
    unpaired: unknown[];
  }>;
  /** The id of the task of that name, if there is one. */
  find(): Promise<string | undefined>;
  /** The calls of a task, and whether they can be taken for all of it. */
  look(taskId: string): Promise<Shown>;
}

/** How contacts are handed to such a task: all in one request, which the user's choice of lookup does not change. */
export const AT_ONCE = { lookup: 'every', batchSize: null } as const;

/** What is said of contacts of such a task. */
export const NAMED_TASK_WORDS = {
  notTaken: 'AIRUDDER raised no objection but does not hold this contact',
  again:
    'Running this node again with the same Task Name calls nobody twice: a name can be used once.',
};

/** What the vendor shows of a task. */
interface Shown {
  calls: readonly Called[];
  showsAll: boolean;
}

/** A task that is created together with its contacts; its facts are its id, once it is known, and its name. */
export interface TaskCreator extends ContactTarget {
  /** Entries of the vendor's list of rejected contacts that fit none of ours. */
  unpaired(): unknown[];
}

/**
 * Hands contacts to a new task. A name can be used once within an account, so a lost reply is settled by looking for
 * the name, and then for the contacts in the task's detail. A task that exists before anything is sent takes no
 * further contacts.
 */
export function taskCreator(
  context: IExecuteFunctions,
  task: NamedTask,
  memory: TargetMemory,
): TaskCreator {
  let existedBefore: string | undefined;
  let wasSent = false;
  let unpaired: unknown[] = [];
  const vendor: Vendor = {
    async identifyTarget() {
      const existing = await task.find();
      if (existing === undefined) return;
      memory.targetId = existing;
      if (!wasSent) existedBefore = existing;
    },
    async send(batch) {
      if (existedBefore !== undefined) {
        const { showsAll } = await task.look(existedBefore);
        throw nameInUse(task.taskName, existedBefore, showsAll);
      }
      wasSent = true;
      const sent = await tried(task.create(batch));
      if (!sent.ok) {
        const taken = await nameTaken(task, sent.error);
        if (taken === undefined) throw sent.error;
        // By an earlier request of ours that arrived late, perhaps: whether our contacts are in it is looked up.
        [existedBefore, wasSent] = [taken, false];
        memory.targetId = taken;
        throw nameInUse(task.taskName, taken, false);
      }
      const { taskId, refused } = sent.value;
      if (taskId === null) {
        throw new VendorFailure('AIRUDDER confirmed the task but gave no task ID', {
          effect: 'unknown',
        });
      }
      memory.targetId = taskId;
      unpaired = sent.value.unpaired;
      return refused;
    },
    async findHeld(contacts) {
      if (memory.targetId === undefined) return new Set();
      const { calls } = await task.look(memory.targetId);
      const isOurs = wasSent && existedBefore === undefined;
      const holdsAll = isOurs && task.allOrNothing === true;
      const held = holdsAll ? contacts : heldIn(contacts, calls);
      return new Set(held.map(({ contactId }) => contactId));
    },
    silence: { kind: 'takesNothingTwice' },
    async count() {
      const taskId = memory.targetId ?? (await task.find());
      if (taskId === undefined) return 0;
      const { calls, showsAll } = await task.look(taskId);
      return showsAll ? calls.length : null;
    },
    ...stoppingOf(context),
  };
  return {
    vendor,
    facts: () => ({ taskId: memory.targetId ?? null, taskName: task.taskName }),
    isFound: () => memory.targetId !== undefined,
    unpaired: () => unpaired,
  };
}

/** The task that has the name already, where that is why the vendor refused. */
async function nameTaken(task: NamedTask, error: unknown): Promise<string | undefined> {
  if (!(error instanceof VendorFailure) || error.effect !== 'none' || error.transient) {
    return undefined;
  }
  const existing = await tried(task.find());
  return existing.ok ? existing.value : undefined;
}

function nameInUse(taskName: string, taskId: string, showsAll: boolean): VendorFailure {
  const message = `There is a task named "${taskName}" already (ID ${taskId}), and a name can be used once`;
  return showsAll
    ? new VendorFailure(message, {
        effect: 'none',
        advice:
          'A task takes no contacts once it is created. Give a new task for these contacts another name.',
      })
    : new VendorFailure(message, {
        effect: 'unknown',
        advice:
          'Whether it holds these contacts cannot be seen yet. Wait until it is finished and run this again, before you give them to another task.',
      });
}
