import type { Contact } from '../campaign/contact';

/**
 * What it says about a contact that the vendor does not show it:
 *
 * - `takesNothingTwice`: the contact may be sent again at any time, since the vendor would refuse it.
 * - `showsWaiting`: it shows contacts that wait, if `now` says so: the target is empty or over, or one of the
 *   witnesses, which it holds, is shown while it waits.
 * - `showsJustTaken`: that is known only once a contact was seen that had been taken a moment before. `way` names
 *   who was asked and how; what was seen of one says nothing of another.
 * - `hides`: it says nothing.
 */
export type Silence =
  | { kind: 'takesNothingTwice' }
  | { kind: 'showsWaiting'; now(witnesses: Contact[]): Promise<boolean> }
  | { kind: 'showsJustTaken'; way: string }
  | { kind: 'hides' };

/** How one vendor takes contacts for one target: a task, a workflow instance. Queries change nothing. */
export interface Vendor {
  /**
   * Finds out which target the contacts go to, where only the vendor knows: after a lost request or an earlier run
   * that created it.
   *
   * @param contact one that was sent there, perhaps or certainly
   */
  identifyTarget?(contact: Contact, certainly: boolean): Promise<void>;
  /**
   * Sends one batch. Throws `VendorFailure`; its `effect` tells whether the vendor may have taken it.
   *
   * @returns the contacts that the vendor refused, with its reasons, where it says so
   */
  send(batch: Contact[]): Promise<ReadonlyMap<string, string> | void>;
  /** Which of these contacts the vendor shows. */
  findHeld(contacts: Contact[]): Promise<Set<string>>;
  /** How many contacts the target holds, or null where the vendor does not say. */
  count(): Promise<number | null>;
  /** What it means that a contact is not shown. */
  silence: Silence;
  /** Which of these contacts may be in another target that a lost request of an earlier run made. */
  maybeElsewhere?(contacts: Contact[]): Promise<Set<string>>;
  /** Sleeps until the time is over or the execution is stopped. */
  pause(milliseconds: number): Promise<void>;
  isStopped(): boolean;
}
