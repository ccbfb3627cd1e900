import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';
import type { CallResult } from '../campaign/call-result';
import { InvalidInput } from '../basics/invalid-input';
import { includeInputOption, waitBeforeAgainOption } from '../runtime/rows/submission-options';
import { byName } from '../runtime/operation/description';
import { rawValue } from '../runtime/fields/expression';
import { incomingField, valueOfEach } from '../runtime/fields/incoming-field';
import { toEpochMs, wallClock } from '../runtime/fields/instants';
import { clock } from '../runtime/clock';
import { missingLongEnough } from './absence';
import { waitBeforeAgain } from './wait-before-again';
import { contactIdOfEach } from '../runtime/rows/contact-id';
import { flag } from '../runtime/fields/option-values';
import { grouped } from '../basics/grouped';
import { inSlices } from '../runtime/rows/in-slices';
import { requestsPerSecondOption, setPace } from '../runtime/http/pace';
import { typedText } from '../basics/values';

/** What a vendor knows of a contact that may have been handed to it. */
export type Known =
  /** It was called. */
  | 'called'
  /** The vendor holds it and has not called it yet, or is calling it now. */
  | 'waiting'
  /** It was taken out of the task before it was called. */
  | 'cancelled'
  /** The vendor holds it and does not say whether it was called. */
  | 'held'
  /** The vendor shows nothing of it, and would if it held it. */
  | 'notHeld'
  /** The vendor shows nothing of it; whether it would while the contact waits is not known. */
  | 'notFound';

export interface Knowledge {
  known: Known;
  /** What came of the call. */
  result?: CallResult;
  /** Not found, and tried too short a time ago for that to say anything. */
  young?: boolean;
}

/** A contact as it is looked up. */
export interface LookedUp {
  itemIndex: number;
  contactId: string;
}

/** How one vendor is asked. */
export interface Reconciliation {
  vendor: string;
  /** What settles a contact that cannot be found; waiting until the task is over if left out. */
  settledBy?: string;
  /** What the output calls the task, e.g. `taskId`. */
  targetName: string;
  targetOf(itemIndex: number): string;
  /** Asks about contacts of one target. @returns what is known, by contact id */
  look(target: string, contacts: LookedUp[]): Promise<ReadonlyMap<string, Knowledge>>;
}

/** Options that every Reconcile has, beside the vendor's own. */
export function reconcileOptions(...more: INodeProperties[]): INodeProperties[] {
  return byName([
    includeInputOption,
    requestsPerSecondOption,
    incomingField({
      displayName: 'Tried At Field',
      name: 'triedAtField',
      required: false,
      default: '',
      placeholder: 'e.g. updatedAt',
      description:
        'Name of the incoming field that says when sending the contact was tried last. Without it, the time counts from when this node first found the contact missing.',
    }),
    waitBeforeAgainOption,
    ...more,
  ]);
}

/**
 * Says of each incoming contact what the vendor knows of it, so that a person or a workflow can settle contacts
 * whose sending is unknown. Only reads.
 *
 * @throws InvalidInput for a row without contact id, before anything is asked
 */
export async function reconcile(
  context: IExecuteFunctions,
  options: IDataObject,
  { vendor, settledBy, targetName, targetOf, look }: Reconciliation,
): Promise<INodeExecutionData[]> {
  const items = context.getInputData();
  const includeInput = flag(options, 'includeInput', 'Include Input Fields');
  const contactIdOf = contactIdOfEach(context);
  const rows = await inSlices(context, items, (_, itemIndex) => {
    const { value: contactId, reason } = contactIdOf(itemIndex);
    if (reason !== undefined) {
      throw new InvalidInput(
        `[item ${itemIndex}] ${reason}`,
        'Give each row the contact ID under which it was sent.',
        itemIndex,
      );
    }
    return { itemIndex, contactId, target: targetOf(itemIndex) };
  });
  setPace(context, options);

  const waitMs = waitBeforeAgain(options);
  const triedAt = triedAtOf(context);
  const answers = new Map<string, Map<string, Knowledge>>();
  for (const [target, asked] of grouped(rows, (row) => row.target)) {
    const contacts = [...new Map(asked.map((row) => [row.contactId, row])).values()];
    const looked = new Map(await look(target, contacts));
    const missing = contacts.filter(({ contactId }) => looked.get(contactId)?.known === 'notHeld');
    const long = await missingLong(context, `${vendor}\n${target}`, missing, waitMs, triedAt);
    for (const { contactId } of missing) {
      if (!long.has(contactId)) looked.set(contactId, { known: 'notFound', young: true });
    }
    answers.set(target, looked);
  }

  const askAgain = `Ask again after ${wallClock(clock().now() + waitMs, context.getTimezone(), 'HH:mm')}`;
  return rows.map(({ itemIndex, contactId, target }) => {
    const knowledge = answers.get(target)?.get(contactId) ?? { known: 'notFound' };
    return {
      json: {
        contactId,
        [targetName]: target,
        ...knowledgeFields(knowledge, vendor, knowledge.young === true ? askAgain : settledBy),
        ...(includeInput ? { input: items[itemIndex].json } : {}),
      },
      pairedItem: { item: itemIndex },
    };
  });
}

/**
 * When sending a contact was tried last, where the user names a field that says so. @throws InvalidInput for no date
 */
function triedAtOf(context: IExecuteFunctions): ((itemIndex: number) => number) | undefined {
  const parameter = 'options.triedAtField';
  const typed = typedText(rawValue(context, parameter));
  if (typed === '') return undefined;
  const read = valueOfEach(context, parameter, 'Tried At Field');
  return (itemIndex) =>
    toEpochMs(read(itemIndex), context.getTimezone(), `Tried At Field (${typed})`);
}

/** Which missing contacts were tried so long ago that a lost request would have arrived, and would be shown. */
async function missingLong(
  context: IExecuteFunctions,
  target: string,
  missing: LookedUp[],
  waitMs: number,
  triedAt: ((itemIndex: number) => number) | undefined,
): Promise<Set<string>> {
  const ids = missing.map(({ contactId }) => contactId);
  if (missing.length === 0 || waitMs === 0) return new Set(ids);
  if (triedAt === undefined) return await missingLongEnough(context, target, ids, waitMs);
  const now = clock().now();
  return new Set(
    missing
      .filter(({ itemIndex }) => triedAt(itemIndex) + waitMs <= now)
      .map(({ contactId }) => contactId),
  );
}

/** What an item says of a contact. */
export function knowledgeFields(
  { known, result }: Knowledge,
  vendor: string,
  settledBy = 'Ask again when the task is over',
): IDataObject {
  return {
    known,
    sendAgain: SEND_AGAIN[known],
    advice: advice(known, vendor, settledBy),
    result: (result as unknown as IDataObject | undefined) ?? null,
  };
}

/** What a call result of a contact means; a record without outcome is none. */
export function knowledgeOf(result: CallResult): Knowledge {
  if (result.outcome === 'noRecord') return { known: 'notFound' };
  if (result.outcome === 'pending' || result.outcome === 'dialing') return { known: 'waiting' };
  return { known: result.outcome === 'cancelled' ? 'cancelled' : 'called', result };
}

/** Whether a contact may be sent without being called twice; null where nobody can tell. */
const SEND_AGAIN: Record<Known, boolean | null> = {
  called: false,
  waiting: false,
  cancelled: false,
  held: false,
  notHeld: true,
  notFound: null,
};

function advice(known: Known, vendor: string, settledBy: string): string {
  switch (known) {
    case 'called':
      return 'Was called; what came of it is under "result".';
    case 'waiting':
      return `${vendor} holds it and will call it. Do not send it again.`;
    case 'cancelled':
      return `It was called off at ${vendor} before it was called. Send it again only if that was a mistake.`;
    case 'held':
      return `${vendor} holds it and does not say whether it was called. Do not send it again.`;
    case 'notHeld':
      return `${vendor} does not hold it. It can be sent.`;
    case 'notFound':
      return `${vendor} shows nothing of it, but may not show contacts that wait to be called. ${settledBy}, before you send it again.`;
  }
}
