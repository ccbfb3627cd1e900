/**
 * What a person typed, or what a row holds, cannot be used. Thrown before anything is sent;
 * `runtime` turns it into n8n's own error with the item it belongs to.
 */
export class InvalidInput extends Error {
  /** What to do about it, in one or two sentences. */
  readonly advice: string;
  /** The item it is about, where that is not the one at hand. */
  readonly itemIndex?: number;

  constructor(message: string, advice = '', itemIndex?: number) {
    super(message);
    this.name = 'InvalidInput';
    this.advice = advice;
    this.itemIndex = itemIndex;
  }
}
