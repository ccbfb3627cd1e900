import { appendFileSync } from 'node:fs';

/** What a search for trouble looked at; `npm run check:trust` adds it up. */
export type Looked = 'hostile bodies' | 'places searched for secrets' | 'secrets looked for';

/** Counts what was looked at, where somebody asked for the counts. */
export function looked(counts: Partial<Record<Looked, number>>): void {
  const file = process.env.TRUST_COUNTS_FILE;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(counts)}\n`);
}
