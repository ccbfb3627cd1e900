import { inBatches } from '../basics/batches';
import { MOST_LOTS } from './marks';

/** So many contacts are in work at once on each side, unless one batch is larger. */
export const WINDOW = 2_000;

/** So many are looked up at once where each may be in one of twenty lots that another run left behind. */
export const WINDOW_WITH_LOTS_LEFT = 200;

/** In a target used before, contacts are looked up by so many parts of the register's length: n8n reads all of it. */
const LOOKS = 50;

/** Of a target used before, so many contacts that a run did not reach are looked up. */
const REST = 2_000;

/** So many of those are looked up together, where batches are smaller. */
const REST_AT_ONCE = 200;

/** Which contacts of a run are looked at together: those asked for, and the next ones of the run with them. */
export class Windows {
  private next = 0;

  /** @param order all contacts of the run, in the order in which they will be sent */
  constructor(
    private readonly order: string[],
    private readonly batchSize: number,
  ) {}

  /** So many may be in lots at once, in whole batches. */
  most(): number {
    return Math.max(1, Math.min(MOST_LOTS, Math.floor(WINDOW / this.batchSize))) * this.batchSize;
  }

  /**
   * How many to look up at once in a target used before: whoever is killed meanwhile leaves all of them uncertain, so no
   * more than pays.
   *
   * @param remembered how many contacts the register has
   * @param least how many at once in any case
   */
  forRegister(remembered: number, least: number): number {
    const batches = Math.max(1, Math.floor(remembered / LOOKS / this.batchSize));
    return Math.max(least, Math.min(this.most(), batches * this.batchSize));
  }

  /** Windows of so many with all contacts that are missing. */
  around(missing: string[], atOnce: number, isKnown: (id: string) => boolean): string[][] {
    const window = this.order.slice(this.next, this.next + atOnce);
    const isNext = missing.every((id, at) => window[at] === id);
    if (!isNext || window.some(isKnown)) return inBatches(missing, atOnce);
    this.next += window.length;
    return [window];
  }

  /** The next window of so many, unless some of it are known. */
  ahead(atOnce: number, isKnown: (id: string) => boolean): string[] {
    const window = this.order.slice(this.next, this.next + atOnce);
    if (window.some(isKnown)) return [];
    this.next += window.length;
    return window;
  }

  /**
   * Of contacts that the run did not reach, those that are asked for. Each look leaves a mark, so a target used before
   * is asked for a part, and a new one for a batch at the most.
   */
  rest(contactIds: string[], isFresh: boolean, known: ReadonlyMap<string, unknown>): string[] {
    if (!isFresh) return contactIds.slice(0, REST);
    if (known.size === 0) return contactIds.slice(0, this.batchSize);
    return contactIds.filter((id) => known.has(id));
  }

  /** How many of them are looked up together in any case. */
  leastOfRest(): number {
    return Math.max(this.batchSize, REST_AT_ONCE);
  }

  batchesOf(contactIds: string[]): string[][] {
    return inBatches(contactIds, this.batchSize);
  }
}
