import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const PROJECT = path.join(__dirname, '..', '..');

const SKIPPED = new Set([
  'node_modules',
  'dist',
  '.git',
  '.jest-cache',
  '.stryker-tmp',
  'test-output',
]);

/** All files of the project below a folder, as paths relative to the project with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(path.join(PROJECT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

/** A folder of `nodes` that begins with a capital is a vendor's. */
export const VENDORS = readdirSync(path.join(PROJECT, 'nodes')).filter((name) =>
  /^[A-Z]/.test(name),
);

export function text(file: string): string {
  return readFileSync(path.join(PROJECT, file), 'utf8');
}

export function json<T>(file: string): T {
  return JSON.parse(text(file)) as T;
}
