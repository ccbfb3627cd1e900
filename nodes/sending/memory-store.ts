import { clock } from '../runtime/clock';
import type { LedgerStore, Remembered, Rest } from './ledger';

/** What earlier tries of one execution did, for n8n's Retry On Fail; it does not outlast the process. */
export class MemoryStore implements LedgerStore {
  private readonly remembered = new Map<string, Remembered>();
  private readonly seen = new Set<string>();

  async recall(contactIds: string[]): Promise<Map<string, Remembered>> {
    const found = new Map<string, Remembered>();
    for (const id of contactIds) {
      const memory = this.remembered.get(id);
      if (memory !== undefined) found.set(id, memory);
    }
    return found;
  }

  async recallRest(contactIds: string[]): Promise<Rest> {
    return { remembered: await this.recall(contactIds), told: contactIds };
  }

  async open(contactIds: string[]): Promise<void> {
    await this.doubt(contactIds);
  }

  async close(contactIds: string[]): Promise<void> {
    for (const id of contactIds) this.remembered.set(id, { was: 'sent' });
  }

  async doubt(contactIds: string[]): Promise<void> {
    const triedAt = clock().now();
    for (const id of contactIds) this.remembered.set(id, { was: 'uncertain', triedAt });
  }

  async forget(contactIds: string[]): Promise<void> {
    for (const id of contactIds) this.remembered.delete(id);
  }

  async sawWaiting(way: string): Promise<boolean> {
    return this.seen.has(way);
  }

  async noteWaiting(way: string): Promise<void> {
    this.seen.add(way);
  }

  isAlone(): boolean {
    return true;
  }
}
