import type { IExecuteFunctions } from 'n8n-workflow';
import { inParallel } from '../../basics/parallel';
import { tried } from '../../basics/tried';
import { toFields, toText } from '../../basics/values';
import type { Contact } from '../../campaign/contact';
import { clock } from '../../runtime/clock';
import { wallClock } from '../../runtime/fields/instants';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { airudderRequest } from '../client/request';
import { NAIVE_TIME } from './create-task';

/** Contacts are looked up so many at a time. */
export const READS_AT_ONCE = 4;

const DAY_MS = 24 * 3_600_000;

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
 * api-154088166 (docs/vendors/airudder.md, C19): the request is documented, the reply only as far as it holds
 * workflow ids,
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

/** The instances that hold a contact, by what it was sent with. */
export async function instancesOf(
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

/** The instances of a name, as far as a reply tells how they are called. */
export function instancesNamed(name: string, data: unknown): string[] {
  const named = entriesIn(data)
    .filter((entry) => Object.values(entry).some((value) => toText(value) === name))
    .flatMap(workflowIdsIn);
  return [...new Set(named)];
}

/** Whether a reply tells how instances are called, so that another one can be told from ours. */
export function showsNames(data: unknown): boolean {
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
