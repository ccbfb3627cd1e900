import { inBatches } from '../basics/batches';
import { grouped } from '../basics/grouped';
import { tried } from '../basics/tried';
import type { Contact } from '../campaign/contact';
import { clock } from '../runtime/clock';
import { executionStopped, VendorFailure } from '../runtime/http/vendor-failure';
import { Evidence } from './evidence';
import { asFailure, confirmedAndNotShown, stillUnknown } from './failures';
import { findMissing } from './find-missing';
import { Ledger, type LedgerStore, type State } from './ledger';
import { chosenLookup, findEarlier, lookFor, type Lookup } from './look';
import type { Vendor } from './vendor';

export interface SendingSettings {
  batchSize: number;
  lookup: Lookup;
  /** Whether n8n remembers what earlier executions sent. */
  remembers: boolean;
  /** How old an uncertain try must be before it is sent again, in milliseconds. */
  waitBeforeAgainMs: number;
  /** Whether contacts are looked up once they are sent, where the vendor does not say how many a target holds. */
  checkAfterwards: boolean;
  guard?: SendingGuard;
}

/** What keeps contacts from being called that were allowed when the run began. */
export interface SendingGuard {
  /** Whether its time is over, whatever else is known of it. */
  isOver(contact: Contact): boolean;
  /** Whether it must not be called now after all. Counts it if it may. */
  refuses(contact: Contact): boolean;
}

export interface Sending {
  ledger: Ledger;
  /** Number of the batch each contact went out in, counted from 1. */
  batchOf: Map<string, number>;
  /** Why sending stopped before the end, if it did. */
  stoppedBy?: VendorFailure;
}

/**
 * Sends contacts batch by batch so that nobody is dialled twice and nobody is lost, whatever breaks:
 *
 * - What an earlier run sent is left out; what it perhaps sent waits until everybody else is sent.
 * - A contact is claimed before it is sent. A request whose fate is unknown is never repeated: its contacts are looked
 *   for. All found: the run goes on. Otherwise it stops.
 * - An uncertain contact goes out again only if the vendor would show it and does not, and if its last try is old
 *   enough: a request that was lost may still arrive, and what a vendor shows may lag.
 * - Guards are asked again just before a contact is sent: whom they refuse is put off.
 * - In the end, contacts that the vendor confirmed and dropped without a word are told.
 *
 * @returns one state for every contact given
 */
export async function sendBatches(
  contacts: Contact[],
  vendor: Vendor,
  store: LedgerStore,
  settings: SendingSettings,
): Promise<Sending> {
  const ledger = new Ledger(store, idsOf(contacts));
  const evidence = new Evidence(vendor, ledger, contacts);
  const batchOf = new Map<string, number>();
  let batches = 0;
  const inState = (among: Contact[], ...states: State[]) =>
    among.filter(({ contactId }) => states.includes(ledger.stateOf(contactId)));
  /** States in which a contact that is not shown may be sent at once. */
  const sendable: State[] =
    vendor.silence.kind === 'takesNothingTwice' ? ['new', 'uncertain'] : ['new'];

  async function send(wanted: Contact[], lookedUp: boolean): Promise<void> {
    if (wanted.length === 0) return;
    if (vendor.isStopped()) throw executionStopped();
    const refused = new Set(wanted.filter((contact) => settings.guard?.refuses(contact) === true));
    const batch = wanted.filter((contact) => !refused.has(contact));
    await ledger.putOff(idsOf(inState([...refused], 'new')));
    if (batch.length === 0) return;
    const taken = await evidence.watch(batch, lookedUp);
    const doubted = new Set(idsOf(inState(batch, 'uncertain')));
    // That this try was not sent says nothing of an earlier one.
    const notSent = async () => {
      await ledger.unsent(idsOf(batch).filter((id) => !doubted.has(id)));
      await ledger.uncertain([...doubted], clock().now());
    };
    await ledger.claim(idsOf(batch));
    batches++;
    for (const { contactId } of batch) batchOf.set(contactId, batches);
    if (vendor.isStopped()) {
      await notSent();
      throw executionStopped();
    }
    const reply = await tried(vendor.send(batch));
    if (reply.ok) {
      const notTaken = reply.value ?? new Map<string, string>();
      await ledger.sent(idsOf(batch).filter((id) => !notTaken.has(id)));
      await ledger.refused(notTaken);
      await taken?.();
    } else if (!(reply.error instanceof VendorFailure) || reply.error.effect === 'none') {
      // Otherwise another process may have sent them by now, so they stay claimed.
      if (store.isAlone()) await notSent();
      throw reply.error;
    } else {
      await ledger.uncertain(idsOf(batch), clock().now());
      await ledger.sent([...(await lookFor(batch, vendor))]);
      if (inState(batch, 'uncertain').length > 0) throw reply.error;
    }
  }

  async function sendNew(all: Contact[], lookup: Exclude<Lookup, 'auto'>): Promise<void> {
    if (vendor.isStopped()) throw executionStopped();
    await ledger.recall(idsOf(all));
    const over = inState(all, 'new').filter((contact) => settings.guard?.isOver(contact) === true);
    await ledger.putOff(idsOf(over));
    const batch = all.filter(({ contactId }) => ledger.stateOf(contactId) !== 'putOff');
    if (batch.length === 0) return;
    const [sent] = inState(batch, 'held');
    const [perhaps] = inState(batch, 'uncertain');
    const sample = sent ?? perhaps ?? (lookup === 'none' ? undefined : batch[0]);
    if (sample !== undefined) await vendor.identifyTarget?.(sample, sent !== undefined);
    const found = await findEarlier(inState(batch, 'new'), vendor, lookup);
    const perhapsSent = inState(batch, 'uncertain');
    const again = perhapsSent.length === 0 ? [] : await vendor.findHeld(perhapsSent);
    await ledger.held([...found, ...again]);
    await send(inState(batch, ...sendable), lookup !== 'none');
  }

  async function sendUncertain(batch: Contact[]): Promise<void> {
    // Whether it would show them is asked first: one that is called in between is found.
    const shown = await evidence.wouldShow();
    await ledger.held([...(await lookFor(batch, vendor, 'everyLook'))]);
    if (vendor.isStopped()) throw executionStopped();
    const oldEnough = clock().now() - settings.waitBeforeAgainMs;
    const missing = inState(batch, 'uncertain').filter(
      ({ contactId }) => shown && (ledger.triedAt(contactId) ?? 0) <= oldEnough,
    );
    const elsewhere = await vendor.maybeElsewhere?.(missing);
    await send(
      missing.filter(({ contactId }) => elsewhere?.has(contactId) !== true),
      true,
    );
  }

  async function sendAll(held: number | null): Promise<void> {
    const lookup = chosenLookup(settings.lookup, held, settings.remembers);
    const { batchSize } = settings;
    for (const batch of inBatches(contacts, batchSize)) await sendNew(batch, lookup);
    for (const batch of inBatches(inState(contacts, 'uncertain'), batchSize)) {
      await sendUncertain(batch);
    }
    if (inState(contacts, 'uncertain').length > 0) throw stillUnknown();
  }

  const before = await tried(vendor.count());
  const all = before.ok ? await tried(sendAll(before.value)) : before;
  // Such a vendor does not show a contact again that it held from an earlier try.
  const sent = inState(contacts, 'sent').filter(
    ({ contactId }) =>
      vendor.silence.kind !== 'takesNothingTwice' || ledger.triedAt(contactId) === undefined,
  );
  const together = grouped(sent, ({ contactId }) => batchOf.get(contactId));
  const missing = await tried(
    findMissing([...together.values()], vendor, {
      wouldShow: async () => await evidence.wouldShow(),
      before: before.ok ? before.value : null,
      lookAnyway: settings.checkAfterwards,
      triedEarlier: ({ contactId }) => ledger.triedAt(contactId) !== undefined,
    }),
  );
  const { dropped, notShown } = missing.ok ? missing.value : { dropped: [], notShown: [] };
  await tried(ledger.notTaken(dropped, clock().now()));
  await tried(ledger.doubted(notShown, clock().now()));
  await tried(ledger.notReached());
  const stoppedBy = !all.ok
    ? asFailure(all.error)
    : notShown.length > 0
      ? confirmedAndNotShown()
      : undefined;
  return { ledger, batchOf, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
}

function idsOf(contacts: Contact[]): string[] {
  return contacts.map(({ contactId }) => contactId);
}
