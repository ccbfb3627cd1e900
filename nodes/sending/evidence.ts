import { tried } from '../basics/tried';
import type { Contact } from '../campaign/contact';
import { clock } from '../runtime/clock';
import type { Ledger, State } from './ledger';
import type { Vendor } from './vendor';

/**
 * So many contacts of earlier runs, and so many of this one, are asked for to see whether those that wait are shown.
 */
const WITNESSES = 3;

/** Batches of a run after which a contact that was just taken is looked up. */
const LOOKS = 3;

/** So many contacts cannot all be called in the moment between handing them over and being asked for the last. */
const TOO_MANY_TO_CALL_AT_ONCE = 20;
const MOMENT_MS = 2_000;

/** Whether a vendor would show a contact if it held it. Neither vendor documents that it shows those that wait. */
export class Evidence {
  private seen = false;
  private looks = 0;

  constructor(
    private readonly vendor: Vendor,
    private readonly ledger: Ledger,
    private readonly contacts: Contact[],
  ) {}

  /** Whether the vendor would show a contact that it holds. */
  async wouldShow(): Promise<boolean> {
    const { silence } = this.vendor;
    switch (silence.kind) {
      case 'takesNothingTwice':
        return true;
      case 'showsWaiting':
        return await silence.now(this.witnesses());
      case 'showsJustTaken':
        return this.seen || (await this.ledger.store.sawWaiting(silence.way));
      case 'hides':
        return false;
    }
  }

  /**
   * Told of each batch before it is sent. A contact that the vendor holds from before would be found in any case, so
   * the witness must not be found before; nor may it be called by then, so small batches have none.
   *
   * @param lookedUp whether the batch was looked up just now, in vain
   * @returns what to call right after the vendor took the batch
   */
  async watch(batch: Contact[], lookedUp: boolean): Promise<(() => Promise<void>) | undefined> {
    const { vendor } = this;
    const { silence } = vendor;
    if (silence.kind !== 'showsJustTaken' || this.seen || this.looks === LOOKS) return undefined;
    if (batch.length < TOO_MANY_TO_CALL_AT_ONCE || vendor.isStopped()) return undefined;
    const earlier = this.looks === 0 ? await tried(this.wouldShow()) : undefined;
    if (earlier?.ok === false) return undefined;
    if (earlier?.value === true) {
      this.seen = true;
      return undefined;
    }
    this.looks++;
    const witness = batch.slice(-1);
    if (!lookedUp) {
      const before = await tried(vendor.findHeld(witness));
      if (!before.ok || before.value.size > 0) return undefined;
    }
    const began = clock().now();
    return async () => {
      const found = await tried(vendor.findHeld(witness));
      const late = clock().now() - began > MOMENT_MS;
      if (late || !found.ok || found.value.size === 0) return;
      this.seen = true;
      await tried(this.ledger.store.noteWaiting(silence.way));
    };
  }

  /** Those sent last are the likeliest to wait still, those of earlier runs the likeliest to be shown by now. */
  private witnesses(): Contact[] {
    const inState = (state: State) =>
      this.contacts.filter(({ contactId }) => this.ledger.stateOf(contactId) === state);
    return [...inState('held').slice(-WITNESSES), ...inState('sent').slice(-WITNESSES)];
  }
}
