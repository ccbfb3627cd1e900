export type Settled<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Waits for a promise and hands back its value or its error, so that callers can branch on it. */
export async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, error };
  }
}
