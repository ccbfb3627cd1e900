import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Refusal } from '../campaign/guards/guard';
import { guardContacts, type TriesOfRun } from '../runtime/guards/guarded-contacts';
import { refusalFacts } from '../runtime/rows/contact-outcomes';
import { groupedInSlices } from '../runtime/rows/in-slices';
import type { KeptContact, ValidContact } from '../runtime/rows/prepare-contacts';
import type { ContactHandover } from './contact-handover';
import type { SendingGuard } from './send-batches';

/** The contacts of a run by where they go, without those whom a guard keeps from being called. */
export interface GuardedGroups {
  groups: ReadonlyMap<string, ValidContact[]>;
  /** By item. */
  kept: ReadonlyMap<number, KeptContact>;
  /** Asked again just before a contact is sent. */
  guard?: SendingGuard;
  /** Why a contact was put off while others were sent; nothing for others. */
  factsOf(contactId: string): IDataObject;
  /** Tells the person at the canvas who was left out, and why. */
  tell(total: number): void;
}

/** Groups the contacts of a run by target, and asks its guards. */
export async function guardGroups(
  context: IExecuteFunctions,
  options: IDataObject,
  valid: ValidContact[],
  run: TriesOfRun,
  { rules, targetOf, dialTimes }: Pick<ContactHandover, 'rules' | 'targetOf' | 'dialTimes'>,
): Promise<GuardedGroups> {
  const all = await groupedInSlices(context, valid, ({ itemIndex }) => targetOf(itemIndex));
  const phoneRule = String(options.phoneRule ?? rules.phoneRule);
  const guards = await guardContacts(context, phoneRule, valid, run);
  if (guards === undefined) {
    return { groups: all, kept: new Map(), factsOf: () => ({}), tell: () => {} };
  }
  const groups = new Map<string, ValidContact[]>();
  const kept = new Map<number, KeptContact>();
  for (const [key, entries] of all) {
    const split = guards.split(entries, await dialTimes?.(key, entries));
    if (split.callable.length > 0) groups.set(key, split.callable);
    for (const contact of split.kept) kept.set(contact.itemIndex, contact);
  }
  const putOff = new Map<string, Refusal>();
  const noted = (contactId: string, refusal: Refusal | undefined) => {
    if (refusal !== undefined) putOff.set(contactId, refusal);
    return refusal !== undefined;
  };
  const guard: SendingGuard = {
    isOver: (contact) => noted(contact.contactId, guards.overTime(contact)),
    refuses: (contact) => noted(contact.contactId, guards.refusal(contact)),
  };
  return {
    groups,
    kept,
    guard,
    factsOf: (contactId) => {
      const refusal = putOff.get(contactId);
      return refusal === undefined ? {} : refusalFacts(refusal);
    },
    tell(total) {
      const refusals = [...kept.values()].map(({ refusal }) => refusal);
      guards.tell(total, [...refusals, ...putOff.values()]);
    },
  };
}
