import { clock } from '../runtime/clock';
import { bucketOf, endOf, youngBuckets } from './buckets';
import type { Marks } from './marks';
import type { StorageRow } from './storage-row';

/**
 * When contacts were tried, as the journal has it: for each uncertain one, and for all that was tried, in case n8n is
 * killed before it knows which of them are uncertain. To the exactness of a bucket, since a mark holds no number.
 */
export class Tries {
  /** The buckets noted for uncertain contacts. */
  private readonly times = new Map<string, number[]>();
  /** Buckets that this run noted for all that it tried. */
  private readonly noted = new Set<number>();
  private readonly own = new Set<number>();

  constructor(
    private readonly journal: StorageRow,
    private readonly marks: Marks,
    private readonly waitBeforeAgainMs: number,
  ) {}

  /** Notes other marks together with the time of a try, whoever is tried. */
  async record(more: string[]): Promise<void> {
    const bucket = bucketOf(clock().now());
    const mark = this.nowOfAll();
    const there = await this.journal.record(this.noted.has(bucket) ? more : [...more, mark]);
    if (!this.noted.has(bucket) && !there.has(mark)) this.own.add(bucket);
    this.noted.add(bucket);
  }

  /** The mark that something is tried now. */
  nowOfAll(): string {
    return this.marks.tried(bucketOf(clock().now()));
  }

  /** The marks that these were tried now. */
  now(contactIds: string[]): string[] {
    const bucket = bucketOf(clock().now());
    return contactIds.map((id) => {
      this.times.set(id, [...(this.times.get(id) ?? []), bucket]);
      return this.marks.time(id, bucket);
    });
  }

  /** The marks of all times of contacts that are not uncertain any more; they are done with. */
  settled(contactIds: string[]): string[] {
    return contactIds.flatMap((id) => {
      const buckets = this.times.get(id) ?? [];
      this.times.delete(id);
      return buckets.map((bucket) => this.marks.time(id, bucket));
    });
  }

  /** The marks of this run that mean nothing once it is over. */
  over(): string[] {
    return [...this.own].map((bucket) => this.marks.tried(bucket));
  }

  /**
   * When uncertain contacts were tried last, in epoch milliseconds. A time that is nowhere noted lies so far back that
   * it does not matter.
   */
  async recall(contactIds: string[]): Promise<Map<string, number>> {
    const triedAt = new Map<string, number>();
    if (contactIds.length === 0) return triedAt;
    const now = clock().now();
    const oldest = now - this.waitBeforeAgainMs;
    const young = youngBuckets(now, this.waitBeforeAgainMs);
    const there = await this.journal.record([
      ...contactIds.flatMap((id) => young.map((bucket) => this.marks.time(id, bucket))),
      ...young.map((bucket) => this.marks.tried(bucket)),
    ]);
    const lastTry = young.find(
      (bucket) => there.has(this.marks.tried(bucket)) && !this.own.has(bucket),
    );
    const asked = young
      .map((bucket) => this.marks.tried(bucket))
      .filter((mark) => !there.has(mark));
    for (const id of contactIds) {
      const noted = young.filter((bucket) => there.has(this.marks.time(id, bucket)));
      const last = noted[0] ?? lastTry;
      triedAt.set(id, last === undefined ? oldest : Math.min(now, endOf(last)));
      const kept = last === undefined ? noted : [...new Set([last, ...noted])];
      this.times.set(id, kept);
      for (const bucket of young) {
        if (!kept.includes(bucket)) asked.push(this.marks.time(id, bucket));
      }
    }
    await this.journal.remove(asked);
    return triedAt;
  }
}
