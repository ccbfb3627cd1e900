const SHORTEST_SECRET = 4;

/**
 * Replaces every secret in a text that people will read (an error, a log line), in plain,
 * URL-encoded and base64 form.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let result = text;
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret, 'utf8').toString('base64'),
    ];
    for (const form of new Set(forms)) result = result.split(form).join('[hidden]');
  }
  return result;
}
