/**
 * Whether the vendor may have acted on a request that did not succeed: `none` when it certainly did
 * not (it refused, or was never reached), `unknown` when nobody can tell from here (no reply, a reply
 * nobody can read, a server-side breakdown).
 */
export type Effect = 'none' | 'unknown';

/**
 * A request to a vendor that did not succeed, told for the person at the canvas. Holds no URL, no
 * parameter and no header, so that no credential can travel with it.
 */
export class VendorFailure extends Error {
  readonly effect: Effect;
  /** What to do about it, in one or two sentences. */
  readonly advice: string;
  /** Whether the same read may succeed a little later. */
  readonly transient: boolean;
  readonly httpStatus?: number;
  readonly vendorCode?: string;
  /** How long the vendor asks us to wait, in milliseconds. */
  readonly retryAfterMs?: number;

  constructor(
    message: string,
    facts: {
      effect: Effect;
      advice?: string;
      transient?: boolean;
      httpStatus?: number;
      vendorCode?: string;
      retryAfterMs?: number;
    },
  ) {
    super(message);
    this.name = 'VendorFailure';
    this.effect = facts.effect;
    this.advice = facts.advice ?? '';
    this.transient = facts.transient ?? false;
    this.httpStatus = facts.httpStatus;
    this.vendorCode = facts.vendorCode;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** The user pressed Stop, or the execution ran out of time, before the request went out. */
export function executionStopped(): VendorFailure {
  return new VendorFailure('The execution was stopped', { effect: 'none' });
}
