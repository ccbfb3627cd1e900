import type { IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../campaign/contact';
import { READ_BACK_WAITS_MS } from '../../runtime/http/retry';
import { isStopped, pause } from '../../runtime/http/stop';
import type { TargetMemory } from '../../sending/run-memory';
import { tried } from '../../basics/tried';
import type { ContactSubmitter } from '../../sending/submit-contacts';
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

/** What the vendor shows of a task. */
interface Shown {
  calls: readonly Called[];
  showsAll: boolean;
}

/** Creates a task together with its contacts. */
export interface TaskCreator {
  submitter: ContactSubmitter;
  /** The task's id once it is known. */
  taskId(): string | null;
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
  let existedBefore: { taskId: string; showsAll: boolean } | undefined;
  let wasSent = false;
  let unpaired: unknown[] = [];
  const submitter: ContactSubmitter = {
    async send(batch) {
      if (existedBefore !== undefined) throw nameInUse(task.taskName, existedBefore);
      wasSent = true;
      const sent = await tried(task.create(batch));
      if (!sent.ok) throw await explained(task, sent.error);
      const { taskId, refused } = sent.value;
      if (taskId === null) {
        throw new VendorFailure('AIRUDDER confirmed the task but gave no task ID', {
          effect: 'unknown',
        });
      }
      memory.targetId = taskId;
      unpaired = sent.value.unpaired;
      const dropped = await droppedContacts(context, task, taskId, batch);
      return new Map([...dropped, ...refused]);
    },
    async findKnown(contacts) {
      const existing = await task.find();
      if (existing === undefined) return new Set();
      memory.targetId = existing;
      const shown = await task.look(existing);
      const found = heldIn(contacts, shown.calls);
      if (!wasSent) existedBefore = { taskId: existing, showsAll: shown.showsAll };
      const isOurs = wasSent && existedBefore === undefined;
      const holdsAll = isOurs && (task.allOrNothing === true || shown.calls.length === 0);
      return new Set((holdsAll ? contacts : found).map(({ contactId }) => contactId));
    },
    contactCount: async () => null,
    async pause(milliseconds) {
      await pause(context, milliseconds);
    },
    isStopped: () => isStopped(context),
  };
  return { submitter, taskId: () => memory.targetId ?? null, unpaired: () => unpaired };
}

const DROPPED = 'AIRUDDER raised no objection but does not hold this contact';

/** Contacts that the new task does not hold, where what is shown can be taken for the whole of it. */
async function droppedContacts(
  context: IExecuteFunctions,
  task: NamedTask,
  taskId: string,
  batch: Contact[],
): Promise<Map<string, string>> {
  let missing: Contact[] = [];
  for (const wait of READ_BACK_WAITS_MS) {
    await pause(context, wait);
    const shown = await tried(task.look(taskId));
    if (!shown.ok || !shown.value.showsAll) return new Map();
    const { calls } = shown.value;
    const held = new Set(heldIn(batch, calls));
    missing = calls.length >= batch.length ? [] : batch.filter((contact) => !held.has(contact));
    if (missing.length === 0 || isStopped(context)) break;
  }
  return new Map(missing.map(({ contactId }) => [contactId, DROPPED]));
}

/** A refusal in plain words where the reason is that the name is taken. */
async function explained(task: NamedTask, error: unknown): Promise<unknown> {
  if (!(error instanceof VendorFailure) || error.effect !== 'none' || error.transient) return error;
  const existing = await tried(task.find());
  return existing.ok && existing.value !== undefined
    ? nameInUse(task.taskName, { taskId: existing.value, showsAll: true })
    : error;
}

function nameInUse(
  taskName: string,
  { taskId, showsAll }: { taskId: string; showsAll: boolean },
): VendorFailure {
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
