/** Entries by what they have in common, both in the order in which they come. */
export function grouped<K, T>(list: readonly T[], keyOf: (entry: T, at: number) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const [at, entry] of list.entries()) {
    const key = keyOf(entry, at);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
