import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Contact, ContactOutcome } from '../campaign/contact';
import { outcomeItems, refuseInvalid, stoppedError } from '../runtime/rows/contact-outcomes';
import { flag, wholeNumber } from '../runtime/fields/option-values';
import {
  prepareContacts,
  type ContactRules,
  type PreparedContact,
  type ValidContact,
} from '../runtime/rows/prepare-contacts';
import { setPace } from '../runtime/http/pace';
import { runMemory, targetMemory, type TargetMemory } from './run-memory';
import { sentMemory } from './sent-memory';
import {
  notReached,
  submitContacts,
  type ContactSubmitter,
  type Lookup,
  type Submission,
} from './submit-contacts';

/** Where contacts go: an existing task, or one that the first batch creates. */
export interface ContactTarget {
  submitter: ContactSubmitter;
  /** What each contact's output says about where it went; asked for once everything is sent. */
  facts(): IDataObject;
}

/** How one operation of a vendor hands contacts over. */
export interface ContactHandover {
  vendor: string;
  rules: ContactRules;
  /** The targets, each with its first item: all valid contacts of the items named go there. */
  targets(valid: ValidContact[]): ReadonlyMap<string, ValidContact[]>;
  /** Prepares a target; nothing may be sent yet. Throws for a target that cannot take these contacts. */
  open(key: string, contacts: ValidContact[], memory: TargetMemory): ContactTarget;
  /** What the vendor would be sent about a contact, for a dry run. */
  wouldSend(contact: Contact): IDataObject;
  /** Which contacts are looked up first, where that is not for the user to decide. */
  lookup?: Lookup;
  /** Contacts in one request; null sends all at once. */
  batchSize: { byDefault: number; most: number } | null;
  /** Texts for the person at the canvas. */
  words: {
    /** Why a contact is `notTaken`. */
    notTaken: string;
    /** What to do about contacts whose fate is unknown. */
    unknown: string;
    /** What happens when the node runs again over the same rows. */
    again: string;
  };
}

/**
 * Hands all incoming items over as contacts: reads and checks every one, sends them by target and batch so
 * that nobody is dialled twice (see `submitContacts`), and gives one outcome per item.
 *
 * @param options the operation's Options, with those of `submissionOptions`
 * @throws NodeOperationError for invalid rows, NodeApiError when sending stopped in the middle
 */
export async function handOver(
  context: IExecuteFunctions,
  options: IDataObject,
  handover: ContactHandover,
): Promise<INodeExecutionData[]> {
  const { vendor } = handover;
  const prepared = prepareContacts(context, options, handover.rules);
  if (options.invalidContacts !== 'skip') refuseInvalid(context, prepared);

  const valid = prepared.filter((entry): entry is ValidContact => 'contact' in entry);
  const groups = handover.targets(valid);
  const run = runMemory(context);
  const opened = [...groups].map(([key, entries]) => {
    const memory = targetMemory(run, key);
    return {
      contacts: entries.map(({ contact }) => contact),
      key,
      remembered: memory.contacts,
      target: handover.open(key, entries, memory),
    };
  });
  const batchSize = sizeOfBatch(options, handover);
  const includeInput = flag(options, 'includeInput', 'Include Input Fields');
  if (flag(options, 'dryRun', 'Dry Run')) {
    return dryRun(context, prepared, opened, batchSize, includeInput, handover);
  }

  setPace(context, options);
  const skipSent = flag(options, 'skipSent', 'Skip Contacts Already Sent', true);
  const callAgain = String(options.callAgain ?? '').trim();
  const submissions: Array<{ submission: Submission; target: ContactTarget }> = [];
  let stopped = false;
  for (const { key, contacts, remembered, target } of opened) {
    const settings = {
      batchSize,
      lookup: handover.lookup ?? ((options.lookup ?? 'auto') as Lookup),
      remembered,
      place: `${vendor}\n${key}`,
      checkAfterwards: flag(options, 'checkAfterwards', 'Check Afterwards'),
      memory: skipSent ? await sentMemory(context, vendor, `${key}\n${callAgain}`) : undefined,
    };
    const submission: Submission = stopped
      ? await notReached(contacts, settings)
      : await submitContacts(contacts, target.submitter, settings);
    submissions.push({ submission, target });
    stopped ||= submission.stoppedBy !== undefined;
  }
  return results(context, prepared, submissions, includeInput, handover);
}

function dryRun(
  context: IExecuteFunctions,
  prepared: PreparedContact[],
  opened: Array<{ contacts: Contact[]; target: ContactTarget }>,
  batchSize: number,
  includeInput: boolean,
  handover: ContactHandover,
): INodeExecutionData[] {
  const placeOf = new Map<string, IDataObject>();
  for (const { contacts, target } of opened) {
    contacts.forEach(({ contactId }, index) => {
      placeOf.set(contactId, { ...target.facts(), batch: Math.floor(index / batchSize) + 1 });
    });
  }
  return outcomeItems(
    context,
    prepared,
    ({ contact }) => ({
      outcome: 'dryRun',
      facts: { ...placeOf.get(contact.contactId), wouldSend: handover.wouldSend(contact) },
    }),
    includeInput,
  );
}

function results(
  context: IExecuteFunctions,
  prepared: PreparedContact[],
  submissions: Array<{ submission: Submission; target: ContactTarget }>,
  includeInput: boolean,
  { vendor, words }: ContactHandover,
): INodeExecutionData[] {
  const all = submissions.map(({ submission }) => submission);
  const stoppedBy = all.find((submission) => submission.stoppedBy !== undefined)?.stoppedBy;
  if (stoppedBy !== undefined && !context.continueOnFail()) {
    const targets = submissions.map(({ target }) => target.facts());
    throw stoppedError(context, vendor, all, targets, words);
  }

  const placeOf = new Map<string, { outcome: ContactOutcome; facts: IDataObject }>();
  for (const { submission, target } of submissions) {
    const { outcomes, batchOf, refusals } = submission;
    const place = target.facts();
    for (const [contactId, outcome] of outcomes) {
      const facts: IDataObject = { ...place, batch: batchOf.get(contactId) ?? null };
      if (outcome === 'notTaken') facts.reason = words.notTaken;
      if (outcome === 'refused') facts.reason = refusals.get(contactId);
      placeOf.set(contactId, { outcome, facts });
    }
  }
  return outcomeItems(
    context,
    prepared,
    ({ contact }) => {
      const { outcome = 'notSent' as const, facts = {} } = placeOf.get(contact.contactId) ?? {};
      const failed = outcome === 'unknown' || outcome === 'notSent';
      return {
        outcome,
        facts,
        failure: failed ? `${stoppedBy?.message}: this contact is ${inWords(outcome)}` : undefined,
      };
    },
    includeInput,
  );
}

function inWords(outcome: 'unknown' | 'notSent'): string {
  return outcome === 'unknown' ? 'unknown, it may be called' : 'not sent';
}

function sizeOfBatch(options: IDataObject, { batchSize }: ContactHandover): number {
  if (batchSize === null) return Infinity;
  return wholeNumber(options, 'batchSize', 'Batch Size', { ...batchSize, least: 1 });
}

/** Contacts by where they go, in the order of the items. */
export function byTarget(
  valid: ValidContact[],
  keyOf: (itemIndex: number) => string,
): Map<string, ValidContact[]> {
  const groups = new Map<string, ValidContact[]>();
  for (const entry of valid) {
    const key = keyOf(entry.itemIndex);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
