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

  /** That a contact is in work, in a lot. */
  lot(lot: number, contactId: string): string {
    return this.one(`lot ${lot}`, contactId);
  }

  /** That there are lots. */
  lots(): string {
    return this.one('lots');
  }

  /** That so many contacts are in lots. */
  inLots(count: number): string {
    return this.one('in lots', String(count));
  }

  /** That lots began: the first ones, so many. */
  begun(count: number): string[] {
    return Array.from({ length: count }, (_, lot) => this.one('began', String(lot)));
  }

  /** That something was tried at a time, whatever it was. */
  tried(bucket: number): string {
    return this.one('tried', String(bucket));
  }
}
