import { tried, type Tried } from './tried';

/** Work that is done, one after the other, while whoever asked for it goes on. */
export class Meanwhile {
  private ended: Promise<Tried<void>> = Promise.resolve({ ok: true, value: undefined });

  /** Begins when all before it has ended; not at all if something failed. */
  do(work: () => Promise<void>): void {
    const before = this.ended;
    this.ended = tried(
      before.then(async (end) => {
        if (!end.ok) throw end.error;
        await work();
      }),
    );
  }

  /** Waits until all is done. @throws what failed, once */
  async caughtUp(): Promise<void> {
    const end = await this.ended;
    if (end.ok) return;
    this.ended = Promise.resolve({ ok: true, value: undefined });
    throw end.error;
  }
}
