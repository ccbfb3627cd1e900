import { InvalidInput } from '../../basics/invalid-input';
import { checkPhone } from '../phone';
import { endings, internationalDigits, readings } from './digits';

/** Fewer digits than this say too little to be compared with the end of another number. */
const SHORTEST_END = 7;

/**
 * Numbers that must not be called, whatever their spelling: `+62 (0)812-3456-789`, `0062 8123456789`, `08123456789` and
 * `628123456789` are one number. A number without `+` or `00`, on the list or of a contact, stands for everything it may
 * mean, and where one of two has no country code, they count as the same if one is the end of the other: rather one call
 * too few.
 */
export class DoNotCallList {
  private readonly complete = new Set<string>();
  private readonly withoutCountry = new Set<string>();
  private readonly lengths = new Set<number>();
  /** Ends of all numbers by how long they are, for contacts without a country code. */
  private readonly ends = new Map<number, Set<string>>();

  /** @param countryCode calling code of numbers that have none; empty if that is not known */
  constructor(private readonly countryCode: string) {}

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
      this.addNumber(check.phone);
    }
    this.ends.clear();
  }

  private addNumber(phone: string): void {
    if (saysCountry(phone)) {
      this.complete.add(internationalDigits(phone, this.countryCode).digits);
      return;
    }
    for (const digits of readings(phone, this.countryCode)) this.complete.add(digits);
    for (const digits of endings(phone)) {
      this.withoutCountry.add(digits);
      if (digits.length >= SHORTEST_END) this.lengths.add(digits.length);
    }
  }

  /** Whether a number is on the list. @param phone as `checkPhone` returns it */
  has(phone: string): boolean {
    if (saysCountry(phone)) {
      return this.isListed(internationalDigits(phone, this.countryCode).digits);
    }
    if (readings(phone, this.countryCode).some((digits) => this.isListed(digits))) return true;
    return this.countryCode === '' && endings(phone).some((digits) => this.isEnd(digits));
  }

  private isListed(digits: string): boolean {
    if (this.complete.has(digits) || this.withoutCountry.has(digits)) return true;
    for (const length of this.lengths) {
      if (length < digits.length && this.withoutCountry.has(digits.slice(-length))) return true;
    }
    return false;
  }

  /** The same for digits whose country is not known: also whether a number of the list ends with them. */
  private isEnd(digits: string): boolean {
    if (this.isListed(digits)) return true;
    return digits.length >= SHORTEST_END && this.endsOf(digits.length).has(digits);
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

/** Whether a number begins with its country. */
function saysCountry(phone: string): boolean {
  return /^(?:\+|00)/.test(phone);
}
