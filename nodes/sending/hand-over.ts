import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { flag, wholeNumber } from '../runtime/fields/option-values';
import { isDryRun, reasonOfDryRun, oneContactOnly } from '../runtime/operation/agent-tool';
import { setPace } from '../runtime/http/pace';
import { refuseInvalid } from '../runtime/rows/contact-outcomes';
import { prepareContacts, type ValidContact } from '../runtime/rows/prepare-contacts';
import type { ContactHandover, FindTarget } from './contact-handover';
import { guardGroups } from './guard-groups';
import { dryRun, results, type TargetSending } from './hand-over-results';
import { sentElsewhere } from './failures';
import type { Lookup } from './look';
import { runMemory, targetMemory, whileUnderWay, type RunMemory } from './run-memory';
import { tellNotFound } from './run-summary';
import { sendBatches, type Sending } from './send-batches';
import { withStores } from './stores';
import type { Vendor } from './vendor';
import { waitBeforeAgain } from './wait-before-again';
import { typedText } from '../basics/values';

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
  oneContactOnly(context);
  const run = runMemory(context);
  return await whileUnderWay(run, async () => await handOverAll(context, options, handover, run));
}

async function handOverAll(
  context: IExecuteFunctions,
  options: IDataObject,
  handover: ContactHandover,
  run: RunMemory,
): Promise<INodeExecutionData[]> {
  const { vendor } = handover;
  const checked = await prepareContacts(context, options, handover.rules);
  if (options.invalidContacts !== 'skip') refuseInvalid(context, checked);

  const valid = checked.filter((entry): entry is ValidContact => 'contact' in entry);
  const guarded = await guardGroups(context, options, valid, run, handover);
  const { groups } = guarded;
  const prepared = checked.map((entry) => guarded.kept.get(entry.itemIndex) ?? entry);
  const batchSize = sizeOfBatch(options, handover);
  const includeInput = flag(options, 'includeInput', 'Include Input Fields');
  const open = (
    key: string,
    entries: ValidContact[],
    { id, isNew } = { id: key, isNew: false },
  ) => {
    const memory = targetMemory(run, key);
    const contacts = entries.map(({ contact }) => contact);
    return { contacts, key, memory, isNew, target: handover.open(id, entries, memory) };
  };
  const all = { prepared, guarded, includeInput };
  const isOnlyShown = isDryRun(context, options);
  const opened: Array<ReturnType<typeof open>> = [];
  const toFind: Array<{ key: string; entries: ValidContact[]; find: FindTarget }> = [];
  for (const [key, entries] of groups) {
    const find = await handover.prepareTarget?.(key, entries);
    if (find === undefined || isOnlyShown) opened.push(open(key, entries));
    else toFind.push({ key, entries, find });
  }
  if (isOnlyShown) {
    return dryRun(context, all, opened, batchSize, handover, reasonOfDryRun(context, options));
  }

  setPace(context, options);
  const skipSent = flag(options, 'skipSent', 'Skip Contacts Already Sent', true);
  const callAgain = typedText(options.callAgain);
  const waitBeforeAgainMs = waitBeforeAgain(options);
  const checkAfterwards = flag(options, 'checkAfterwards', 'Check Afterwards');
  const sendings: TargetSending[] = [];
  if (groups.size === 0) return results(context, all, sendings, waitBeforeAgainMs, handover);
  await withStores(context, skipSent, async ({ remembers, within }) => {
    for (const { key, entries, find } of toFind) opened.push(open(key, entries, await find()));
    for (const { key, contacts, memory, isNew, target } of opened) {
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
              guard: guarded.guard,
            },
          ),
      );
      if (isNew) memory.elsewhere = new Set(sending.ledger.inState('held'));
      sendings.push({ sending, target, elsewhere: memory.elsewhere ?? new Set() });
    }
  });
  for (const { sending, target, elsewhere } of sendings) {
    if (elsewhere.size > 0) sending.stoppedBy ??= sentElsewhere(vendor, elsewhere.size);
    if (target.isFound?.() !== false) continue;
    const held = sending.ledger.inState('held').length;
    if (held > 0) tellNotFound(context, vendor, held);
  }
  return results(context, all, sendings, waitBeforeAgainMs, handover);
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

function sizeOfBatch(options: IDataObject, { batchSize }: ContactHandover): number {
  if (batchSize === null) return Infinity;
  return wholeNumber(options, 'batchSize', 'Batch Size', { ...batchSize, least: 1 });
}
