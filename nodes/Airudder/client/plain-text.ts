import { VendorFailure } from '../../runtime/http/vendor-failure';
import { decrypt, type DecryptProblem } from './aes';
import { typedText } from '../../basics/values';

const PROBLEMS: Record<DecryptProblem, [message: string, advice: string]> = {
  notEncrypted: [
    'AIRUDDER announced an encrypted reply, but what came is not encrypted text',
    'A proxy may have changed it. Try again, then ask AIRUDDER.',
  ],
  unsigned: [
    "AIRUDDER's encrypted reply has no signature, so it was not used",
    'A proxy may take the header "Signed" away. Ask your administrator, then AIRUDDER.',
  ],
  wrongKey: [
    "AIRUDDER's reply cannot be decrypted: the AES key is wrong",
    'Compare the AES key in the credential with the one agreed with AIRUDDER.',
  ],
  changed: [
    "AIRUDDER's encrypted reply does not match its signature, so it was not used",
    'It may have been changed on its way. Try again, then ask AIRUDDER.',
  ],
};

/** Whether the headers say that a body is encrypted. */
export function isEncrypted(headers: Record<string, unknown>): boolean {
  return typedText(headers['is-encrypted']) === '1';
}

/**
 * The bytes of a reply as they were before encryption; a reply that is not encrypted is handed back as it
 * came. Source: docs/vendors/airudder.md, section 13.
 *
 * @param headers with lower-case names
 * @throws VendorFailure when it cannot be decrypted, or does not match its signature
 */
export function plainText(body: Buffer, headers: Record<string, unknown>, aesKey: string): Buffer {
  if (!isEncrypted(headers)) return body;
  if (aesKey === '') {
    throw unusable(
      'AIRUDDER encrypts its replies, and the credential holds no AES key',
      'Put the AES key agreed with AIRUDDER into the credential.',
    );
  }
  const decrypted = decrypt(body.toString('latin1'), aesKey, String(headers.signed ?? ''));
  if (decrypted.ok) return decrypted.plain;
  throw unusable(...PROBLEMS[decrypted.problem]);
}

function unusable(message: string, advice: string): VendorFailure {
  return new VendorFailure(message, { effect: 'unknown', advice });
}
