import type { IExecuteFunctions } from 'n8n-workflow';
import { tried } from '../basics/tried';
import { clock } from '../runtime/clock';
import { VendorFailure } from '../runtime/http/vendor-failure';
import { Ledger, type LedgerStore } from './ledger';
import { MemoryStore } from './memory-store';
import { storageRow } from './storage-row';
import { withStores } from './stores';

/**
 * Finds by its name what contacts will be sent to, or makes it. At most one is made, whichever process of n8n runs
 * this, also when the request that made it was lost or the vendor shows it late: with a second one, contacts of the
 * first would count as new.
 *
 * @param what.scope which vendor's what
 * @param what.inTurn lets one run of this process at a time look and make under this name, also of other workflows
 * @param what.waitMs how old the last try to make it must be before it counts that the vendor does not show it
 * @throws VendorFailure, with effect `none`, when it may be there and the vendor does not show it yet, or another run
 *   is sending for this workflow; whatever finding and making throw
 */
export async function findOrMake<Found, Made>(
  context: IExecuteFunctions,
  {
    scope,
    name,
    waitMs,
    inTurn,
  }: {
    scope: string;
    name: string;
    waitMs: number;
    inTurn: (work: () => Promise<Found | Made>) => Promise<Found | Made>;
  },
  find: () => Promise<Found | undefined>,
  make: () => Promise<Made>,
): Promise<Found | Made> {
  // Without n8n's memory, one process still makes one.
  const remembers = (await tried(storageRow(context.helpers, 'workflow').count())).ok;
  return await withStores(context, remembers, async (stores) => {
    const settings = { scope, order: [name], batchSize: 1, waitBeforeAgainMs: waitMs };
    return await stores.within<Found | Made>(settings, new MemoryStore(), async (store) => {
      return await inTurn(async () => await foundOrMade(store));
    });
  });

  async function foundOrMade(store: LedgerStore): Promise<Found | Made> {
    const ledger = new Ledger(store, [name]);
    await ledger.recall([name]);
    const found = await find();
    if (found !== undefined) return found;
    const triedAt = ledger.triedAt(name);
    const again = triedAt === undefined ? 0 : triedAt + waitMs;
    if (again > clock().now()) throw notShownYet(name, again);
    await ledger.claim([name]);
    const made = await tried(make());
    const isCertainlyNot =
      !made.ok && !(made.error instanceof VendorFailure && made.error.effect === 'unknown');
    if (isCertainlyNot) await ledger.unsent([name]);
    // Also what the vendor confirmed: it may be shown late, and a person may remove it there.
    else await ledger.uncertain([name], clock().now());
    if (!made.ok) throw made.error;
    return made.value;
  }
}

function notShownYet(name: string, again: number): VendorFailure {
  const at = new Date(again).toISOString().slice(11, 16);
  return new VendorFailure(
    `This node created a task named "${name}" a while ago, or perhaps did, and the vendor shows none that takes contacts`,
    {
      effect: 'none',
      advice: `It may show late, so no second one was made. Run this again after ${at} UTC. If you ended or deleted it yourself, set the option "Wait Before Creating Again" to 0.`,
    },
  );
}
