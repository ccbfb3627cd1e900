import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Contact } from '../../campaign/contact';
import { InvalidInput } from '../../basics/invalid-input';
import { toFields, toText } from '../../basics/values';
import { wallClock } from '../../runtime/fields/instants';
import { inParallel } from '../../basics/parallel';
import { isStopped, pause } from '../../runtime/http/stop';
import type { TargetMemory } from '../../sending/run-memory';
import { tried } from '../../basics/tried';
import type { ContactSubmitter } from '../../sending/submit-contacts';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { NAIVE_TIME } from './create-task';
import { airudderRequest } from '../client/request';
import { clock } from '../../runtime/clock';

/** Most contacts of one instance (reference, section 2.5: the vendor's limit as one public client states it). */
export const MOST_CONTACTS = 10_000;

const READS_AT_ONCE = 4;

const DAY_MS = 24 * 3_600_000;

const INSTANCES_KEPT = 100;

/** What identifies a contact to the vendor, and when to look. */
export interface ContactQuery {
  caseId?: string;
  callee?: string;
  startMs: number;
  endMs: number;
}

/** How an operation talks to workflow instances. */
export interface InstanceSettings {
  /** In which the account reads times. */
  zone: string;
  /** Which account is asked; what was seen of one says nothing of another. */
  account: string;
  timeoutMs: number;
  /** Whether contact ids travel as `case_id`; otherwise contacts are found again by phone number only. */
  sendCaseId: boolean;
  /** How many days back contacts are looked for. */
  lookBackDays: number;
}

/**
 * The workflow instances that hold a contact, found by case id or phone number within a time span. Vendor page
 * api-154088166 (reference C19): the request is documented, the reply only as far as it holds workflow ids,
 * so they are looked for anywhere in it.
 */
export async function findInstances(
  context: IExecuteFunctions,
  query: ContactQuery,
  { zone, timeoutMs }: Pick<InstanceSettings, 'zone' | 'timeoutMs'>,
): Promise<{ workflowIds: string[]; data: unknown }> {
  const reply = await tried(
    airudderRequest(context, {
      method: 'POST',
      path: '/service/cloud/workflow/detailinstances',
      body: {
        ...(query.caseId === undefined ? {} : { case_id: query.caseId }),
        ...(query.callee === undefined ? {} : { callee: query.callee }),
        start_time: wallClock(query.startMs, zone, NAIVE_TIME),
        end_time: wallClock(query.endMs, zone, NAIVE_TIME),
      },
      effect: 'read',
      timeoutMs,
    }),
  );
  if (reply.ok) {
    return { workflowIds: [...new Set(workflowIdsIn(reply.value.data))], data: reply.value.data };
  }
  const { error } = reply;
  if (error instanceof VendorFailure && error.vendorCode === '404') {
    return { workflowIds: [], data: null };
  }
  throw error;
}

function workflowIdsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (!/^workflow_?ids?$/i.test(name)) return workflowIdsIn(inner);
    return [inner]
      .flat()
      .map(toText)
      .filter((id): id is string => id !== null);
  });
}

/** Every value in a reply, whatever its name is. */
function scalarsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(scalarsIn);
  const text = toText(value);
  return text === null ? [] : [text];
}

/** One contact as the vendor takes it (reference C3). */
export function instanceContact(contact: Contact, sendCaseId: boolean): IDataObject {
  const { contactId, phone, variables } = contact;
  return {
    callee: phone,
    ...(sendCaseId ? { case_id: contactId } : {}),
    variables,
  };
}

/** Contacts sent to an instance by this n8n process, so that a loop of small batches keeps to the limit too. */
const sentTo = new Map<string, Set<string>>();

/**
 * @throws InvalidInput when an instance would hold more contacts than it can
 */
export function refuseTooMany(workflowId: string, contacts: Contact[]): void {
  const together = new Set(sentTo.get(workflowId));
  for (const { contactId } of contacts) together.add(contactId);
  if (together.size <= MOST_CONTACTS) return;
  throw new InvalidInput(
    `The workflow instance ${workflowId} would hold ${together.size} contacts, and it takes 10,000 at most`,
    'Nothing was sent. Split the contacts over several instances, e.g. with Loop Over Items.',
  );
}

function noteSent(workflowId: string, contacts: Contact[]): void {
  const ids = sentTo.get(workflowId) ?? new Set<string>();
  for (const { contactId } of contacts) ids.add(contactId);
  sentTo.delete(workflowId);
  sentTo.set(workflowId, ids);
  for (const oldest of sentTo.keys()) {
    if (sentTo.size <= INSTANCES_KEPT) break;
    sentTo.delete(oldest);
  }
}

/** Hands contacts to an instance that exists. Reference C3. */
export function instanceSubmitter(
  context: IExecuteFunctions,
  workflowId: string,
  settings: InstanceSettings,
): ContactSubmitter {
  return {
    async send(batch) {
      await upload(context, workflowId, batch, settings);
    },
    findKnown: async (contacts) => await heldContacts(context, workflowId, contacts, settings),
    ...common(context, settings),
  };
}

export interface NewInstance {
  templateId: number;
  name: string;
  endMs: number;
  /** Fields of the vendor's that have none here; they win over the others. */
  more: IDataObject;
}

/**
 * Creates an instance with the first batch of contacts and hands it the others. Vendor page api-45238811
 * (reference C1); that contacts can come with it is known from a public client.
 *
 * When the reply is lost, the batch's first contact tells: the one instance that holds it now and did not
 * before is ours.
 */
export function instanceCreator(
  context: IExecuteFunctions,
  instance: NewInstance,
  settings: InstanceSettings & { memory: TargetMemory },
): ContactSubmitter {
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
    async adopt(contact) {
      if (memory.targetId !== undefined) return;
      const { workflowIds, data } = await instancesOf(context, contact, settings);
      memory.targetId =
        workflowIds.length === 1 && !showsNames(data)
          ? workflowIds[0]
          : await instanceOf(context, contact, undefined, instance.name, settings);
    },
    async findKnown(contacts) {
      memory.targetId ??= await instanceOf(context, contacts[0], before, instance.name, settings);
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
async function instanceOf(
  context: IExecuteFunctions,
  contact: Contact,
  before: string[] | undefined,
  name: string,
  settings: InstanceSettings,
): Promise<string | undefined> {
  const { workflowIds, data } = await instancesOf(context, contact, settings);
  if (before !== undefined) {
    const fresh = workflowIds.filter((id) => !before.includes(id));
    return fresh.length === 1 ? fresh[0] : undefined;
  }
  if (workflowIds.length === 0) return undefined;
  const ours = instancesNamed(name, data);
  if (ours.length === 1) return ours[0];
  throw new VendorFailure(
    `Whether an earlier run created the instance "${name}" cannot be told: ${contact.contactId} is in ${workflowIds.join(', ')}`,
    {
      effect: 'unknown',
      advice:
        'Look these instances up in the AIRUDDER console. Hand the contacts that are missing to the right one with Contact: Add.',
    },
  );
}

/** The instances of a name, as far as a reply tells how they are called. */
function instancesNamed(name: string, data: unknown): string[] {
  const named = entriesIn(data)
    .filter((entry) => Object.values(entry).some((value) => toText(value) === name))
    .flatMap(workflowIdsIn);
  return [...new Set(named)];
}

/** Whether a reply tells how instances are called, so that another one can be told from ours. */
function showsNames(data: unknown): boolean {
  return entriesIn(data).some((entry) =>
    Object.keys(entry).some((key) => /^(?:workflow_?)?name$/i.test(key)),
  );
}

/** Every object in a reply. */
function entriesIn(value: unknown): Array<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(entriesIn);
  return Array.isArray(value) ? inner : [toFields(value), ...inner];
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

/**
 * Creates an instance. @returns its id
 *
 * @throws VendorFailure, with `effect` `unknown` when it may exist now
 */
export async function createInstance(
  context: IExecuteFunctions,
  instance: NewInstance,
  contacts: IDataObject[],
  { zone, timeoutMs }: Pick<InstanceSettings, 'zone' | 'timeoutMs'>,
): Promise<string> {
  const reply = await airudderRequest(context, {
    method: 'POST',
    path: '/service/cloud/workflow/createinstance',
    body: {
      workflow_template_id: instance.templateId,
      name: instance.name,
      end_time: wallClock(instance.endMs, zone, `${NAIVE_TIME}ZZ`),
      ...instance.more,
      ...(contacts.length === 0 ? {} : { details: contacts }),
    },
    effect: 'change',
    timeoutMs,
  });
  const workflowId = toText(toFields(reply.data).workflow_id);
  if (workflowId === null) {
    throw new VendorFailure('AIRUDDER confirmed the workflow instance but gave no ID of it', {
      effect: 'unknown',
    });
  }
  return workflowId;
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
  if (refused) for (const { contactId } of batch) sentTo.get(workflowId)?.delete(contactId);
  throw sent.error;
}

/** Which of these contacts an instance holds: one request each. */
export async function heldContacts(
  context: IExecuteFunctions,
  workflowId: string,
  contacts: Contact[],
  settings: InstanceSettings,
): Promise<Set<string>> {
  const found = await inParallel(contacts, READS_AT_ONCE, async (contact) => {
    const { data } = await instancesOf(context, contact, settings);
    const ids = workflowIdsIn(data);
    return (ids.length > 0 ? ids : scalarsIn(data)).includes(workflowId);
  });
  return new Set(contacts.filter((_, index) => found[index]).map(({ contactId }) => contactId));
}

async function instancesOf(
  context: IExecuteFunctions,
  { contactId, phone }: Contact,
  settings: InstanceSettings,
): Promise<{ workflowIds: string[]; data: unknown }> {
  const now = clock().now();
  return await findInstances(
    context,
    {
      ...(settings.sendCaseId ? { caseId: contactId } : { callee: phone }),
      startMs: now - settings.lookBackDays * DAY_MS,
      endMs: now + DAY_MS,
    },
    settings,
  );
}

function common(
  context: IExecuteFunctions,
  { account, sendCaseId }: InstanceSettings,
): Pick<ContactSubmitter, 'wouldShow' | 'contactCount' | 'pause' | 'isStopped'> {
  return {
    wouldShow: { justTaken: `${account} ${sendCaseId ? 'case_id' : 'callee'}` },
    contactCount: async () => null,
    async pause(milliseconds) {
      await pause(context, milliseconds);
    },
    isStopped: () => isStopped(context),
  };
}
