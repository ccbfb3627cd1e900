/** What was queued last, by place. */
export type Queues = Map<string, Promise<void>>;

/** Runs work for a place after everything that was queued there before. */
export async function inTurn<T>(queues: Queues, place: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(place) ?? Promise.resolve();
  const turn = before.then(work);
  const ended = turn.then(
    () => undefined,
    () => undefined,
  );
  queues.set(place, ended);
  try {
    return await turn;
  } finally {
    if (queues.get(place) === ended) queues.delete(place);
  }
}
