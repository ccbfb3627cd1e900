import { inBatches } from '../campaign/batches';
import type { Contact, ContactOutcome } from '../campaign/contact';
import { READ_BACK_WAITS_MS } from './retry';
import type { Remembered } from './run-memory';
import { settle } from './settle';
import { VendorFailure } from './vendor-failure';

/** How one vendor takes contacts for one task. */
export interface ContactSubmitter {
  /** Sends one batch. Throws `VendorFailure`; its `effect` tells whether the vendor may have taken it. */
  send(batch: Contact[]): Promise<void>;
  /** Reads back which of these contacts the vendor has. */
  findKnown(contacts: Contact[]): Promise<Set<string>>;
  /** How many contacts the task holds, or null where the vendor does not say. */
  contactCount(): Promise<number | null>;
  /** Sleeps until the time is over or the execution is stopped. */
  pause(milliseconds: number): Promise<void>;
  isStopped(): boolean;
}

/** Which contacts are looked up before they are sent to a task that already holds some. */
export type Lookup = 'every' | 'ends' | 'none';

export interface Submission {
  /** By contact id. */
  outcomes: Map<string, ContactOutcome>;
  /** Number of the batch each contact went out in, counted from 1. */
  batchOf: Map<string, number>;
  /** Why sending stopped before the end, if it did. */
  stoppedBy?: VendorFailure;
}

/** A submission in which nothing has been sent yet. */
export function notStarted(contacts: Contact[]): Submission {
  return {
    outcomes: new Map(contacts.map(({ contactId }) => [contactId, 'notSent'])),
    batchOf: new Map(),
  };
}

/**
 * Sends contacts batch by batch so that nobody is dialled twice (design, invariant 1):
 *
 * - What an earlier try of the same execution sent is never sent again.
 * - When the task already holds contacts, ours are looked up before they are sent, and only those that
 *   are missing go out.
 * - When the outcome of a request is unknown, it is never sent again. Its contacts are read back: found
 *   ones are confirmed, and if all are found sending goes on; otherwise it stops there.
 * - A refusal stops sending; nothing of that batch was taken.
 * - In the end the task must have grown by what was sent. If it has not, contacts that the vendor took
 *   without a word of refusal and does not hold come out as `notTaken`.
 *
 * @param remembered outcomes of earlier tries in this execution; ours are added
 * @returns one outcome for every contact given
 */
export async function submitContacts(
  contacts: Contact[],
  submitter: ContactSubmitter,
  { batchSize, lookup, remembered }: { batchSize: number; lookup: Lookup; remembered: Remembered },
): Promise<Submission> {
  const submission = notStarted(contacts);
  const { outcomes, batchOf } = submission;
  const stopped = (error: unknown): Submission => ({ ...submission, stoppedBy: asFailure(error) });
  const note = (ids: Iterable<string>, outcome: 'submitted' | 'unknown') => {
    for (const contactId of ids) {
      outcomes.set(contactId, outcome);
      remembered.set(contactId, outcome);
    }
  };

  const before = await settle(submitter.contactCount());
  if (!before.ok) return stopped(before.error);
  const look = before.value === 0 ? 'none' : lookup;

  for (const [index, batch] of inBatches(contacts, batchSize).entries()) {
    if (submitter.isStopped()) return stopped(executionStopped());
    for (const { contactId } of batch) batchOf.set(contactId, index + 1);

    const fresh: Contact[] = [];
    const doubtful: Contact[] = [];
    for (const contact of batch) {
      const earlier = remembered.get(contact.contactId);
      if (earlier === 'submitted') outcomes.set(contact.contactId, 'alreadySubmitted');
      else if (earlier === 'unknown') doubtful.push(contact);
      else fresh.push(contact);
    }
    if (doubtful.length > 0) {
      note(idsOf(doubtful), 'unknown');
      const confirmed = await readBack(doubtful, submitter);
      note(confirmed, 'submitted');
      if (confirmed.size < doubtful.length) return stopped(stillUnknown());
    }

    const known = await settle(findEarlier(fresh, submitter, look));
    if (!known.ok) return stopped(known.error);
    for (const contactId of known.value) outcomes.set(contactId, 'alreadySubmitted');
    const missing = fresh.filter(({ contactId }) => !known.value.has(contactId));
    if (missing.length === 0) continue;
    if (submitter.isStopped()) return stopped(executionStopped());

    const sent = await settle(submitter.send(missing));
    if (sent.ok) {
      note(idsOf(missing), 'submitted');
      continue;
    }
    if (!(sent.error instanceof VendorFailure) || sent.error.effect === 'none') {
      return stopped(sent.error);
    }
    note(idsOf(missing), 'unknown');
    const confirmed = await readBack(missing, submitter);
    note(confirmed, 'submitted');
    if (confirmed.size < missing.length) return stopped(sent.error);
  }
  await findNotTaken(contacts, submitter, outcomes, before.value);
  return submission;
}

function idsOf(contacts: Contact[]): string[] {
  return contacts.map(({ contactId }) => contactId);
}

async function findEarlier(
  batch: Contact[],
  submitter: ContactSubmitter,
  lookup: Lookup,
): Promise<Set<string>> {
  if (lookup === 'none' || batch.length === 0) return new Set();
  if (lookup === 'ends' && batch.length > 2) {
    const ends = await submitter.findKnown([batch[0], batch[batch.length - 1]]);
    if (ends.size === 0) return ends;
  }
  return await submitter.findKnown(batch);
}

/** Looks for contacts up to three times. @returns the ids that were found */
async function readBack(contacts: Contact[], submitter: ContactSubmitter): Promise<Set<string>> {
  const confirmed = new Set<string>();
  for (const wait of READ_BACK_WAITS_MS) {
    await submitter.pause(wait);
    const open = contacts.filter(({ contactId }) => !confirmed.has(contactId));
    const found = await settle(submitter.findKnown(open));
    if (!found.ok) break;
    for (const contactId of found.value) confirmed.add(contactId);
    if (confirmed.size === contacts.length || submitter.isStopped()) break;
  }
  return confirmed;
}

/**
 * Vendors drop contacts they do not like without a word (Sobot, R27). When a task has grown by less than
 * was sent, and exactly that many of our contacts can be found, the others were dropped. Where the vendor
 * does not show waiting contacts at all, nothing can be told, and nothing is changed.
 */
async function findNotTaken(
  contacts: Contact[],
  submitter: ContactSubmitter,
  outcomes: Map<string, ContactOutcome>,
  before: number | null,
): Promise<void> {
  const sent = contacts.filter(({ contactId }) => outcomes.get(contactId) === 'submitted');
  if (before === null || sent.length === 0) return;
  for (const wait of READ_BACK_WAITS_MS) {
    await submitter.pause(wait);
    const after = await settle(submitter.contactCount());
    if (!after.ok || after.value === null) return;
    if (after.value - before >= sent.length) return;
    if (wait < READ_BACK_WAITS_MS[READ_BACK_WAITS_MS.length - 1]) continue;
    const found = await settle(submitter.findKnown(sent));
    if (!found.ok || found.value.size !== after.value - before) return;
    for (const { contactId } of sent) {
      if (!found.value.has(contactId)) outcomes.set(contactId, 'notTaken');
    }
  }
}

function asFailure(error: unknown): VendorFailure {
  if (error instanceof VendorFailure) return error;
  return new VendorFailure(error instanceof Error ? error.message : String(error), {
    effect: 'none',
  });
}

function executionStopped(): VendorFailure {
  return new VendorFailure('The execution was stopped', { effect: 'none' });
}

function stillUnknown(): VendorFailure {
  return new VendorFailure('Whether contacts of an earlier try were taken is still unknown', {
    effect: 'unknown',
    advice: 'They were not sent again.',
  });
}
