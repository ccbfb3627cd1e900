import type { IExecuteFunctions } from 'n8n-workflow';
import { createHash } from 'crypto';
import { tried } from '../basics/tried';

/** n8n keeps this many marks for a node, newest last; a contact takes one, and one more while it is sent. */
const MARKS_KEPT = 500_000;

/** What n8n's storage knows of contacts that are about to be sent. */
export interface Claims {
  /** Never sent before, as far as this node remembers. */
  fresh: Set<string>;
  /** Sent before, and confirmed. */
  settled: Set<string>;
  /** Sent before perhaps: an earlier run was cut off between sending and knowing. */
  open: Set<string>;
}

/** Remembers across executions which contacts were sent. */
export interface SentMemory {
  /** Marks contacts as being sent, before they are. */
  claim(contactIds: string[]): Promise<Claims>;
  /** They were sent, and that is confirmed. */
  confirm(contactIds: string[]): Promise<void>;
  /** They were sent, and the vendor seems not to hold them: the next run asks it again. */
  doubt(contactIds: string[]): Promise<void>;
  /** They were certainly not sent. */
  release(contactIds: string[]): Promise<void>;
  /** The vendor showed a contact that waits to be called, when asked in this way. */
  noteWaiting(way: string): Promise<void>;
  /** Whether that was noted, by any execution of this node, for any target of this vendor. */
  sawWaiting(way: string): Promise<boolean>;
}

/** One claim at a time for each node: n8n reads, changes and writes its storage without a lock. */
const queues = new Map<string, Promise<unknown>>();

/**
 * The memory of this node in n8n's deduplication storage (`checkProcessedAndRecord`), which outlives
 * executions and restarts. Each contact has a mark that it was claimed, and one more until its sending is
 * confirmed; both are set in one step before anything is sent, so that a process killed at any moment
 * leaves behind which contacts are uncertain.
 *
 * The storage cannot be asked without writing: asking about a confirmed contact sets its second mark for a
 * moment. A process killed in that moment leaves the contact to be looked up at the vendor again, never
 * unlooked. That waiting contacts were seen has two marks, asked one after the other, so that no single kill while
 * asking can make it up.
 *
 * @param vendor by name; what is noted of it holds for all targets
 * @param scope what a contact is sent to, and the user's word under Call Again
 * @returns undefined where n8n offers no storage
 */
export async function sentMemory(
  context: IExecuteFunctions,
  vendor: string,
  scope: string,
): Promise<SentMemory | undefined> {
  const place = `${context.getWorkflow().id}/${context.getNode().id}`;
  const options = { mode: 'entries', maxEntries: MARKS_KEPT } as const;
  const hash = (...parts: string[]) =>
    createHash('sha256').update(parts.join('\n')).digest('base64');
  const mark = (kind: 'claimed' | 'open', contactId: string) =>
    hash(kind, vendor, scope, contactId);
  const waitingMarks = (way: string) =>
    ['first', 'second'].map((which) => hash('waiting', vendor, way, which));
  const record = async (marks: string[]) =>
    await inTurn(place, () => context.helpers.checkProcessedAndRecord(marks, 'node', options));
  const remove = async (marks: string[]) => {
    if (marks.length === 0) return;
    await inTurn(place, () => context.helpers.removeProcessed(marks, 'node', options));
  };

  const available = await tried(record([]));
  if (!available.ok) {
    context.addExecutionHints({
      message:
        'n8n could not be asked which contacts were sent before, so they are looked up at the vendor instead.',
      type: 'warning',
    });
    return undefined;
  }
  return {
    async claim(contactIds) {
      const claimed = new Map(contactIds.map((id) => [mark('claimed', id), id]));
      const open = new Map(contactIds.map((id) => [mark('open', id), id]));
      const result = await record([...claimed.keys(), ...open.keys()]);
      const known = new Set(result.processed.map(String));
      const claims: Claims = { fresh: new Set(), settled: new Set(), open: new Set() };
      for (const contactId of contactIds) {
        if (!known.has(mark('claimed', contactId))) claims.fresh.add(contactId);
        else if (known.has(mark('open', contactId))) claims.open.add(contactId);
        else claims.settled.add(contactId);
      }
      await remove([...claims.settled].map((contactId) => mark('open', contactId)));
      return claims;
    },
    async confirm(contactIds) {
      await remove(contactIds.map((contactId) => mark('open', contactId)));
    },
    async doubt(contactIds) {
      await record(contactIds.map((contactId) => mark('open', contactId)));
    },
    async release(contactIds) {
      await remove(
        contactIds.flatMap((contactId) => [mark('claimed', contactId), mark('open', contactId)]),
      );
    },
    async noteWaiting(way) {
      await record(waitingMarks(way));
    },
    async sawWaiting(way) {
      const marks = waitingMarks(way);
      const { helpers } = context;
      return await inTurn(place, async () => {
        for (const asked of marks) {
          const { processed } = await helpers.checkProcessedAndRecord([asked], 'node', options);
          if (processed.length > 0) continue;
          await helpers.removeProcessed(marks, 'node', options);
          return false;
        }
        return true;
      });
    },
  };
}

/** Runs work for a place after everything that was queued there before. */
export async function inTurn<T>(place: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(place) ?? Promise.resolve();
  const turn = before.then(work, work);
  const ended = turn.then(
    () => undefined,
    () => undefined,
  );
  queues.set(place, ended);
  void ended.then(() => {
    if (queues.get(place) === ended) queues.delete(place);
  });
  return await turn;
}
