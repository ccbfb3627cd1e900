const SHORTEST_SECRET = 4;

/**
 * Replaces every secret in a text that people will read (an error, a log line), in plain,
 * URL-encoded and base64 form.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ '': secret }).toString().slice(1),
      Buffer.from(secret, 'utf8').toString('base64'),
    ])
    .sort((a, b) => b.length - a.length);
  return forms.reduce((redacted, form) => redacted.split(form).join('[hidden]'), text);
}
