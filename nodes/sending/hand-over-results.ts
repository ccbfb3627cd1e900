import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Contact, ContactOutcome } from '../campaign/contact';
import { clock } from '../runtime/clock';
import { outcomeItems, stoppedError, type Told } from '../runtime/rows/contact-outcomes';
import type { PreparedContact } from '../runtime/rows/prepare-contacts';
import type { ContactHandover, ContactTarget } from './contact-handover';
import type { GuardedGroups } from './guard-groups';
import { OUTCOMES } from './ledger';
import { noteCampaign } from './note-campaign';
import { tellSummary } from './run-summary';
import type { Sending } from './send-batches';

/** What became of the contacts of one target. */
export interface TargetSending {
  sending: Sending;
  target: ContactTarget;
  /** Contacts that count as sent, and cannot be in it. */
  elsewhere: ReadonlySet<string>;
}

/** All contacts of a run, and how their outcomes are shown. */
interface Shown {
  prepared: PreparedContact[];
  guarded: GuardedGroups;
  includeInput: boolean;
}

/** What would be sent, in which batch, and who would be left out. @param because facts that say why nothing was */
export function dryRun(
  context: IExecuteFunctions,
  { prepared, guarded, includeInput }: Shown,
  opened: Array<{ contacts: Contact[]; target: ContactTarget }>,
  batchSize: number,
  handover: ContactHandover,
  because: IDataObject,
): INodeExecutionData[] {
  const placeOf = new Map<string, IDataObject>();
  for (const { contacts, target } of opened) {
    contacts.forEach(({ contactId }, index) => {
      placeOf.set(contactId, { ...target.facts(), batch: Math.floor(index / batchSize) + 1 });
    });
  }
  const items = outcomeItems(
    context,
    prepared,
    ({ contact }) => {
      const place = placeOf.get(contact.contactId);
      if (guarded.guard?.refuses(contact) === true) {
        return { outcome: 'notNow', facts: { ...place, ...guarded.factsOf(contact.contactId) } };
      }
      return {
        outcome: 'dryRun',
        facts: { ...place, ...because, wouldSend: handover.wouldSend(contact) },
      };
    },
    includeInput,
  );
  tellSummary(context, handover.vendor, items);
  guarded.tell(prepared.length);
  return items;
}

/** One outcome for each contact. @throws NodeApiError when sending stopped in the middle */
export function results(
  context: IExecuteFunctions,
  { prepared, guarded, includeInput }: Shown,
  sendings: TargetSending[],
  waitBeforeAgainMs: number,
  { vendor, words }: ContactHandover,
): INodeExecutionData[] {
  noteCampaign(
    context,
    sendings.map(({ target }) => target.facts()),
  );
  const all = sendings.map(({ sending, target }) =>
    // Such a vendor refuses whom it has, so nobody has to wait.
    told(sending, target.vendor.silence.kind === 'takesNothingTwice' ? 0 : waitBeforeAgainMs),
  );
  const stoppedBy = all.find((one) => one.stoppedBy !== undefined)?.stoppedBy;
  if (stoppedBy !== undefined && !context.continueOnFail()) {
    const targets = sendings.map(({ target }) => target.facts());
    const kept = [...guarded.kept.values()].map(({ contactId }) => contactId);
    throw stoppedError(context, vendor, all, kept, targets, words);
  }

  const placeOf = new Map<
    string,
    { outcome: ContactOutcome; facts: IDataObject; isElsewhere: boolean }
  >();
  sendings.forEach(({ sending, target, elsewhere }, at) => {
    const { batchOf, ledger } = sending;
    const place = target.facts();
    for (const [contactId, outcome] of all[at].outcomes) {
      const isElsewhere = elsewhere.has(contactId);
      const facts: IDataObject = isElsewhere
        ? {}
        : { ...place, batch: batchOf.get(contactId) ?? null };
      if (outcome === 'notTaken') facts.reason = words.notTaken;
      if (outcome === 'notNow') Object.assign(facts, guarded.factsOf(contactId));
      if (outcome === 'refused') facts.reason = ledger.refusals.get(contactId);
      placeOf.set(contactId, { outcome, facts, isElsewhere });
    }
  });
  const items = outcomeItems(
    context,
    prepared,
    ({ contact }) => {
      const place = placeOf.get(contact.contactId);
      const { outcome = 'notSent' as const, facts = {} } = place ?? {};
      if (place?.isElsewhere === true) return { outcome, facts, failure: stoppedBy?.message };
      const failed = outcome === 'unknown' || outcome === 'notSent';
      return {
        outcome,
        facts,
        failure: failed ? `${stoppedBy?.message}: this contact is ${inWords(outcome)}` : undefined,
      };
    },
    includeInput,
  );
  tellSummary(context, vendor, items);
  guarded.tell(prepared.length);
  return items;
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
