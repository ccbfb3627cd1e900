import type { Contact } from '../../nodes/campaign/contact';
import type { SendingGuard } from '../../nodes/sending/send-batches';
import type { VirtualTime } from './virtual-time';

/** Calling hours that end, and numbers that may be called once, in one run. */
export class ModelGuard implements SendingGuard {
  /** Contacts that were sent. */
  readonly called = new Set<string>();
  /** Contacts that were put off after they had been looked up. */
  readonly refused = new Set<string>();
  private readonly allowed = new Set<string>();
  private readonly closesAt: number;
  private readonly callers = new Map<string, string>();

  constructor(
    private readonly time: VirtualTime,
    private readonly step: { closesAfter?: number; twins?: boolean },
    began: number,
  ) {
    this.closesAt = began + (step.closesAfter ?? Infinity);
  }

  /** Every third contact lives where it is an hour later already. */
  isOver({ contactId }: Contact): boolean {
    const isLate = this.closesAt < Infinity && Number(contactId.slice(1)) % 3 === 2;
    return isLate || this.time.now() >= this.closesAt;
  }

  refuses(contact: Contact): boolean {
    const { contactId } = contact;
    const number = this.numberOf(contactId);
    const caller = this.callers.get(number) ?? contactId;
    const refuses = this.isOver(contact) || (this.step.twins === true && caller !== contactId);
    if (refuses) this.refused.add(contactId);
    else {
      this.callers.set(number, contactId);
      this.allowed.add(contactId);
    }
    return refuses;
  }

  /** Notes a request. @returns what is wrong with it, in words */
  calls(batch: Contact[]): string[] {
    const bad: string[] = [];
    for (const { contactId } of batch) {
      this.called.add(contactId);
      if (!this.allowed.has(contactId)) bad.push(`${contactId} was called against its guard`);
    }
    return bad;
  }

  private numberOf(contactId: string): string {
    return `number ${Math.floor(Number(contactId.slice(1)) / 2)}`;
  }
}
