/** Fields of our credentials that must appear nowhere but in the credential. */
export const SECRET_FIELDS = [
  'appid',
  'secretSignature',
  'pushToken',
  'appKey',
  'appSecret',
  'readyToken',
  'sessionToken',
  'aesSecretKey',
] as const;

/**
 * Which secrets a text holds: as they are, URL-encoded, as JSON writes them, in hexadecimal, or inside something
 * encoded as base64, wherever they begin in it.
 */
export function leakedInto(text: string | Buffer, secrets: Iterable<string>): string[] {
  return [...secrets].filter(
    (secret) => secret !== '' && formsOf(secret).some((form) => text.includes(form)),
  );
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const inside = [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const wholeGroups = padded.subarray(0, padded.length - (padded.length % 3));
    // The first group holds bytes that stood before the secret; four signs of it are not the secret's own.
    const own = wholeGroups.toString('base64').slice(offset === 0 ? 0 : 4);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('hex'),
    ...inside.filter((form) => form.length >= 8),
  ];
}
