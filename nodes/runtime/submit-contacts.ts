import { inBatches } from '../campaign/batches';
import type { Contact, ContactOutcome } from '../campaign/contact';
import { READ_BACK_WAITS_MS } from './retry';
import type { Remembered } from './run-memory';
import { inTurn, type SentMemory } from './sent-memory';
import { settle } from './settle';
import { executionStopped, VendorFailure } from './vendor-failure';

/** How one vendor takes contacts for one task. */
export interface ContactSubmitter {
  /**
   * Sends one batch. Throws `VendorFailure`; its `effect` tells whether the vendor may have taken it.
   *
   * @returns the contacts that the vendor refused, with its reasons, where it says so
   */
  send(batch: Contact[]): Promise<ReadonlyMap<string, string> | void>;
  /** Reads back which of these contacts the vendor has. */
  findKnown(contacts: Contact[]): Promise<Set<string>>;
  /**
   * Whether the vendor would show a contact if it held it; left out where that can never be told, and what is not
   * found counts as not held.
   *
   * @param others ids of contacts that it holds
   */
  wouldShow?(others: string[]): Promise<boolean>;
  /** Recognises the task that an earlier execution created, by a contact that it sent there. */
  adopt?(contact: Contact): Promise<void>;
  /** How many contacts the task holds, or null where the vendor does not say. */
  contactCount(): Promise<number | null>;
  /** Sleeps until the time is over or the execution is stopped. */
  pause(milliseconds: number): Promise<void>;
  isStopped(): boolean;
}

/**
 * Which contacts are looked up before they are sent to a task that already holds some. `auto` is every one; where
 * the vendor does not say whether a task is empty, and n8n remembers which contacts were sent, it is first and
 * last of each batch.
 */
export type Lookup = 'auto' | 'every' | 'ends' | 'none';

/** How contacts are handed over. */
export interface SubmissionSettings {
  batchSize: number;
  lookup: Lookup;
  /** Outcomes of earlier tries in this execution; ours are added. */
  remembered: Remembered;
  /** What n8n remembers from earlier executions; undefined when the user wants none, or n8n has none. */
  memory?: SentMemory;
  /** Whether contacts are looked up once they are sent, where the vendor does not say how many a task holds. */
  checkAfterwards?: boolean;
  /** What the contacts go to; only one batch for it is under way at a time in this process. */
  place: string;
}

export interface Submission {
  /** By contact id. */
  outcomes: Map<string, ContactOutcome>;
  /** Number of the batch each contact went out in, counted from 1. */
  batchOf: Map<string, number>;
  /** Why the vendor refused a contact, by contact id. */
  refusals: Map<string, string>;
  /** Why sending stopped before the end, if it did. */
  stoppedBy?: VendorFailure;
}

/** A submission in which nothing has been sent yet. */
export function notStarted(contacts: Contact[]): Submission {
  return {
    outcomes: new Map(contacts.map(({ contactId }) => [contactId, 'notSent'])),
    batchOf: new Map(),
    refusals: new Map(),
  };
}

/**
 * Sends contacts batch by batch so that nobody is dialled twice (design, invariant 1):
 *
 * - What an earlier try of the same execution sent is never sent again.
 * - What an earlier execution sent is not sent again either, as far as n8n's storage remembers. Where that
 *   execution was cut off between sending and knowing, the vendor is asked, three times if need be. If it does not
 *   show them, they are sent only where it would (`wouldShow`).
 * - When the task already holds contacts, ours are looked up before they are sent, and only those that
 *   are missing go out.
 * - When the outcome of a request is unknown, it is never sent again. Its contacts are read back: found
 *   ones are confirmed, and if all are found sending goes on; otherwise it stops there.
 * - A refusal stops sending; nothing of that batch was taken. Single contacts that the vendor refuses while
 *   it takes the others come out as `refused`.
 * - In the end the task must have grown by what was sent. If it has not, contacts that the vendor took
 *   without a word of refusal and does not hold come out as `notTaken`.
 *
 * @returns one outcome for every contact given
 */
export async function submitContacts(
  contacts: Contact[],
  submitter: ContactSubmitter,
  settings: SubmissionSettings,
): Promise<Submission> {
  const submission = notStarted(contacts);
  const before = await settle(submitter.contactCount());
  if (!before.ok) return { ...submission, stoppedBy: asFailure(before.error) };
  const look = chosenLookup(settings, before.value);

  const sent: Contact[] = [];
  let stoppedBy: VendorFailure | undefined;
  for (const [index, batch] of inBatches(contacts, settings.batchSize).entries()) {
    if (submitter.isStopped()) stoppedBy = executionStopped();
    if (stoppedBy !== undefined) break;
    for (const { contactId } of batch) submission.batchOf.set(contactId, index + 1);
    const done = await settle(
      inTurn(settings.place, () => submitBatch(batch, submitter, look, settings, submission, sent)),
    );
    if (!done.ok) stoppedBy = asFailure(done.error);
  }
  const confirmed = sent.filter(
    ({ contactId }) => submission.outcomes.get(contactId) === 'submitted',
  );
  const dropped = submitter.isStopped()
    ? []
    : before.value !== null
      ? await notTakenByCount(confirmed, submitter, before.value)
      : settings.checkAfterwards === true
        ? await notTakenByLookup(confirmed, alreadyThere(contacts, submission), submitter)
        : [];
  for (const contactId of dropped) {
    submission.outcomes.set(contactId, 'notTaken');
    settings.remembered.delete(contactId);
  }
  if (before.value === null) await settings.memory?.doubt(dropped);
  else await settings.memory?.release(dropped);
  return stoppedBy === undefined ? submission : { ...submission, stoppedBy };
}

/** @param held how many contacts the task holds, or null where the vendor does not say */
function chosenLookup(
  { lookup, memory }: SubmissionSettings,
  held: number | null,
): Exclude<Lookup, 'auto'> {
  if (held === 0) return 'none';
  if (lookup !== 'auto') return lookup;
  return memory === undefined || held !== null ? 'every' : 'ends';
}

/**
 * Sends what is to be sent of one batch, and notes each contact's outcome.
 *
 * @param sentNow is given what went out in this try
 * @throws whatever must stop the whole submission
 */
async function submitBatch(
  batch: Contact[],
  submitter: ContactSubmitter,
  look: Exclude<Lookup, 'auto'>,
  { remembered, memory }: SubmissionSettings,
  { outcomes, refusals }: Submission,
  sentNow: Contact[],
): Promise<void> {
  const note = (ids: Iterable<string>, outcome: 'submitted' | 'unknown') => {
    for (const contactId of ids) {
      outcomes.set(contactId, outcome);
      remembered.set(contactId, outcome);
    }
  };
  const confirm = async (ids: string[]) => {
    note(ids, 'submitted');
    await memory?.confirm(ids);
  };

  const untried: Contact[] = [];
  const doubtful: Contact[] = [];
  for (const contact of batch) {
    const earlier = remembered.get(contact.contactId);
    if (earlier === 'submitted') outcomes.set(contact.contactId, 'alreadySubmitted');
    else if (earlier === 'unknown') doubtful.push(contact);
    else untried.push(contact);
  }
  if (doubtful.length > 0) {
    note(idsOf(doubtful), 'unknown');
    const confirmed = await readBack(doubtful, submitter);
    await confirm([...confirmed]);
    if (confirmed.size < doubtful.length) throw stillUnknown();
  }

  const { fresh, open, settled } = await claimed(untried, memory, outcomes);
  if (settled.length > 0) await submitter.adopt?.(settled[0]);
  const found = await lookedUp(fresh, open, submitter, look, memory);
  for (const contactId of found) outcomes.set(contactId, 'alreadySubmitted');
  await memory?.confirm([...found]);
  const missing = [...fresh, ...open].filter(({ contactId }) => !found.has(contactId));
  if (missing.length === 0) return;
  const notOpen = () => idsOf(fresh.filter((contact) => missing.includes(contact)));
  const unfound = open.filter((contact) => missing.includes(contact));
  if (unfound.length > 0) {
    const shown = await settle(wouldBeShown(submitter, outcomes));
    if (!shown.ok || !shown.value) {
      await memory?.release(notOpen());
      note(idsOf(unfound), 'unknown');
      throw shown.ok ? stillUnknown() : shown.error;
    }
  }
  if (submitter.isStopped()) {
    await memory?.release(notOpen());
    throw executionStopped();
  }

  const sent = await settle(submitter.send(missing));
  sentNow.push(...missing);
  if (sent.ok) {
    await confirm(idsOf(missing));
    const refused = [...(sent.value ?? [])];
    for (const [contactId, reason] of refused) {
      outcomes.set(contactId, 'refused');
      refusals.set(contactId, reason);
      remembered.delete(contactId);
    }
    await memory?.release(refused.map(([contactId]) => contactId));
    return;
  }
  if (!(sent.error instanceof VendorFailure) || sent.error.effect === 'none') {
    await memory?.release(notOpen());
    throw sent.error;
  }
  note(idsOf(missing), 'unknown');
  const confirmed = await readBack(missing, submitter);
  await confirm([...confirmed]);
  if (confirmed.size < missing.length) throw sent.error;
}

const WITNESSES = 5;

/** Whether the vendor would show contacts that wait, judged by those that were sent last. */
async function wouldBeShown(
  submitter: ContactSubmitter,
  outcomes: Map<string, ContactOutcome>,
): Promise<boolean> {
  if (submitter.wouldShow === undefined) return true;
  const held = [...outcomes]
    .filter(([, outcome]) => outcome === 'alreadySubmitted' || outcome === 'submitted')
    .map(([contactId]) => contactId);
  return await submitter.wouldShow(held.slice(-WITNESSES));
}

/** Marks contacts as being sent, and notes those that an earlier execution sent. */
async function claimed(
  contacts: Contact[],
  memory: SentMemory | undefined,
  outcomes: Map<string, ContactOutcome>,
): Promise<{ fresh: Contact[]; open: Contact[]; settled: Contact[] }> {
  if (memory === undefined || contacts.length === 0) {
    return { fresh: contacts, open: [], settled: [] };
  }
  const claims = await memory.claim(idsOf(contacts));
  for (const contactId of claims.settled) outcomes.set(contactId, 'alreadySubmitted');
  return {
    fresh: contacts.filter(({ contactId }) => claims.fresh.has(contactId)),
    open: contacts.filter(({ contactId }) => claims.open.has(contactId)),
    settled: contacts.filter(({ contactId }) => claims.settled.has(contactId)),
  };
}

/** The contacts that the vendor holds already; claims of this batch are given back when it cannot be asked. */
async function lookedUp(
  fresh: Contact[],
  open: Contact[],
  submitter: ContactSubmitter,
  look: Exclude<Lookup, 'auto'>,
  memory: SentMemory | undefined,
): Promise<Set<string>> {
  const earlier = await settle(findEarlier(fresh, submitter, look));
  if (!earlier.ok) {
    await memory?.release(idsOf(fresh));
    throw earlier.error;
  }
  if (open.length === 0) return earlier.value;
  const asked = await settle(submitter.findKnown(open));
  if (!asked.ok) {
    await memory?.release(idsOf(fresh));
    throw asked.error;
  }
  const still = open.filter(({ contactId }) => !asked.value.has(contactId));
  if (still.length === 0) return new Set([...earlier.value, ...asked.value]);
  const later = await settle(readBack(still, submitter, 'everyLook'));
  if (!later.ok || submitter.isStopped()) {
    await memory?.release(idsOf(fresh));
    throw later.ok ? executionStopped() : later.error;
  }
  return new Set([...earlier.value, ...asked.value, ...later.value]);
}

function idsOf(contacts: Contact[]): string[] {
  return contacts.map(({ contactId }) => contactId);
}

async function findEarlier(
  batch: Contact[],
  submitter: ContactSubmitter,
  lookup: Exclude<Lookup, 'auto'>,
): Promise<Set<string>> {
  if (lookup === 'none' || batch.length === 0) return new Set();
  if (lookup === 'ends' && batch.length > 2) {
    const ends = await submitter.findKnown([batch[0], batch[batch.length - 1]]);
    if (ends.size === 0) return ends;
  }
  return await submitter.findKnown(batch);
}

/**
 * Looks for contacts up to three times.
 *
 * @param need with `everyLook`, a look that fails is thrown: what was not found may be there
 * @returns the ids that were found
 */
async function readBack(
  contacts: Contact[],
  submitter: ContactSubmitter,
  need: 'anyLook' | 'everyLook' = 'anyLook',
): Promise<Set<string>> {
  const confirmed = new Set<string>();
  for (const wait of READ_BACK_WAITS_MS) {
    await submitter.pause(wait);
    const open = contacts.filter(({ contactId }) => !confirmed.has(contactId));
    const found = await settle(submitter.findKnown(open));
    if (!found.ok && need === 'everyLook') throw found.error;
    if (!found.ok) break;
    for (const contactId of found.value) confirmed.add(contactId);
    if (confirmed.size === contacts.length || submitter.isStopped()) break;
  }
  return confirmed;
}

/**
 * Vendors drop contacts they do not like without a word (Sobot, R27). When a task has grown by less than
 * was sent, and exactly that many of our contacts can be found, the others were dropped. Where the vendor
 * does not show waiting contacts at all, nothing can be told.
 *
 * @returns ids of the contacts that were dropped
 */
async function notTakenByCount(
  sent: Contact[],
  submitter: ContactSubmitter,
  before: number,
): Promise<string[]> {
  if (sent.length === 0) return [];
  for (const wait of READ_BACK_WAITS_MS) {
    await submitter.pause(wait);
    const after = await settle(submitter.contactCount());
    if (!after.ok || after.value === null) return [];
    if (after.value - before >= sent.length) return [];
    if (wait < READ_BACK_WAITS_MS[READ_BACK_WAITS_MS.length - 1]) continue;
    const found = await settle(submitter.findKnown(sent));
    if (!found.ok || found.value.size !== after.value - before) return [];
    return idsOf(sent).filter((contactId) => !found.value.has(contactId));
  }
  return [];
}

/** A contact that the vendor is known to hold, if there is one. */
function alreadyThere(contacts: Contact[], { outcomes }: Submission): Contact[] {
  return contacts
    .filter(({ contactId }) => outcomes.get(contactId) === 'alreadySubmitted')
    .slice(0, 1);
}

/**
 * The same by looking for each contact.
 *
 * @param witness a contact that is there; if neither it nor any other can be found, the vendor does not show
 *   waiting contacts, and nothing can be told
 */
async function notTakenByLookup(
  sent: Contact[],
  witness: Contact[],
  submitter: ContactSubmitter,
): Promise<string[]> {
  if (sent.length === 0) return [];
  const looked = await settle(readBack([...sent, ...witness], submitter, 'everyLook'));
  if (!looked.ok || looked.value.size === 0) return [];
  const found = looked.value;
  return idsOf(sent).filter((contactId) => !found.has(contactId));
}

function asFailure(error: unknown): VendorFailure {
  if (error instanceof VendorFailure) return error;
  return new VendorFailure(error instanceof Error ? error.message : String(error), {
    effect: 'none',
  });
}

function stillUnknown(): VendorFailure {
  return new VendorFailure('Whether contacts of an earlier try were taken is still unknown', {
    effect: 'unknown',
    advice:
      'They were not sent again. To send them all the same, run these rows alone, with a word under Call Again.',
  });
}
