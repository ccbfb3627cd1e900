import type { IDataObject } from 'n8n-workflow';
import type { Contact } from '../campaign/contact';
import type { DialTimes } from '../campaign/guards/dial-times';
import type { ContactRules, ValidContact } from '../runtime/rows/prepare-contacts';
import type { Lookup } from './look';
import type { TargetMemory } from './run-memory';
import type { Vendor } from './vendor';

/** Where contacts go: an existing task, or one that the first batch creates. */
export interface ContactTarget {
  vendor: Vendor;
  /** What each contact's output says about where it went; asked for once everything is sent. */
  facts(): IDataObject;
  /** Whether the vendor was seen to have it, where a name is all that is known of it; asked for likewise. */
  isFound?(): boolean;
}

/** Finds or makes a target. @returns its id, for `open`, and whether it was made just now */
export type FindTarget = () => Promise<{ id: string; isNew: boolean }>;

/** How one operation of a vendor hands contacts over. */
export interface ContactHandover {
  vendor: string;
  rules: ContactRules;
  /** The key of the target that an item's contact goes to. */
  targetOf(itemIndex: number): string;
  /** When the vendor dials the contacts of a target, as far as it is known before anything is sent. */
  dialTimes?(
    key: string,
    contacts: ValidContact[],
  ): DialTimes | undefined | Promise<DialTimes | undefined>;
  /**
   * Checks what contacts say of the target that their key names, also in a dry run. Left out where the key is the target's
   * id, or the first batch makes it. Runs remember the target by its key. Throws for what cannot be.
   *
   * @returns what finds or makes it, once this run alone sends; nobody is called by that
   */
  prepareTarget?(key: string, contacts: ValidContact[]): Promise<FindTarget>;
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
