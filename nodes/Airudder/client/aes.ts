import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'crypto';

const BLOCK = 16;

/** Key sizes of AES in bytes; AIRUDDER hands out 16 (docs/vendors/airudder.md, section 13). */
const CIPHERS: Record<number, string> = {
  16: 'aes-128-ecb',
  24: 'aes-192-ecb',
  32: 'aes-256-ecb',
};

/** Why an encrypted text cannot be used. */
export type DecryptProblem = 'notEncrypted' | 'unsigned' | 'wrongKey' | 'changed';

export type Decrypted = { ok: true; plain: Buffer } | { ok: false; problem: DecryptProblem };

/** Whether a text can be a key: 16, 24 or 32 bytes of UTF-8. */
export function isAesKey(key: string): boolean {
  return Object.hasOwn(CIPHERS, Buffer.byteLength(key));
}

/**
 * Encrypts as AIRUDDER demands: AES in ECB mode, padded with zero bytes to the next multiple of 16 (a whole
 * block more where it is one already), in standard base64. Source: vendor page doc-6917040, docs/vendors/airudder.md,
 * section 13.
 *
 * @param key 16, 24 or 32 bytes of UTF-8, see `isAesKey`
 */
export function encrypt(plain: string | Buffer, key: string): string {
  const bytes = Buffer.isBuffer(plain) ? plain : Buffer.from(plain);
  const padded = Buffer.concat([bytes, Buffer.alloc(BLOCK - (bytes.length % BLOCK))]);
  const cipher = createCipheriv(cipherFor(key), Buffer.from(key), null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** The header `Signed`: SHA-256 of the unencrypted text, without any key, in lower-case hexadecimal. */
export function signature(plain: string | Buffer): string {
  return createHash('sha256').update(plain).digest('hex');
}

/**
 * Decrypts a text and checks it against its signature. The padding does not tell how many zero bytes belong
 * to the text, but the signature does, so files that end with zeros survive, and so do texts without any padding.
 *
 * @param text standard base64
 * @param signed the header `Signed`; without it, nothing is decrypted
 */
export function decrypt(text: string, key: string, signed: string): Decrypted {
  const trimmed = text.trim();
  const encrypted = Buffer.from(trimmed, 'base64');
  const whole = encrypted.length > 0 && encrypted.length % BLOCK === 0;
  if (!whole || !/^[A-Za-z0-9+/]+={0,2}$/.test(trimmed)) {
    return { ok: false, problem: 'notEncrypted' };
  }
  if (signed === '') return { ok: false, problem: 'unsigned' };
  const decipher = createDecipheriv(cipherFor(key), Buffer.from(key), null);
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(encrypted), decipher.final()]);

  let end = padded.length;
  while (padded[end - 1] === 0) end--;
  for (let length = Math.max(end, padded.length - BLOCK); length <= padded.length; length++) {
    const plain = padded.subarray(0, length);
    if (isSameHash(signature(plain), signed)) return { ok: true, plain };
  }
  return { ok: false, problem: holdsText(padded) ? 'changed' : 'wrongKey' };
}

function cipherFor(key: string): string {
  return CIPHERS[Buffer.byteLength(key)];
}

function isSameHash(own: string, received: string): boolean {
  const [a, b] = [Buffer.from(own), Buffer.from(received.trim().toLowerCase())];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Blocks are encrypted one by one, so a changed text still holds readable blocks; with a wrong key there are
 * none (the odds are one in ten million for each).
 */
function holdsText(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += BLOCK) {
    if (!/[^\x20-\x7e]/.test(bytes.toString('latin1', at, at + BLOCK))) return true;
  }
  return false;
}
