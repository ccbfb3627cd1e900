import {
  NodeApiError,
  NodeOperationError,
  type IDataObject,
  type IExecuteFunctions,
  type INodeExecutionData,
} from 'n8n-workflow';
import type { ContactOutcome } from '../../campaign/contact';
import type { Refusal } from '../../campaign/guards/guard';
import type { PreparedContact, ValidContact } from './prepare-contacts';
import { errorItem } from '../operation/router';
import type { VendorFailure } from '../http/vendor-failure';
import { wallClock } from '../fields/instants';

const NAMED_AT_MOST = 10;

/** What became of the contacts that went to one target. */
export interface Told {
  /** By contact id. */
  outcomes: ReadonlyMap<string, ContactOutcome>;
  /** Why sending stopped before the end, if it did. */
  stoppedBy?: VendorFailure;
  /** From when on unknown contacts may be sent again, in epoch milliseconds, where that is later than now. */
  tryAgainAt?: number;
}

/**
 * Stops the node when a contact cannot be called and the user did not choose "Skip and Report".
 *
 * @throws NodeOperationError naming the first items and what is wrong with each
 */
export function refuseInvalid(context: IExecuteFunctions, prepared: PreparedContact[]): void {
  const invalid = prepared.filter(
    (entry): entry is Extract<PreparedContact, { reason: string }> => 'reason' in entry,
  );
  if (invalid.length === 0) return;
  const named = invalid
    .slice(0, NAMED_AT_MOST)
    .map(({ itemIndex, reason }) => `[item ${itemIndex}] ${reason}`);
  const more = invalid.length - named.length;
  if (more > 0) named.push(`and ${more} more`);
  throw new NodeOperationError(
    context.getNode(),
    `${invalid.length} of ${prepared.length} contacts can't be called, so nothing was sent`,
    {
      description: `${named.join('; ')}. Correct the rows, or set the option "Invalid Contacts" to "Skip and Report".`,
      itemIndex: invalid[0].itemIndex,
    },
  );
}

/** One output item per input item, paired, telling what became of its contact. */
export function outcomeItems(
  context: IExecuteFunctions,
  prepared: PreparedContact[],
  describe: (entry: ValidContact) => {
    outcome: ContactOutcome;
    facts: IDataObject;
    failure?: string;
  },
  includeInput: boolean,
): INodeExecutionData[] {
  const items = context.getInputData();
  return prepared.map((entry): INodeExecutionData => {
    const input = includeInput ? { input: items[entry.itemIndex].json } : {};
    if ('reason' in entry) {
      const { contactId, phone, reason } = entry;
      return {
        json: { contactId, phone, outcome: 'rejected', reason, ...input },
        pairedItem: { item: entry.itemIndex },
      };
    }
    if ('refusal' in entry) {
      const { contactId, phone, refusal } = entry;
      return {
        json: { contactId, phone, ...refusalFacts(refusal), ...input },
        pairedItem: { item: entry.itemIndex },
      };
    }
    const { contactId, phone } = entry.contact;
    const { outcome, facts, failure } = describe(entry);
    if (failure !== undefined) {
      return errorItem({ message: failure }, entry.itemIndex, { contactId, phone, outcome });
    }
    return {
      json: { contactId, phone, outcome, ...facts, ...input },
      pairedItem: { item: entry.itemIndex },
    };
  });
}

/** What an output item says of a contact that a guard kept from being called. */
export function refusalFacts(refusal: Refusal): IDataObject {
  const { outcome, reason } = refusal;
  return outcome === 'notNow'
    ? { outcome, reason, callableFrom: new Date(refusal.callableFrom).toISOString() }
    : { outcome, reason };
}

/**
 * The error that ends a run which stopped in the middle: which contacts are confirmed, which were not
 * sent and which are unknown, in words and, under `context.contacts`, as lists of contact ids.
 *
 * @param vendor the vendor's name
 * @param kept ids of contacts that a guard kept from being called before anything was sent
 * @param targets what is known of the tasks that the contacts went to, e.g. the id of one just created
 * @param advices what to do about unknown contacts, and what happens if the node runs again
 */
export function stoppedError(
  context: IExecuteFunctions,
  vendor: string,
  told: Told[],
  kept: string[],
  targets: IDataObject[],
  advices: { unknown: string; again: string },
): NodeApiError {
  const idsOf = (...wanted: ContactOutcome[]) =>
    told.flatMap(({ outcomes }) =>
      [...outcomes]
        .filter(([, outcome]) => wanted.includes(outcome))
        .map(([contactId]) => contactId),
    );
  const leftOut = [...kept, ...idsOf('notNow')];
  const contacts = {
    confirmed: idsOf('submitted', 'alreadySubmitted'),
    unknown: idsOf('unknown'),
    notSent: idsOf('notSent'),
    ...(leftOut.length === 0 ? {} : { leftOut }),
  };
  const cause = told.find(({ stoppedBy }) => stoppedBy !== undefined)?.stoppedBy;
  const count = (list: string[], what: string) => `${list.length} ${what}`;
  const message = `${cause?.message ?? `${vendor} stopped taking contacts`}. Contacts: ${[
    count(contacts.confirmed, 'confirmed'),
    count(contacts.unknown, 'unknown'),
    count(contacts.notSent, 'not sent'),
    ...(leftOut.length === 0 ? [] : [count(leftOut, 'left out by guards')]),
  ].join(', ')}`;

  const times = told.map(({ tryAgainAt }) => tryAgainAt).filter((time) => time !== undefined);
  const again = times.length === 0 ? undefined : Math.max(...times);
  const advice = [cause?.advice ?? ''];
  if (contacts.unknown.length > 0) {
    advice.push(`Unknown, may be called: ${some(contacts.unknown)}. ${advices.unknown}`);
    if (again !== undefined) {
      const at = wallClock(again, context.getTimezone(), 'HH:mm');
      advice.push(
        `A lost request may still arrive, so they are sent again from ${at} on at the earliest (option "Wait Before Sending Again").`,
      );
    }
  }
  if (contacts.notSent.length > 0) advice.push(`Not sent: ${some(contacts.notSent)}.`);
  advice.push(advices.again);
  const places = targets.slice(0, NAMED_AT_MOST).map((target) =>
    Object.entries(target)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', '),
  );
  advice.push(`Sent to: ${places.join('; ')}.`);

  const error = new NodeApiError(
    context.getNode(),
    { message },
    { message, description: advice.filter((sentence) => sentence !== '').join(' ') },
  );
  error.context.contacts = contacts;
  error.context.targets = targets;
  if (again !== undefined) error.context.tryAgainAt = new Date(again).toISOString();
  return error;
}

/** The first of many ids, and how many more there are. */
export function some(ids: string[]): string {
  const shown = ids.slice(0, NAMED_AT_MOST).join(', ');
  return ids.length > NAMED_AT_MOST ? `${shown} and ${ids.length - NAMED_AT_MOST} more` : shown;
}
