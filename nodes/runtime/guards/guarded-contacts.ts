import type { IExecuteFunctions } from 'n8n-workflow';
import { counted } from '../../basics/values';
import type { Contact } from '../../campaign/contact';
import { firstDial, type DialTimes } from '../../campaign/guards/dial-times';
import type { GuardKind, Refusal } from '../../campaign/guards/guard';
import type { GuardedRow } from '../../campaign/guards/guards';
import { clock } from '../clock';
import { inSlices } from '../rows/in-slices';
import type { KeptContact, ValidContact } from '../rows/prepare-contacts';
import { guardsOf } from './node-guards';

/** The contacts of a run, and who of them is kept from being called. */
export interface GuardedContacts {
  /**
   * Splits contacts into those who may be called and those who may not, by what the rows and the lists say and by the
   * moment at which their task begins to dial.
   */
  split(entries: ValidContact[], times?: DialTimes): SplitContacts;
  /** Whether the time of a contact is over, whatever else is known of it. */
  overTime(contact: Contact): Refusal | undefined;
  /** Whether a contact must not be called now after all; counts it if it may. */
  refusal(contact: Contact): Refusal | undefined;
  /** Tells the person at the canvas who was left out, and why. @param invalid how many rows cannot be called at all */
  tell(total: number, refusals: Refusal[], invalid?: number): void;
}

export interface SplitContacts {
  callable: ValidContact[];
  kept: KeptContact[];
}

/** What a second try of a node in one run takes over from the first. */
export interface TriesOfRun {
  /** When the first began, in epoch milliseconds: all judge by the same moment. */
  startedAt: number;
  /** Contacts that were called, by number; only of numbers that several rows have. */
  calledTogether: Map<string, Set<string>>;
}

const IN_WORDS: Record<GuardKind, (hours: string) => string> = {
  doNotCall: () => 'on the do-not-call list',
  consent: () => 'without consent',
  attempts: () => 'called often enough',
  callingHours: (hours) => `outside ${hours}`,
  timeZone: () => 'in an unknown time zone',
  unreadable: () => 'with values that cannot be read',
};

/**
 * The guards that the user set, over all contacts of a run.
 *
 * @param phoneRule the rule that numbers were checked by
 * @param run what is the same for all tries of the node
 * @returns undefined if all guards are turned off
 */
export async function guardContacts(
  context: IExecuteFunctions,
  phoneRule: string,
  all: ValidContact[],
  { startedAt, calledTogether }: TriesOfRun,
): Promise<GuardedContacts | undefined> {
  const set = guardsOf(context, phoneRule, calledTogether);
  if (set === undefined) return undefined;
  const { guards, rowOf } = set;
  const rows = new Map<string, GuardedRow>();
  const begins = new Map<string, number>();
  await inSlices(context, all, ({ itemIndex, contact }) => {
    const row = rowOf(itemIndex, contact.contactId, contact.phone);
    rows.set(contact.contactId, row);
    guards.note(row);
  });
  const row = (contact: Contact) => rows.get(contact.contactId) as GuardedRow;
  const momentOf = ({ contactId }: Contact) =>
    Math.max(begins.get(contactId) ?? Number.NEGATIVE_INFINITY, clock().now());

  const sayIfDialledOutside = (entries: ValidContact[], times: DialTimes) => {
    const outside = guards.dialledOutside(
      entries.map(({ contact }) => row(contact)),
      times,
      startedAt,
    );
    if (outside === undefined) return;
    const message = `The task itself may dial ${counted(outside.contacts)} of these contacts outside ${guards.hoursInWords()}: when it is ${outside.when}, for example. Set the hours of the task within that.`;
    context.addExecutionHints({ message, type: 'warning' });
  };

  return {
    split(entries, times) {
      const callable: ValidContact[] = [];
      const kept: KeptContact[] = [];
      const from = Math.max(times?.from ?? startedAt, startedAt);
      const first = times === undefined ? startedAt : firstDial(times, from);
      const at = from > startedAt ? first : startedAt;
      /** A task whose hours are over for today dials tomorrow, at an hour that may be night where somebody lives. */
      const dialsLater = first > at && Number.isFinite(first);
      for (const entry of entries) {
        const { itemIndex, contact } = entry;
        const { contactId, phone } = contact;
        if (at > startedAt) begins.set(contactId, at);
        const refusal =
          guards.check(row(contact), at) ??
          (dialsLater ? guards.outsideHours(row(contact), first) : undefined);
        if (refusal === undefined) callable.push(entry);
        else kept.push({ itemIndex, contactId, phone, refusal });
      }
      if (times !== undefined) sayIfDialledOutside(callable, times);
      return { callable, kept };
    },
    overTime: (contact) => guards.outsideHours(row(contact), momentOf(contact)),
    refusal: (contact) => guards.turn(row(contact), momentOf(contact)),
    tell(total, refusals, invalid = 0) {
      const left = refusals.length + invalid;
      if (left === 0) return;
      const counts = new Map<GuardKind, number>();
      for (const { by } of refusals) counts.set(by, (counts.get(by) ?? 0) + 1);
      const parts = Object.entries(IN_WORDS).flatMap(([by, inWords]) => {
        const count = counts.get(by as GuardKind);
        return count === undefined ? [] : [`${counted(count)} ${inWords(guards.hoursInWords())}`];
      });
      if (invalid > 0) parts.push(`${counted(invalid)} with a wrong row`);
      const message = `${counted(left)} of ${counted(total)} contacts ${left === 1 ? 'is' : 'are'} left out: ${parts.join(', ')}.`;
      context.addExecutionHints({ message, type: 'info' });
    },
  };
}
