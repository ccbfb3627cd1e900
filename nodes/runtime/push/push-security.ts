import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { isInRanges, parseIpRange, type IpRange } from '../../basics/ip-range';
import { toPieces } from '../../basics/values';
import { clock } from '../clock';
import { TOKEN_PARAMETER } from './push-token';

/** Query parameters that never leave a trigger: the agreed token, and credentials that a vendor may echo. */
const SECRET_PARAMETERS = [TOKEN_PARAMETER, 'appid', 'signature'];

/**
 * The ranges in a list of addresses.
 *
 * @param typed addresses and CIDR ranges with commas between them; empty for no list
 * @throws InvalidInput for an entry that is neither
 */
export function allowedRanges(typed: unknown): IpRange[] {
  if (typed === undefined || typed === null || typed === '') return [];
  const entries = typeof typed === 'string' ? toPieces(typed) : [];
  if (entries.length === 0) {
    throw new InvalidInput(
      '"Allowed IP Addresses" holds no address',
      'Write addresses or ranges with commas between them, or take the option out. An expression may have found no value.',
    );
  }
  return entries.map((entry) => {
    const range = parseIpRange(entry);
    if (range === undefined) {
      throw new InvalidInput(
        `"Allowed IP Addresses" holds "${entry}", which is no IP address`,
        'Write addresses or ranges with commas between them, e.g. 203.0.113.7, 198.51.100.0/24, 2001:db8::/32.',
      );
    }
    return range;
  });
}

/**
 * Whether a push comes from an allowed address. Behind a proxy, n8n sees the sender's own address only if
 * `N8N_PROXY_HOPS` is set.
 */
export function isFromAllowedAddress(context: IWebhookFunctions, ranges: IpRange[]): boolean {
  return ranges.length === 0 || isInRanges(context.getRequestObject().ip ?? '', ranges);
}

/**
 * Answers with an HTTP status and a reason, and starts no run. The connection ends with it: what is left of a
 * body that was not read to its end would stand before the next request.
 */
export function refusePush(
  context: IWebhookFunctions,
  status: number,
  message: string,
): IWebhookResponseData {
  context.getResponseObject().set('Connection', 'close').status(status).json({ message });
  return { noWebhookResponse: true };
}

/** How long the rest of a body that is refused may take to arrive. */
const REST_WITHIN_MS = 5_000;

/** Refuses a body that is too large, or did not arrive whole. */
export async function refuseUnreadable(
  context: IWebhookFunctions,
  status: 400 | 413,
): Promise<IWebhookResponseData> {
  await restThrownAway(context.getRequestObject());
  const message = status === 413 ? 'The body is too large' : 'The body could not be read';
  return refusePush(context, status, message);
}

/**
 * Reads what is left of a body, for a moment, and keeps nothing of it: a connection that ends with unread bytes is
 * reset, and a sender that still sends would learn of the reset only, not of the answer.
 */
async function restThrownAway(
  request: ReturnType<IWebhookFunctions['getRequestObject']>,
): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  const enough = new AbortController();
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) request.once(event, () => resolve());
  });
  request.unpipe();
  request.resume();
  await Promise.race([ended, clock().sleep(REST_WITHIN_MS, enough.signal)]);
  enough.abort();
}

/** The query parameters of a push, without those that hold a secret. */
export function travellingParameters(context: IWebhookFunctions): IDataObject {
  const query = context.getQueryData() as IDataObject;
  const travels = ([name]: [string, unknown]) => !SECRET_PARAMETERS.includes(name);
  return Object.fromEntries(Object.entries(query).filter(travels));
}
