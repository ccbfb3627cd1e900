import { InvalidInput } from '../../basics/invalid-input';
import { checkPhone } from '../phone';
import { internationalDigits, type Digits } from './guard';

/** Fewer digits than this say too little to be compared with the end of another number. */
const SHORTEST_END = 7;

/**
 * Numbers that must not be called, whatever their spelling: `+62 812-3456-789`, `0062 8123456789` and `08123456789` are
 * one number. Where one of two numbers has no country code, they count as the same if one is the end of the other:
 * rather one call too few.
 */
export class DoNotCallList {
  private readonly complete = new Set<string>();
  private readonly withoutCountry = new Set<string>();
  private readonly lengths = new Set<number>();
  /** Ends of all numbers by how long they are, for contacts without a country code. */
  private readonly ends = new Map<number, Set<string>>();

  /** @param countryCode calling code of numbers that have none; empty if that is not known */
  constructor(private readonly countryCode: string) {}

  get size(): number {
    return this.complete.size + this.withoutCountry.size;
  }

  /**
   * Puts the numbers of a text on the list; several are separated by commas, semicolons or lines.
   *
   * @param what where they come from, for the error
   * @throws InvalidInput for a number that cannot be read: somebody might be called who must not be
   */
  add(value: unknown, what: string): void {
    const texts = typeof value === 'number' ? [value] : String(value ?? '').split(/[,;，；\n]/);
    for (const text of texts) {
      if (typeof text === 'string' && text.trim() === '') continue;
      const check = checkPhone(text, 'any');
      if (!check.ok) {
        throw new InvalidInput(
          `The do-not-call list cannot be used: ${check.reason} (${what})`,
          'Correct or remove it. Nobody was called, since the number of somebody who must not be called might be lost.',
        );
      }
      const { digits, hasCountry } = internationalDigits(check.phone, this.countryCode);
      if (hasCountry) this.complete.add(digits);
      else {
        this.withoutCountry.add(digits);
        if (digits.length >= SHORTEST_END) this.lengths.add(digits.length);
      }
    }
    this.ends.clear();
  }

  /** Whether a number is on the list. */
  has({ digits, hasCountry }: Digits): boolean {
    if (this.complete.has(digits) || this.withoutCountry.has(digits)) return true;
    for (const length of this.lengths) {
      if (length < digits.length && this.withoutCountry.has(digits.slice(-length))) return true;
    }
    return !hasCountry && digits.length >= SHORTEST_END && this.endsOf(digits.length).has(digits);
  }

  private endsOf(length: number): Set<string> {
    const known = this.ends.get(length);
    if (known !== undefined) return known;
    const made = new Set<string>();
    for (const digits of [...this.complete, ...this.withoutCountry])
      made.add(digits.slice(-length));
    this.ends.set(length, made);
    return made;
  }
}
