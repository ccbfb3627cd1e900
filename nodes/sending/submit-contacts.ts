import { inBatches } from '../basics/batches';
import type { Contact, ContactOutcome } from '../campaign/contact';
import { READ_BACK_WAITS_MS } from '../runtime/http/retry';
import type { Remembered } from './run-memory';
import { inTurn, type SentMemory } from './sent-memory';
import { tried } from '../basics/tried';
import { executionStopped, VendorFailure } from '../runtime/http/vendor-failure';
import { waitingSign, type WaitingSign } from './waiting-sign';

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
   * Whether the vendor would show a contact if it held it, judged by others that it holds, or by those that it
   * took a moment ago, with a name for who was asked and how. Left out where what cannot be found may be sent,
   * since the vendor takes nothing twice.
   */
  wouldShow?: ((others: string[]) => Promise<boolean>) | { justTaken: string };
  /** Which of these contacts may be in another task that a lost request of an earlier run made. */
  maybeElsewhere?(contacts: Contact[]): Promise<Set<string>>;
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

/** A submission in which nothing was sent but what an earlier try of the same execution sent. */
function notStarted(contacts: Contact[], remembered: Remembered): Submission {
  const outcomeOf = ({ contactId }: Contact): ContactOutcome => {
    const earlier = remembered.get(contactId);
    if (earlier === undefined) return 'notSent';
    return earlier === 'submitted' ? 'alreadySubmitted' : 'unknown';
  };
  return {
    outcomes: new Map(contacts.map((contact) => [contact.contactId, outcomeOf(contact)])),
    batchOf: new Map(),
    refusals: new Map(),
  };
}

/**
 * Sends contacts batch by batch so that nobody is dialled twice (design, invariant 1):
 *
 * - What an earlier try of the same execution sent is never sent again.
 * - What an earlier execution sent is not sent again either, as far as n8n's storage remembers. Where that
 *   execution was cut off between sending and knowing, the vendor is asked. If it does not show them, they wait
 *   until all others are sent and are looked for three times more, and follow only where it would show them
 *   (`WaitingSign`), or at once where the task is empty.
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
  const submission = notStarted(contacts, settings.remembered);
  const before = await tried(submitter.contactCount());
  if (!before.ok) {
    await noteEarlierRuns(contacts, submission, settings);
    return { ...submission, stoppedBy: asFailure(before.error) };
  }
  const round: Round = {
    submitter,
    look: chosenLookup(settings, before.value),
    settings,
    sign: waitingSign(submitter, settings.memory),
    submission,
    sent: [],
    unsettled: [],
  };
  const stoppedBy = await inRounds(contacts, round);
  const { sent } = round;
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
  if (stoppedBy !== undefined) await noteEarlierRuns(contacts, submission, settings);
  return stoppedBy === undefined ? submission : { ...submission, stoppedBy };
}

/** What one submission works with, and what it notes. */
interface Round {
  submitter: ContactSubmitter;
  look: Exclude<Lookup, 'auto'>;
  settings: SubmissionSettings;
  sign: WaitingSign;
  submission: Submission;
  /** What went out in this try. */
  sent: Contact[];
  /** What an earlier run may have sent and the vendor does not show. */
  unsettled: Contact[];
}

/** All batches, and after them those that were put off. @returns why it stopped before the end, if it did */
async function inRounds(contacts: Contact[], round: Round): Promise<VendorFailure | undefined> {
  const { submitter, submission, settings } = round;
  let number = 0;
  for (const [all, submit] of [
    [contacts, submitBatch],
    [round.unsettled, submitUnsettled],
  ] as const) {
    for (const batch of inBatches(all, settings.batchSize)) {
      if (submitter.isStopped()) return executionStopped();
      number++;
      for (const { contactId } of batch) submission.batchOf.set(contactId, number);
      const done = await tried(inTurn(settings.place, () => submit(batch, round)));
      if (!done.ok) return asFailure(done.error);
    }
  }
  return undefined;
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
 * @throws whatever must stop the whole submission
 */
async function submitBatch(batch: Contact[], round: Round): Promise<void> {
  const { submitter, look, sign, submission, unsettled } = round;
  const { remembered, memory } = round.settings;
  const { outcomes } = submission;

  const untried: Contact[] = [];
  const doubtful: Contact[] = [];
  for (const contact of batch) {
    const earlier = remembered.get(contact.contactId);
    if (earlier === 'submitted') outcomes.set(contact.contactId, 'alreadySubmitted');
    else if (earlier === 'unknown') doubtful.push(contact);
    else untried.push(contact);
  }
  if (doubtful.length > 0) {
    note(round, idsOf(doubtful), 'unknown');
    const confirmed = await readBack(doubtful, submitter);
    await confirm(round, [...confirmed]);
    if (confirmed.size < doubtful.length) throw stillUnknown();
  }

  const { fresh, open, settled } = await claimed(untried, memory, outcomes);
  const releasing = (some: Contact[]) => async () => await memory?.release(idsOf(some));
  const found = await orElse(releasing(fresh), async () => {
    if (settled.length > 0) await submitter.adopt?.(settled[0]);
    return await lookedUp(fresh, open, submitter, look);
  });
  await noteFound(round, found);
  const notFound = ({ contactId }: Contact) => !found.has(contactId);
  const untaken = fresh.filter(notFound);
  const doubted = open.filter(notFound);
  const maySend = doubted.length > 0 && (await orElse(releasing(untaken), () => isSafe(submitter)));
  if (!maySend) unsettled.push(...doubted);
  const missing = maySend ? [...untaken, ...doubted] : untaken;
  if (missing.length === 0) return;
  const wereLookedUp = look !== 'none';
  const begun = round.sent.length > 0;
  const taken = wereLookedUp || begun ? await sign.watch(missing, wereLookedUp) : undefined;
  const atOnce = await send(missing, round, releasing(untaken));
  if (atOnce) await taken?.();
}

/** Whether what cannot be found may be sent whatever the vendor shows: the task is empty, or takes nothing twice. */
async function isSafe(submitter: ContactSubmitter): Promise<boolean> {
  return submitter.wouldShow === undefined || (await submitter.contactCount()) === 0;
}

/**
 * Sends contacts that an earlier run may have sent and that could not be found, if the vendor would show them by
 * now and still does not. Another execution may have sent them meanwhile. Whether it would show them is asked
 * first: a contact that is called between both is found.
 *
 * @throws whatever must stop the whole submission
 */
async function submitUnsettled(batch: Contact[], round: Round): Promise<void> {
  const { submitter, sign, submission, settings } = round;
  const { outcomes } = submission;
  const shown = await sign.wouldShow(heldIds(round));
  const { fresh, open } = await claimed(batch, settings.memory, outcomes);
  const release = async () => await settings.memory?.release(idsOf(fresh));
  const { found, elsewhere } = await orElse(release, async () => {
    const looked = await readBack(open, submitter, 'everyLook');
    if (submitter.isStopped()) throw executionStopped();
    const still = open.filter(({ contactId }) => !looked.has(contactId));
    const maybe = shown ? await submitter.maybeElsewhere?.(still) : undefined;
    return { found: looked, elsewhere: maybe ?? new Set<string>() };
  });
  await noteFound(round, found);
  const missing = open.filter(({ contactId }) => !found.has(contactId));
  const safe = shown ? missing.filter(({ contactId }) => !elsewhere.has(contactId)) : [];
  await send([...fresh, ...safe], round, release);
  if (safe.length < missing.length) throw stillUnknown();
}

/** Unreached contacts that are told from those that an earlier run sent; n8n's storage is slow with more. */
const MOST_NOTED = 2_000;

/** A submission that was not even begun, since another one stopped the run. */
export async function notReached(
  contacts: Contact[],
  settings: SubmissionSettings,
): Promise<Submission> {
  const submission = notStarted(contacts, settings.remembered);
  await noteEarlierRuns(contacts, submission, settings);
  return submission;
}

/** Contacts that this run did not reach may have been sent by an earlier one. */
async function noteEarlierRuns(
  contacts: Contact[],
  { outcomes }: Submission,
  { memory, place }: SubmissionSettings,
): Promise<void> {
  const unreached = contacts
    .filter(({ contactId }) => outcomes.get(contactId) === 'notSent')
    .slice(0, MOST_NOTED);
  const look = async () => {
    const { fresh } = await claimed(unreached, memory, outcomes);
    await memory?.release(idsOf(fresh));
  };
  await tried(inTurn(place, look));
}

/** Does something that can fail; then the claims of what was not sent are given back. */
async function orElse<T>(giveBack: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const done = await tried(work());
  if (done.ok) return done.value;
  await giveBack();
  throw done.error;
}

/** Contacts that the vendor holds, those that it took last at the end. */
function heldIds({ sent, submission }: Round): string[] {
  const held = (outcome?: ContactOutcome) =>
    outcome === 'alreadySubmitted' || outcome === 'submitted';
  const ids = [...submission.outcomes].filter(([, outcome]) => held(outcome)).map(([id]) => id);
  const sentNow = new Set(idsOf(sent));
  return [...ids.filter((id) => !sentNow.has(id)), ...ids.filter((id) => sentNow.has(id))];
}

/**
 * Sends contacts in one request and notes what became of them.
 *
 * @param notSent gives the claims back, when they were certainly not sent
 * @returns whether the vendor's own reply confirmed them; otherwise they were found by looking for them
 * @throws whatever must stop the whole submission
 */
async function send(
  contacts: Contact[],
  round: Round,
  notSent: () => Promise<void>,
): Promise<boolean> {
  const { submitter, submission, settings } = round;
  const { outcomes, refusals } = submission;
  if (contacts.length === 0) return true;
  if (submitter.isStopped()) {
    await notSent();
    throw executionStopped();
  }
  const sent = await tried(submitter.send(contacts));
  round.sent.push(...contacts);
  if (sent.ok) {
    await confirm(round, idsOf(contacts));
    const refused = [...(sent.value ?? [])];
    for (const [contactId, reason] of refused) {
      outcomes.set(contactId, 'refused');
      refusals.set(contactId, reason);
      settings.remembered.delete(contactId);
    }
    await settings.memory?.release(refused.map(([contactId]) => contactId));
    return true;
  }
  if (!(sent.error instanceof VendorFailure) || sent.error.effect === 'none') {
    await notSent();
    throw sent.error;
  }
  note(round, idsOf(contacts), 'unknown');
  const confirmed = await readBack(contacts, submitter);
  await confirm(round, [...confirmed]);
  if (confirmed.size < contacts.length) throw sent.error;
  return false;
}

function note(
  { submission, settings }: Round,
  ids: Iterable<string>,
  outcome: 'submitted' | 'unknown',
): void {
  for (const contactId of ids) {
    submission.outcomes.set(contactId, outcome);
    settings.remembered.set(contactId, outcome);
  }
}

async function confirm(round: Round, ids: string[]): Promise<void> {
  note(round, ids, 'submitted');
  await round.settings.memory?.confirm(ids);
}

/** The vendor holds these from an earlier run. */
async function noteFound({ submission, settings }: Round, found: Set<string>): Promise<void> {
  for (const contactId of found) submission.outcomes.set(contactId, 'alreadySubmitted');
  await settings.memory?.confirm([...found]);
}

/** Marks contacts as being sent, and notes those that an earlier execution sent or may have sent. */
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
  for (const contactId of claims.open) outcomes.set(contactId, 'unknown');
  return {
    fresh: contacts.filter(({ contactId }) => claims.fresh.has(contactId)),
    open: contacts.filter(({ contactId }) => claims.open.has(contactId)),
    settled: contacts.filter(({ contactId }) => claims.settled.has(contactId)),
  };
}

/** The contacts that the vendor shows already. */
async function lookedUp(
  fresh: Contact[],
  open: Contact[],
  submitter: ContactSubmitter,
  look: Exclude<Lookup, 'auto'>,
): Promise<Set<string>> {
  const earlier = await findEarlier(fresh, submitter, look);
  if (open.length === 0) return earlier;
  const asked = await submitter.findKnown(open);
  if (submitter.isStopped()) throw executionStopped();
  return new Set([...earlier, ...asked]);
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
  if (contacts.length === 0) return confirmed;
  for (const wait of READ_BACK_WAITS_MS) {
    await submitter.pause(wait);
    const open = contacts.filter(({ contactId }) => !confirmed.has(contactId));
    const found = await tried(submitter.findKnown(open));
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
    const after = await tried(submitter.contactCount());
    if (!after.ok || after.value === null) return [];
    if (after.value - before >= sent.length) return [];
    if (wait < READ_BACK_WAITS_MS[READ_BACK_WAITS_MS.length - 1]) continue;
    const found = await tried(submitter.findKnown(sent));
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
  const looked = await tried(readBack([...sent, ...witness], submitter, 'everyLook'));
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
