import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** AIRUDDER's encryption of requests and replies. Source: docs/vendors/airudder.md, section 13. */

export function encrypt(text: string | Buffer, key: string): string {
  const bytes = Buffer.from(text);
  const cipher = createCipheriv(`aes-${key.length * 8}-ecb`, Buffer.from(key, 'utf8'), null);
  cipher.setAutoPadding(false);
  const padded = Buffer.concat([bytes, Buffer.alloc(16 - (bytes.length % 16))]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** @throws Error for what is no encrypted text */
export function decrypt(base64: string, key: string): string {
  const decipher = createDecipheriv(`aes-${key.length * 8}-ecb`, Buffer.from(key, 'utf8'), null);
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(base64, 'base64')), decipher.final()]);
  return padded.toString('utf8').replace(/\0+$/, '');
}

export function signed(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
