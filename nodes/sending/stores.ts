import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { tried } from '../basics/tried';
import type { RequestContext } from '../runtime/http/context';
import { onlyWhileRightful } from '../runtime/http/right-to-change';
import { stoppingOf, type Stopping } from '../runtime/http/stop';
import { storageFails, takenOver } from './failures';
import { whileSure, withLease, type Process } from './lease';
import type { LedgerStore } from './ledger';
import { N8nStore, type StoreSettings } from './n8n-store';
import { n8nRow, type StorageRow } from './storage-row';
import { takeTurn } from './turn';

/** So many contacts a node remembers, newest last. */
const REMEMBERED_CONTACTS = 500_000;

const thisProcess: Process = {
  queues: new Map(),
  waiting: new Map(),
  leases: new Map(),
  newName: () => randomUUID(),
};

/** What a run keeps its ledgers in. */
export interface Stores {
  /** Whether n8n remembers what earlier executions sent. */
  remembers: boolean;
  /**
   * Works on the contacts of one target.
   *
   * @param otherwise what to use where n8n does not remember
   */
  within<T>(
    settings: StoreSettings,
    otherwise: LedgerStore,
    work: (store: LedgerStore) => Promise<T>,
  ): Promise<T>;
}

/**
 * Works while this run alone sends for its workflow, with what n8n remembers of earlier executions.
 *
 * @param remember whether the user wants that
 * @throws VendorFailure, with effect `none`, when another run is sending for this workflow, or n8n's storage fails
 */
export async function withStores<T>(
  context: IExecuteFunctions,
  remember: boolean,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const { helpers } = context;
  const workflowId = String(context.getWorkflow().id);
  const journal = n8nRow(helpers, 'workflow');
  const register = n8nRow(helpers, 'node', REMEMBERED_CONTACTS);
  const stopping = stoppingOf(context);
  if (!remember) {
    const forgetful: Stores = {
      remembers: false,
      within: async (_settings, otherwise, inside) => await inside(otherwise),
    };
    return await takeTurn(thisProcess.queues, workflowId, stopping, async () => {
      return await work(forgetful);
    });
  }
  const available = await tried(journal.count());
  if (!available.ok) throw storageFails(available.error);
  const place = { context, workflowId, journal, register, stopping };
  return await withStoresOf(thisProcess, place, work);
}

/** The same, for one of several processes. */
export async function withStoresOf<T>(
  process: Process,
  place: {
    /** Whose requests leave only while the run may send. */
    context: RequestContext;
    workflowId: string;
    /** The row of the workflow, as n8n has it. */
    journal: StorageRow;
    /** The row of the node, as n8n has it. */
    register: StorageRow;
    stopping: Stopping;
  },
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const { context, workflowId, journal, register, stopping } = place;
  return await withLease(process, workflowId, journal, stopping, async (lease, own) => {
    const all = whileSure(register, lease);
    const stores: Stores = {
      remembers: true,
      async within(settings, _otherwise, inside) {
        const store = new N8nStore(own, all, settings, () => lease.isSure());
        try {
          return await inside(store);
        } finally {
          await tried(store.end());
        }
      },
    };
    const lostRight = () => (lease.isSure() ? undefined : takenOver());
    return await onlyWhileRightful(context, lostRight, async () => await work(stores));
  });
}
