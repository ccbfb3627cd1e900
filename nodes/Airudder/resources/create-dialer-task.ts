import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../campaign/contact';
import { InvalidInput } from '../../basics/invalid-input';
import { toFields, toText } from '../../basics/values';
import { READ_BACK_WAITS_MS } from '../../runtime/http/retry';
import { pause } from '../../runtime/http/stop';
import type { TargetMemory } from '../../sending/run-memory';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { dialerRequest, dialerTaskNamed, fetchDialerCalls } from './dialer-tasks';
import type { NamedTask } from './named-task';

/**
 * A task of the predictive dialer that one request creates with all its contacts (D4). One contact that the vendor
 * does not like refuses the whole list (codes 10510, 10618, -1), so a task that exists holds all it was sent.
 *
 * @param body everything but the contacts, under the vendor's names
 * @param write a contact as the columns of the account's template
 */
export function dialerTaskToCreate(
  context: IExecuteFunctions,
  taskName: string,
  settings: {
    zone: string;
    body: IDataObject;
    write(contact: Contact): IDataObject;
    contactIdColumn?: string;
    timeoutMs: number;
  },
): NamedTask {
  const { zone, body, write, contactIdColumn, timeoutMs } = settings;
  const named = async () => await dialerTaskNamed(context, taskName, zone, timeoutMs);
  return {
    taskName,
    allOrNothing: true,
    async create(batch) {
      const created = await dialerRequest(context, {
        call: 'createtask',
        body: { ...body, customizeContacts: batch.map(write) },
        effect: 'change',
        timeoutMs,
      });
      return { taskId: newTaskId(created.body), refused: new Map(), unpaired: [] };
    },
    find: async () => (await named())?.taskId,
    async look(taskId) {
      const task = await named();
      const { calls } = await fetchDialerCalls(context, taskId, {
        zone,
        contactIdColumn,
        timeoutMs,
      });
      return { calls, showsAll: task?.over === true };
    },
  };
}

/**
 * Creates a task with the contacts of another one (D5), once: a name can be used once, so it is looked for before,
 * and after a lost reply.
 *
 * @param memory what earlier tries of this execution did
 * @throws InvalidInput for a name in use, VendorFailure for a refusal or when whether the task exists cannot be told
 */
export async function copiedOnce(
  context: IExecuteFunctions,
  taskName: string,
  body: IDataObject,
  { zone, timeoutMs, memory }: { zone: string; timeoutMs: number; memory: TargetMemory },
): Promise<{ taskId: string | null; foundAgain: boolean }> {
  const named = async () => (await dialerTaskNamed(context, taskName, zone, timeoutMs))?.taskId;
  if (memory.targetId !== undefined) return { taskId: memory.targetId, foundAgain: true };
  const existing = await named();
  const triedBefore = (await memory.store.recall([taskName])).size > 0;
  if (existing !== undefined) {
    if (triedBefore) return { taskId: existing, foundAgain: true };
    throw new InvalidInput(
      `There is a dialer task named "${taskName}" already (ID ${existing}), and a name can be used once`,
      'Give the copy another name, or nothing is to be done: an earlier run may have made it.',
    );
  }
  const copied = await tried(
    dialerRequest(context, { call: 'copytask', body, effect: 'change', timeoutMs }),
  );
  if (copied.ok) {
    memory.targetId = newTaskId(copied.value.body) ?? (await named());
    return { taskId: memory.targetId ?? null, foundAgain: false };
  }
  const { error } = copied;
  if (!(error instanceof VendorFailure)) throw error;
  // After a lost request, a refusal may be the vendor's answer to a name that this very request took.
  if (error.effect === 'none' && !triedBefore) throw error;
  await memory.store.doubt([taskName]);
  for (const wait of READ_BACK_WAITS_MS) {
    await pause(context, wait);
    const found = await tried(named());
    if (found.ok && found.value !== undefined) {
      memory.targetId = found.value;
      return { taskId: found.value, foundAgain: true };
    }
  }
  throw new VendorFailure(
    `${error.message}. Whether the dialer task "${taskName}" exists now is unknown`,
    {
      effect: 'unknown',
      advice: `Running this again with the same name calls nobody twice: a name can be used once. ${error.advice}`,
    },
  );
}

/** The id in a reply; that of a copy is documented as `body` only. */
function newTaskId(body: unknown): string | null {
  return toText(toFields(body).taskId) ?? toText(body);
}
