/** How a promise ended: with a value, or with an error. */
export type Tried<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Waits for a promise and hands back its value or its error, so that callers can branch on it. */
export async function tried<T>(promise: Promise<T>): Promise<Tried<T>> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, error };
  }
}
