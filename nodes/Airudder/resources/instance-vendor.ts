import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { inParallel } from '../../basics/parallel';
import { tried } from '../../basics/tried';
import type { Contact } from '../../campaign/contact';
import { stoppingOf } from '../../runtime/http/stop';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import type { TargetMemory } from '../../sending/run-memory';
import type { Vendor } from '../../sending/vendor';
import { airudderRequest } from '../client/request';
import { createInstance, type NewInstance } from './create-instance';
import { noteRefused, noteSent, refuseTooMany } from './instance-limit';
import {
  heldContacts,
  instancesNamed,
  instancesOf,
  READS_AT_ONCE,
  showsNames,
  type InstanceSettings,
} from './instances';

/** One contact as the vendor takes it (docs/vendors/airudder.md, C3). */
export function instanceContact(contact: Contact, sendCaseId: boolean): IDataObject {
  const { contactId, phone, variables } = contact;
  return {
    callee: phone,
    ...(sendCaseId ? { case_id: contactId } : {}),
    variables,
  };
}

/** Hands contacts to an instance that exists. docs/vendors/airudder.md, C3. */
export function instanceVendor(
  context: IExecuteFunctions,
  workflowId: string,
  settings: InstanceSettings,
): Vendor {
  return {
    async send(batch) {
      await upload(context, workflowId, batch, settings);
    },
    findHeld: async (contacts) => await heldContacts(context, workflowId, contacts, settings),
    ...common(context, settings),
  };
}

/**
 * Creates an instance with the first batch of contacts and hands it the others. Vendor page api-45238811
 * (docs/vendors/airudder.md, C1); that contacts can come with it is known from a public client.
 *
 * When the reply is lost, the batch's first contact tells: the one instance that holds it now and did not
 * before is ours.
 */
export function newInstanceVendor(
  context: IExecuteFunctions,
  instance: NewInstance,
  settings: InstanceSettings & { memory: TargetMemory },
): Vendor {
  const { memory } = settings;
  let before: string[] | undefined;

  return {
    async send(batch) {
      if (memory.targetId !== undefined) {
        await upload(context, memory.targetId, batch, settings);
        return;
      }
      before = await instancesBefore(context, batch[0], settings);
      const workflowId = await createInstance(
        context,
        instance,
        batch.map((contact) => instanceContact(contact, settings.sendCaseId)),
        settings,
      );
      memory.targetId = workflowId;
      noteSent(workflowId, batch);
    },
    async identifyTarget(contact, certainly) {
      if (memory.targetId !== undefined) return;
      const { workflowIds, data } = await instancesOf(context, contact, settings);
      const only = certainly && workflowIds.length === 1 && !showsNames(data);
      memory.targetId = only
        ? workflowIds[0]
        : ours(contact, workflowIds, instancesNamed(instance.name, data), before, instance.name);
    },
    async findHeld(contacts) {
      if (memory.targetId === undefined) return new Set();
      return await heldContacts(context, memory.targetId, contacts, settings);
    },
    async maybeElsewhere(contacts) {
      const maybe = await inParallel(contacts, READS_AT_ONCE, async (contact) => {
        const { workflowIds, data } = await instancesOf(context, contact, settings);
        const others = showsNames(data) ? instancesNamed(instance.name, data) : workflowIds;
        return others.some((id) => id !== memory.targetId);
      });
      return new Set(contacts.filter((_, at) => maybe[at]).map(({ contactId }) => contactId));
    },
    ...common(context, settings),
  };
}

/**
 * The instance that a lost request made, if it did: the one that holds the contact now and did not before, or,
 * after a restart, the one of that name.
 *
 * @throws VendorFailure when the contact is in instances of which nobody can tell whether ours is one
 */
function ours(
  { contactId }: Contact,
  workflowIds: string[],
  named: string[],
  before: string[] | undefined,
  name: string,
): string | undefined {
  if (before !== undefined) {
    const fresh = workflowIds.filter((id) => !before.includes(id));
    return fresh.length === 1 ? fresh[0] : undefined;
  }
  if (workflowIds.length === 0) return undefined;
  if (named.length === 1) return named[0];
  throw new VendorFailure(
    `Whether an earlier run created the instance "${name}" cannot be told: ${contactId} is in ${workflowIds.join(', ')}`,
    {
      effect: 'unknown',
      advice:
        'Look these instances up in the AIRUDDER console. Hand the contacts that are missing to the right one with Contact: Add.',
    },
  );
}

/**
 * The instances that hold a contact already; undefined where the vendor answers with a code, since its reply to
 * this call is not documented and must not keep anybody from creating an instance.
 */
async function instancesBefore(
  context: IExecuteFunctions,
  contact: Contact,
  settings: InstanceSettings,
): Promise<string[] | undefined> {
  const found = await tried(instancesOf(context, contact, settings));
  if (found.ok) return found.value.workflowIds;
  const { error } = found;
  if (!(error instanceof VendorFailure)) throw error;
  if (error.vendorCode !== undefined) return undefined;
  throw new VendorFailure(error.message, { effect: 'none', advice: error.advice });
}

async function upload(
  context: IExecuteFunctions,
  workflowId: string,
  batch: Contact[],
  { sendCaseId, timeoutMs }: InstanceSettings,
): Promise<void> {
  refuseTooMany(workflowId, batch);
  noteSent(workflowId, batch);
  const sent = await tried(
    airudderRequest(context, {
      method: 'POST',
      path: '/service/cloud/workflow/uploaddetails',
      body: {
        workflow_id: workflowId,
        details: batch.map((contact) => instanceContact(contact, sendCaseId)),
      },
      effect: 'change',
      timeoutMs,
    }),
  );
  if (sent.ok) return;
  const refused = sent.error instanceof VendorFailure && sent.error.effect === 'none';
  if (refused) noteRefused(workflowId, batch);
  throw sent.error;
}

function common(
  context: IExecuteFunctions,
  { account, sendCaseId }: InstanceSettings,
): Pick<Vendor, 'silence' | 'count' | 'pause' | 'isStopped'> {
  return {
    silence: { kind: 'showsJustTaken', way: `${account} ${sendCaseId ? 'case_id' : 'callee'}` },
    count: async () => null,
    ...stoppingOf(context),
  };
}
