import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A vendor sample as text. */
export function fixture(name: string): string {
  return readFileSync(path.join(__dirname, '..', 'fixtures', name), 'utf8');
}

/** A vendor sample as data. */
export function sample<T = Record<string, unknown>>(name: string): T {
  return JSON.parse(fixture(name)) as T;
}
