import { clock } from '../clock';
import { retryAfterMs } from './retry';
import { VendorFailure } from './vendor-failure';

/**
 * The failure behind an HTTP status outside 200 to 299: too many requests, a breakdown on the vendor's
 * side, or an address that does not lead to the vendor at all.
 *
 * @param addressHint where the base URL usually points, as a sentence
 */
export function httpFailure(
  vendor: string,
  status: number,
  headers: Record<string, unknown>,
  addressHint: string,
): VendorFailure {
  if (status === 429) {
    return new VendorFailure(`${vendor} asks for fewer requests (HTTP 429)`, {
      effect: 'none',
      transient: true,
      httpStatus: status,
      retryAfterMs: retryAfterMs(headers['retry-after'], clock().now()),
      advice: 'Wait a little, then run the node again.',
    });
  }
  if (status >= 500 || status === 408) {
    return new VendorFailure(`${vendor} broke down while answering (HTTP ${status})`, {
      effect: 'unknown',
      transient: true,
      httpStatus: status,
      retryAfterMs: retryAfterMs(headers['retry-after'], clock().now()),
      advice: `Try again in a few minutes. If it stays, ask ${vendor}.`,
    });
  }
  const moved = status < 400;
  return new VendorFailure(
    moved
      ? `That address sends requests elsewhere (HTTP ${status})`
      : `That address refused the request (HTTP ${status})`,
    { effect: 'none', httpStatus: status, advice: addressHint },
  );
}
