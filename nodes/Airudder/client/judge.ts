import type { RequestContext } from '../../runtime/http/context';
import { parseLenientJson } from '../../basics/lenient-json';
import type { Exchange } from '../../runtime/http/exchange';
import { httpFailure } from '../../runtime/http/http-failure';
import { redact } from '../../runtime/http/secrets';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import {
  accountOf,
  AIRUDDER_CREDENTIAL,
  secretsOf,
  VENDOR,
  type AirudderAccount,
} from './credential';
import { dialerCode } from './dialer-codes';
import { familyOf, verdictOn, type AirudderReply, type Verdict } from './envelope';
import { plainText } from './plain-text';

const ADDRESS_HINT =
  'Check the base URL in the credential; it is usually https://api.airudder.com, without a path.';

/** A reply, decrypted and with the verdict of its envelope. */
export interface Judged {
  status: number;
  headers: Record<string, unknown>;
  plain: Buffer;
  reply: unknown;
  verdict: Verdict;
  /** Whether the token was refused: HTTP status 401, or the code 401 in a reply with status 200. */
  expired: boolean;
}

/** Decrypts a reply and judges it by its envelope. @throws VendorFailure when it cannot be decrypted */
export function judged(received: Exchange, account: AirudderAccount, path: string): Judged {
  const { status, headers } = received;
  const inside = status >= 200 && status <= 299;
  const plain = inside ? plainText(received.body, headers, account.aesKey) : received.body;
  const reply = parsed(plain);
  const verdict = verdictOn(reply, familyOf(path));
  return {
    status,
    headers,
    plain,
    reply,
    verdict,
    expired: status === 401 || (inside && verdict.code === '401'),
  };
}

/** The envelope of a reply that succeeded. @throws VendorFailure for any other, in words */
export async function successful(
  context: RequestContext,
  received: Judged,
  path: string,
): Promise<AirudderReply> {
  const { status, verdict, reply } = received;
  if (status >= 200 && status <= 299 && verdict.success) return reply as AirudderReply;
  // Read again: the token may have been renewed on the way, and it must not be echoed either.
  const account = accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
  throw failure(received, account, path);
}

function failure(received: Judged, account: AirudderAccount, path: string): VendorFailure {
  const { status, headers, verdict } = received;
  const words = redact(verdict.message, secretsOf(account));
  const own = `AIRUDDER's own words (code ${verdict.code ?? `HTTP ${status}`}): ${words || 'none'}`;
  if (received.expired) {
    const ready = account.readyToken !== '';
    return new VendorFailure(
      ready ? 'AIRUDDER refused the token' : 'AIRUDDER refused the token, also a new one',
      {
        effect: 'none',
        httpStatus: status,
        advice: ready
          ? `A ready token lives for 24 hours. Fetch a new one and put it into the credential, or use app key and secret. ${own}`
          : `Test the credential. If it works, the account may lack this right, or "Word Before the Token" is wrong. ${own}`,
      },
    );
  }
  const refusedInWords = status >= 400 && status <= 428 && verdict.code !== null;
  if ((status < 200 || status > 299) && !refusedInWords) {
    return httpFailure(VENDOR, status, headers, ADDRESS_HINT);
  }
  if (verdict.code === null) {
    return new VendorFailure('AIRUDDER sent a reply that is not one of its own', {
      effect: 'unknown',
      transient: true,
      advice: `${ADDRESS_HINT} A proxy or a login page may answer instead.`,
    });
  }
  const known = familyOf(path) === 'dialer' ? dialerCode(verdict.code) : undefined;
  if (known !== undefined) {
    const { meaning, effect, transient } = known;
    return new VendorFailure(meaning, {
      effect,
      transient,
      vendorCode: verdict.code,
      advice: own,
    });
  }
  return envelopeFailure(refusedInWords ? '400' : verdict.code, verdict.code, own);
}

/**
 * The vendor documents the codes 401, 403 and 500 for one call and no others (docs/vendors/airudder.md, section 11).
 * Codes
 * from 400 to 499 are read as refusals, like the HTTP statuses they imitate; whether the vendor acted before
 * any other code is not known.
 */
function envelopeFailure(code: string, vendorCode: string, own: string): VendorFailure {
  if (code === '403') {
    return new VendorFailure('AIRUDDER does not allow this account to do that', {
      effect: 'none',
      vendorCode,
      advice: `Ask AIRUDDER for the right. ${own}`,
    });
  }
  if (/^4\d\d$/.test(code)) {
    return new VendorFailure('AIRUDDER refused the request', {
      effect: 'none',
      transient: code === '429',
      vendorCode,
      advice: `Compare the values with the vendor's page. ${own}`,
    });
  }
  return new VendorFailure(
    code === '500'
      ? 'AIRUDDER has trouble on its own side'
      : 'AIRUDDER did not confirm the request',
    {
      effect: 'unknown',
      transient: code === '500',
      vendorCode,
      advice: own,
    },
  );
}

function parsed(plain: Buffer): unknown {
  try {
    return parseLenientJson(plain.toString('utf8'));
  } catch {
    return undefined;
  }
}
