import { sleep } from 'n8n-workflow';
import { inBatches } from '../campaign/batches';
import type { Contact, ContactOutcome } from '../campaign/contact';
import { settle } from './settle';
import { VendorFailure } from './vendor-failure';

/** How one vendor takes contacts for one task. */
export interface ContactSubmitter {
  /** Sends one batch. Throws `VendorFailure`; its `effect` tells whether the vendor may have taken it. */
  send(batch: Contact[]): Promise<void>;
  /** Reads back which of these contacts the vendor has. */
  findKnown(contacts: Contact[]): Promise<Set<string>>;
  /** Whether the task holds contacts from an earlier run, so that it is worth looking for ours. */
  mayHoldContacts(): Promise<boolean>;
}

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

/** Waits between looks when an unconfirmed batch is read back; the vendor may still be storing it. */
const READ_BACK_WAITS_MS = [0, 1000, 3000];

/**
 * Sends contacts batch by batch so that nobody is dialled twice (design, invariant 1):
 *
 * - Before a batch goes out to a task that already holds contacts, its first and last contact are
 *   looked up. If the vendor has one of them, this is a second run over the same rows: every contact of
 *   the batch is looked up, and only the missing ones are sent.
 * - When the outcome of a request is unknown, it is never sent again. Its contacts are read back: found
 *   ones are confirmed, and if all are found sending goes on; otherwise it stops there.
 * - A refusal stops sending; nothing of that batch was taken.
 *
 * @returns one outcome for every contact given
 */
export async function submitContacts(
  contacts: Contact[],
  submitter: ContactSubmitter,
  batchSize: number,
): Promise<Submission> {
  const submission = notStarted(contacts);
  const { outcomes, batchOf } = submission;

  const lookFirst = await settle(submitter.mayHoldContacts());
  if (!lookFirst.ok) return stopped(submission, lookFirst.error);

  for (const [index, batch] of inBatches(contacts, batchSize).entries()) {
    for (const { contactId } of batch) batchOf.set(contactId, index + 1);

    const known = await settle(
      lookFirst.value ? findEarlier(batch, submitter) : Promise.resolve(new Set<string>()),
    );
    if (!known.ok) return stopped(submission, known.error);
    for (const contactId of known.value) outcomes.set(contactId, 'alreadySubmitted');
    const missing = batch.filter(({ contactId }) => !known.value.has(contactId));
    if (missing.length === 0) continue;

    const sent = await settle(submitter.send(missing));
    if (sent.ok) {
      for (const { contactId } of missing) outcomes.set(contactId, 'submitted');
      continue;
    }
    if (sent.error instanceof VendorFailure && sent.error.effect === 'unknown') {
      for (const { contactId } of missing) outcomes.set(contactId, 'unknown');
      const confirmed = await readBack(missing, submitter);
      for (const contactId of confirmed) outcomes.set(contactId, 'submitted');
      if (confirmed.size === missing.length) continue;
    }
    return stopped(submission, sent.error);
  }
  return submission;
}

function stopped(submission: Submission, error: unknown): Submission {
  if (error instanceof VendorFailure) return { ...submission, stoppedBy: error };
  throw error;
}

async function findEarlier(batch: Contact[], submitter: ContactSubmitter): Promise<Set<string>> {
  const ends = batch.length === 1 ? [batch[0]] : [batch[0], batch[batch.length - 1]];
  const probe = await submitter.findKnown(ends);
  return probe.size === 0 ? probe : await submitter.findKnown(batch);
}

async function readBack(contacts: Contact[], submitter: ContactSubmitter): Promise<Set<string>> {
  const confirmed = new Set<string>();
  for (const wait of READ_BACK_WAITS_MS) {
    if (wait > 0) await sleep(wait);
    const open = contacts.filter(({ contactId }) => !confirmed.has(contactId));
    const found = await settle(submitter.findKnown(open));
    if (!found.ok) break;
    for (const contactId of found.value) confirmed.add(contactId);
    if (confirmed.size === contacts.length) break;
  }
  return confirmed;
}
