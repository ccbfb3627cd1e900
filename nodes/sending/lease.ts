import type { Queues } from '../basics/lock';
import { tried } from '../basics/tried';
import { clock } from '../runtime/clock';
import type { Stopping } from '../runtime/http/stop';
import { executionStopped } from '../runtime/http/vendor-failure';
import { takenOver, tooBusy } from './failures';
import { inPairs, oneAtATime, pairsOf, type StorageRow } from './storage-row';
import { anotherSends, LOOK_EVERY_MS, takeTurn, WAIT_AT_MOST_MS } from './turn';

/** How long somebody who claims waits until everybody who claimed in the same moment has written. */
const MOMENT_MS = 1_000;

/** How long the winner waits until the losers have found out. */
const LOSERS_MS = 500;

/** After so long it does not look any more who has won, since it would write while the winner sends. */
const TOO_LATE_MS = MOMENT_MS + LOSERS_MS - 100;

const BEAT_EVERY_MS = 3_000;

/** So many signs of life make the row longer; the next one makes it as long as it was. */
const BEATS = 2;

/** A holder whose last sign of life is older than this stops by itself … */
const SURE_FOR_MS = 10_000;

/** … and others take over after this. */
const DEAD_AFTER_MS = 15_000;

/** The one mark that is not a pair: an odd number of marks in the row says that somebody is sending. */
const HELD = 'lease';

/** What runs of one process share. */
export interface Process {
  /** Runs that wait for their turn, by workflow. */
  queues: Queues;
  waiting: Map<string, number>;
  leases: Map<string, Lease>;
  /** Makes names that no other process makes. */
  newName(): string;
}

/**
 * The right to send for one workflow, which one run of all n8n processes has at a time. n8n's storage has no lock, but
 * the last writer of a row wins: whoever finds a mark of its own still there after a moment has won. The others read
 * the length of the row only, and so never overwrite what the holder notes in it. A holder that is gone for fifteen
 * seconds (the row does not change) is succeeded.
 *
 * This rests on a read and write of the row taking less than a third of a second.
 */
export class Lease {
  /** How many marks its signs of life have added to the row. */
  private added = 0;

  /** @param lastBeat when this process last showed that it lives, in epoch milliseconds */
  private constructor(
    private readonly name: string,
    private lastBeat: number,
  ) {}

  /** @throws VendorFailure, with effect `none`, when another process is sending, or the run was stopped */
  static async take(row: StorageRow, name: string, stopping: Stopping): Promise<Lease> {
    const { pause, waitOut, isStopped } = stopping;
    const pairs = inPairs(row);
    const began = clock().now();
    let length: number | undefined;
    let since = began;
    let lastLook = began;
    let canTell = false;
    let claims = 0;
    let refused = 0;
    for (;;) {
      const look = clock().now();
      const seen = await row.count();
      const now = clock().now();
      canTell ||= length !== undefined && seen !== length;
      // A holder that lives may have changed the row back between looks that lie far apart.
      if (seen !== length || now - lastLook >= BEATS * BEAT_EVERY_MS) [length, since] = [seen, now];
      lastLook = look;
      const free = seen % 2 === 0;
      // What a process saw that stood still since then may not be so any more.
      const isNew = now - look < MOMENT_MS;
      if (isNew && !isStopped() && (free || now - since >= DEAD_AFTER_MS)) {
        const claim = free ? [HELD] : pairsOf([`lease after ${seen}`]);
        const own = `lease ${name} ${++claims}`;
        const lease = new Lease(own, clock().now());
        // Of two that write the first mark of a row, n8n refuses one.
        const there = await tried(row.record([...claim, ...pairsOf([own])]));
        if (!there.ok && ++refused > 1) throw there.error;
        if (there.ok && !there.value.has(claim[0])) {
          // Also where Stop is pressed: whoever looks earlier cannot tell whether it has won, and must give that back.
          await waitOut(MOMENT_MS);
          // A process that stood still meanwhile must not write here, nor go by its mark: another one may send by now.
          const isInTime = clock().now() - lease.lastBeat < TOO_LATE_MS;
          const won = isInTime && (await pairs.record([own])).has(own);
          await waitOut(LOSERS_MS);
          if (won && !isStopped() && lease.isSure()) return lease;
          if (won) await tried(lease.giveBack(row));
        }
        length = undefined;
      }
      if (isStopped()) throw executionStopped();
      if (clock().now() - began >= WAIT_AT_MOST_MS) throw canTell ? anotherSends() : tooBusy();
      await pause(LOOK_EVERY_MS);
    }
  }

  /** Whether this process may still send: nobody can have taken over yet. */
  isSure(): boolean {
    return clock().now() - this.lastBeat < SURE_FOR_MS;
  }

  /** Shows the others that the holder lives. */
  async beat(row: StorageRow): Promise<void> {
    if (!this.isSure()) return;
    const began = clock().now();
    const pairs = inPairs(row);
    const marks = this.beats();
    if (this.added === marks.length) await pairs.remove(marks);
    else await pairs.record([marks[this.added]]);
    // Only now, so that one that failed is made up for.
    this.added = (this.added + 1) % (marks.length + 1);
    if (clock().now() - began < SURE_FOR_MS) this.lastBeat = began;
  }

  /** Whether it is time for a sign of life. */
  isDue(): boolean {
    return clock().now() - this.lastBeat >= BEAT_EVERY_MS;
  }

  /** The marks that its signs of life add, one after the other. */
  private beats(): string[] {
    return Array.from({ length: BEATS }, (_, at) => `${this.name} beat ${at}`);
  }

  /** Gives it back, unless it may be somebody else's by now. */
  async giveBack(row: StorageRow): Promise<void> {
    if (!this.isSure()) return;
    await row.remove([HELD, ...pairsOf([this.name, ...this.beats()])]);
  }
}

/** The same row, written by one at a time, and not at all any more once another process may have taken over. */
export function whileSure(row: StorageRow, lease: Pick<Lease, 'isSure'>): StorageRow {
  const sure = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!lease.isSure()) throw takenOver();
    return await work();
  };
  // In this order, so that it is asked when a write's turn has come: others may have been before it for long.
  return oneAtATime({
    record: async (marks) => await sure(async () => await row.record(marks)),
    remove: async (marks) => await sure(async () => await row.remove(marks)),
    count: async () => await row.count(),
  });
}

/**
 * Does work while this run alone may send for its workflow, in this process and in all others. Runs of one process
 * hand the lease on to each other.
 *
 * @param row the workflow's, as n8n has it
 * @param work is given the same row to write to
 * @throws VendorFailure when another process is sending; then nothing was done
 */
export async function withLease<T>(
  process: Process,
  workflowId: string,
  row: StorageRow,
  stopping: Stopping,
  work: (lease: Lease, row: StorageRow) => Promise<T>,
): Promise<T> {
  const waiting = (change: number) => {
    const count = (process.waiting.get(workflowId) ?? 0) + change;
    if (count === 0) process.waiting.delete(workflowId);
    else process.waiting.set(workflowId, count);
  };
  const sendAlone = async () => {
    waiting(-1);
    const kept = process.leases.get(workflowId);
    process.leases.delete(workflowId);
    const lease =
      kept?.isSure() === true ? kept : await Lease.take(row, process.newName(), stopping);
    const own = whileSure(row, lease);
    const done = new AbortController();
    const beating = clock().every(BEAT_EVERY_MS, done.signal, async () => await lease.beat(own));
    try {
      // Of runs that hand it on to each other, none may be long enough for the next one.
      if (lease.isDue()) await tried(lease.beat(own));
      return await work(lease, own);
    } finally {
      done.abort();
      await beating;
      if (process.waiting.has(workflowId)) process.leases.set(workflowId, lease);
      // What is not given back is taken over fifteen seconds later; what was sent must be told in any case.
      else await tried(lease.giveBack(own));
    }
  };
  waiting(1);
  return await takeTurn(process.queues, workflowId, stopping, sendAlone, () => waiting(-1));
}
