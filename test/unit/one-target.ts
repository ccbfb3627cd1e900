import type { Contact } from '../../nodes/campaign/contact';
import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';
import type { Silence, Vendor } from '../../nodes/sending/vendor';
import { setClock } from '../../nodes/runtime/clock';
import { StandingClock } from './standing-clock';

/** What becomes of one batch: whatever it does to the target, and what the vendor replies. */
type Fate = (batch: string[]) => ReadonlyMap<string, string> | void;

/** A vendor with one target, which does what a test wants of it; waiting moves the clock on. */
export class OneTarget implements Vendor {
  silence: Silence = { kind: 'showsWaiting', now: async () => true };
  /** Whom it shows. */
  readonly shown = new Set<string>();
  /** What becomes of the next batches; of all others it takes everybody. */
  readonly fates: Fate[] = [];
  /** Whether it says how many contacts it holds. */
  counts = true;
  isStoppedNow = false;
  /** Called with each look, before it is answered. */
  onLook: (asked: string[]) => void = () => undefined;
  readonly sent: string[][] = [];
  readonly looks: string[][] = [];
  readonly pauses: number[] = [];
  readonly identified: Array<[contactId: string, certainly: boolean]> = [];

  readonly clock = new StandingClock(Date.UTC(2026, 0, 1));

  identifyTarget = async (contact: Contact, certainly: boolean) => {
    this.identified.push([contact.contactId, certainly]);
  };

  send = async (batch: Contact[]) => {
    const ids = idsOf(batch);
    this.sent.push(ids);
    const fate = this.fates.shift() ?? ((all: string[]) => this.show(all));
    return fate(ids);
  };

  findHeld = async (contacts: Contact[]) => {
    const ids = idsOf(contacts);
    this.looks.push(ids);
    this.onLook(ids);
    return new Set(ids.filter((id) => this.shown.has(id)));
  };

  count = async () => (this.counts ? this.shown.size : null);

  pause = async (milliseconds: number) => {
    this.pauses.push(milliseconds);
    this.clock.time += milliseconds;
  };

  isStopped = () => this.isStoppedNow;

  show(ids: string[]): void {
    for (const id of ids) this.shown.add(id);
  }

  /** Who was asked for at each look, as one text. */
  looked(): string[] {
    return this.looks.map((ids) => ids.join(''));
  }
}

/** Gives each test a target of its own, by whose clock everything goes. */
export function onOneTarget(begin: (vendor: OneTarget) => void): void {
  beforeEach(() => {
    const vendor = new OneTarget();
    setClock(vendor.clock);
    begin(vendor);
  });
  afterEach(() => setClock());
}

/** A request whose fate nobody knows. */
export const lost = () => new VendorFailure('no reply', { effect: 'unknown' });

/** A request that the vendor certainly did not act on. */
export const refused = () => new VendorFailure('out of reach', { effect: 'none' });

export function contactsOf(ids: Iterable<string>): Contact[] {
  return [...ids].map((contactId) => ({ contactId, phone: '16000000000', variables: {} }));
}

function idsOf(contacts: Contact[]): string[] {
  return contacts.map(({ contactId }) => contactId);
}
