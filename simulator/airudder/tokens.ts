import { randomUUID } from 'node:crypto';
import type { SimulatedClock } from '../clock';

const LIFETIME_MS = 24 * 3_600_000;

/** Tokens that live 24 hours; asking again gives another one, and older ones stay valid. */
export class Tokens {
  private readonly issued = new Map<string, number>();
  /** How many logins there were. */
  logins = 0;

  constructor(private readonly clock: SimulatedClock) {}

  issue(): string {
    this.logins++;
    const token = `token-${randomUUID()}`;
    this.issued.set(token, this.clock.now() + LIFETIME_MS);
    return token;
  }

  isValid(token: string): boolean {
    return (this.issued.get(token) ?? 0) > this.clock.now();
  }

  /** Lets every token expire now. */
  expire(): void {
    for (const token of this.issued.keys()) this.issued.set(token, 0);
  }

  /** Every token so far, so that a test can look whether one got out. */
  everIssued(): string[] {
    return [...this.issued.keys()];
  }
}
