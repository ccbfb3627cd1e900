import { InvalidInput } from '../../basics/invalid-input';
import { isLocalHost } from '../../basics/web-address';
import { TOKEN_PARAMETER } from './push-token';

/** Whom a push URL is for, in words for the person who typed it. */
export interface PushUrlFor {
  /** The vendor that is to reach it. */
  vendor: string;
  /** The trigger node whose production URL it is. */
  trigger: string;
  /** How results are read without a push. */
  without: string;
}

/**
 * Checks a result push URL and adds the credential's secret token. A vendor freezes the URL when the
 * task is created, so an address that cannot work is refused before (docs/vendors/sobot-icall.md, section 7.6).
 *
 * @param typed what the user gave; empty means no push
 * @param apiBaseUrl the vendor's own address; a local one (the simulator) may push to local addresses
 * @param token the credential's agreed secret, if any; the URL must not hold another one
 * @throws InvalidInput for an n8n test URL, an address the vendor cannot reach, or no web address
 */
export function checkedPushUrl(
  typed: string,
  apiBaseUrl: string,
  token: string,
  { vendor, trigger, without }: PushUrlFor,
): string {
  if (typed === '') return '';
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInput(
      `"Result Push URL" is not a web address: ${typed}`,
      `Copy the production URL from the ${trigger} node; it begins with https://.`,
    );
  }
  if (url.pathname.includes('/webhook-test/')) {
    throw new InvalidInput(
      '"Result Push URL" is a test URL, which stops working after two minutes',
      `A task keeps its push URL for good. Copy the production URL from the ${trigger} node and publish that workflow.`,
    );
  }
  if (isLocalHost(url.hostname) && !isLocalHost(new URL(apiBaseUrl).hostname)) {
    throw new InvalidInput(
      `"Result Push URL" points to ${url.hostname}, which ${vendor} cannot reach from outside`,
      `n8n needs a public address (WEBHOOK_URL) for results to be pushed. Without one, leave the field empty and ${without}.`,
    );
  }
  const given = url.searchParams.get(TOKEN_PARAMETER);
  if (token !== '' && given !== null && given !== token) {
    throw new InvalidInput(
      '"Result Push URL" holds another token than the credential',
      'Take "token" out of the URL; it is added by itself.',
    );
  }
  if (token !== '') url.searchParams.set(TOKEN_PARAMETER, token);
  return url.href;
}
