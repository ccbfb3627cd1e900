import { toFields, toText } from '../../basics/values';

/** A successful reply; everything in it is still to be checked. */
export type AirudderReply = Record<string, unknown>;

/** The families of the vendor's paths; each has its own code for success (docs/vendors/airudder.md, section 2.4). */
export type Family = 'cloud' | 'dialer' | 'sms' | 'other';

const SUCCESS: Record<Family, readonly string[]> = {
  cloud: ['200'],
  dialer: ['0'],
  sms: ['0'],
  other: ['200', '0'],
};

/** The family a path belongs to. */
export function familyOf(path: string): Family {
  if (path.startsWith('/service/cloud/')) return 'cloud';
  if (path.startsWith('/service/callcenter/')) return 'dialer';
  if (path.startsWith('/service/sms/')) return 'sms';
  return 'other';
}

/** What an envelope says about itself. */
export interface Verdict {
  success: boolean;
  /** The vendor's own code; null when this is no envelope of the vendor's. */
  code: string | null;
  /** The vendor's own words, empty when there are none. */
  message: string;
}

/** Judges a reply by its envelope, never by its HTTP status alone. */
export function verdictOn(reply: unknown, family: Family): Verdict {
  const fields = toFields(reply);
  const code = toText(fields.code);
  const words = [fields.message, fields.msg, fields.status].map(toText);
  return {
    success: code !== null && SUCCESS[family].includes(code),
    code,
    message: words.find((text) => text !== null && text !== 'OK') ?? '',
  };
}
