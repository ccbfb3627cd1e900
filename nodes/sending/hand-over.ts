import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { grouped } from '../basics/grouped';
import type { Contact, ContactOutcome } from '../campaign/contact';
import { clock } from '../runtime/clock';
import { flag, wholeNumber } from '../runtime/fields/option-values';
import { setPace } from '../runtime/http/pace';
import {
  outcomeItems,
  refuseInvalid,
  stoppedError,
  type Told,
} from '../runtime/rows/contact-outcomes';
import {
  prepareContacts,
  type ContactRules,
  type PreparedContact,
  type ValidContact,
} from '../runtime/rows/prepare-contacts';
import { OUTCOMES } from './ledger';
import type { Lookup } from './look';
import { runMemory, targetMemory, type TargetMemory } from './run-memory';
import { sendBatches, type Sending } from './send-batches';
import { withStores } from './stores';
import type { Vendor } from './vendor';
import { waitBeforeAgain } from './wait-before-again';

/** Where contacts go: an existing task, or one that the first batch creates. */
export interface ContactTarget {
  vendor: Vendor;
  /** What each contact's output says about where it went; asked for once everything is sent. */
  facts(): IDataObject;
}

/** How one operation of a vendor hands contacts over. */
export interface ContactHandover {
  vendor: string;
  rules: ContactRules;
  /** The targets, each with its first item: all valid contacts of the items named go there. */
  targets(valid: ValidContact[]): ReadonlyMap<string, ValidContact[]>;
  /**
   * Finds or makes the target that a key names, once all rows are checked and this run alone sends; nobody is called by
   * that. Left out where the key is the target's id, or the first batch makes it. Runs remember the target by its key.
   *
   * @returns the target's id, for `open`
   */
  findTarget?(key: string, contacts: ValidContact[]): Promise<string>;
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
 * that nobody is dialled twice (see `sendBatches`), and gives one outcome per item.
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
  const batchSize = sizeOfBatch(options, handover);
  const includeInput = flag(options, 'includeInput', 'Include Input Fields');
  const open = (key: string, entries: ValidContact[], id = key) => {
    const memory = targetMemory(run, key);
    const contacts = entries.map(({ contact }) => contact);
    return { contacts, key, memory, target: handover.open(id, entries, memory) };
  };
  const isDryRun = flag(options, 'dryRun', 'Dry Run');
  const opened: Array<ReturnType<typeof open>> = [];
  if (isDryRun || handover.findTarget === undefined) {
    for (const [key, entries] of groups) opened.push(open(key, entries));
  }
  if (isDryRun) return dryRun(context, prepared, opened, batchSize, includeInput, handover);

  setPace(context, options);
  const skipSent = flag(options, 'skipSent', 'Skip Contacts Already Sent', true);
  const callAgain = String(options.callAgain ?? '').trim();
  const waitBeforeAgainMs = waitBeforeAgain(options);
  const checkAfterwards = flag(options, 'checkAfterwards', 'Check Afterwards');
  const sendings: TargetSending[] = [];
  await withStores(context, skipSent, async ({ remembers, mayStillSend, within }) => {
    if (handover.findTarget !== undefined) {
      for (const [name, entries] of groups) {
        opened.push(open(name, entries, await handover.findTarget(name, entries)));
      }
    }
    for (const { key, contacts, memory, target } of opened) {
      const scope = `${context.getNode().id}\n${vendor}\n${key}\n${callAgain}`;
      const order = contacts.map(({ contactId }) => contactId);
      const stopped = sendings.find(({ sending }) => sending.stoppedBy !== undefined);
      const sending = await within(
        { scope, order, batchSize, waitBeforeAgainMs },
        memory.store,
        async (store) =>
          await sendBatches(
            contacts,
            stopped === undefined ? target.vendor : notReached(target.vendor, stopped.sending),
            store,
            {
              batchSize,
              lookup: handover.lookup ?? ((options.lookup ?? 'auto') as Lookup),
              remembers,
              waitBeforeAgainMs,
              checkAfterwards,
              mayStillSend,
            },
          ),
      );
      sendings.push({ sending, target });
    }
  });
  return results(context, prepared, sendings, waitBeforeAgainMs, includeInput, handover);
}

interface TargetSending {
  sending: Sending;
  target: ContactTarget;
}

/** A target whose turn does not come any more, since another one stopped the run. */
function notReached(vendor: Vendor, { stoppedBy }: Sending): Vendor {
  return {
    ...vendor,
    count: async () => {
      throw stoppedBy;
    },
  };
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
  sendings: TargetSending[],
  waitBeforeAgainMs: number,
  includeInput: boolean,
  { vendor, words }: ContactHandover,
): INodeExecutionData[] {
  const all = sendings.map(({ sending }) => told(sending, waitBeforeAgainMs));
  const stoppedBy = all.find((one) => one.stoppedBy !== undefined)?.stoppedBy;
  if (stoppedBy !== undefined && !context.continueOnFail()) {
    const targets = sendings.map(({ target }) => target.facts());
    throw stoppedError(context, vendor, all, targets, words);
  }

  const placeOf = new Map<string, { outcome: ContactOutcome; facts: IDataObject }>();
  sendings.forEach(({ sending, target }, at) => {
    const { batchOf, ledger } = sending;
    const place = target.facts();
    for (const [contactId, outcome] of all[at].outcomes) {
      const facts: IDataObject = { ...place, batch: batchOf.get(contactId) ?? null };
      if (outcome === 'notTaken') facts.reason = words.notTaken;
      if (outcome === 'refused') facts.reason = ledger.refusals.get(contactId);
      placeOf.set(contactId, { outcome, facts });
    }
  });
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

/** What became of each contact, by the outcome of its state, and from when on unknown ones may be tried again. */
function told({ ledger, stoppedBy }: Sending, waitBeforeAgainMs: number): Told {
  const outcomes = new Map(
    ledger.all().map(([id, state]): [string, ContactOutcome] => [id, OUTCOMES[state] ?? 'unknown']),
  );
  const tries = ledger
    .inState('uncertain')
    .map((id) => (ledger.triedAt(id) ?? 0) + waitBeforeAgainMs);
  const latest = tries.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return { outcomes, stoppedBy, ...(latest > clock().now() ? { tryAgainAt: latest } : {}) };
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
  return grouped(valid, ({ itemIndex }) => keyOf(itemIndex));
}
