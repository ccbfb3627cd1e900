/** So many batches of contacts are noted as in work at once, on each side. */
export const MOST_LOTS = 10;

/** Lots are planned on one side while those of the other are sent. */
export const SIDES = [0, 1] as const;
export type Side = (typeof SIDES)[number];

/** The marks of one target of one round in n8n's storage. */
export class Marks {
  /** @param scope what they all begin with */
  constructor(private readonly scope: string) {}

  one(kind: string, what = ''): string {
    return `${kind}\n${this.scope}\n${what}`;
  }

  all(kind: string, contactIds: string[]): string[] {
    return contactIds.map((id) => this.one(kind, id));
  }

  /** That a contact was tried at a time. */
  time(contactId: string, bucket: number): string {
    return this.one('time', `${contactId}\n${bucket}`);
  }

  /** The marks of the lots on one side. */
  lots(side: Side): LotMarks {
    return new LotMarks(this, side);
  }

  /** That something was tried at a time, whatever it was. */
  tried(bucket: number): string {
    return this.one('tried', String(bucket));
  }
}

/** What is noted of the lots on one side. */
export class LotMarks {
  constructor(
    private readonly marks: Marks,
    private readonly side: Side,
  ) {}

  /** That a contact is in work, in a lot. */
  of(lot: number, contactId: string): string {
    return this.marks.one(`lot ${this.numberOf(lot)}`, contactId);
  }

  /** That a contact is in work, in any of them. */
  anyOf(contactId: string): string[] {
    return Array.from({ length: MOST_LOTS }, (_, lot) => this.of(lot, contactId));
  }

  /** That a lot began. */
  began(lot: number): string {
    return this.marks.one('began', String(this.numberOf(lot)));
  }

  /** That lots began: each of them. */
  allBegan(): string[] {
    return Array.from({ length: MOST_LOTS }, (_, lot) => this.began(lot));
  }

  /** That there are lots. */
  exist(): string {
    return this.marks.one('lots', this.side === 0 ? '' : String(this.side));
  }

  /** That so many contacts are in them. */
  count(contacts: number): string {
    return this.marks.one('in lots', `${this.side === 0 ? '' : `${this.side} `}${contacts}`);
  }

  /** That all were sent, or are noted for themselves: a lot of the other side began. */
  over(): string {
    return this.marks.one('over', String(this.side));
  }

  private numberOf(lot: number): number {
    return this.side * MOST_LOTS + lot;
  }
}
