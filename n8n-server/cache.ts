import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where long downloads are kept between runs; nothing relies on its being there. */
export function cacheFolder(): string {
  const base =
    process.env.XDG_CACHE_HOME ??
    (process.platform === 'darwin'
      ? path.join(homedir(), 'Library', 'Caches')
      : process.platform === 'win32'
        ? (process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'))
        : path.join(homedir(), '.cache'));
  return path.join(base, 'n8n-nodes-calling-campaigns');
}

/** A short hash of files, to name what was made from them. */
export function hashOf(...files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/**
 * Makes a folder of the cache once: it is made under another name and moved into place when it is
 * complete, so that a broken or parallel run leaves nothing half-done behind.
 *
 * @returns the folder
 */
export async function madeOnce(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  removeAbandoned(folder);
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await make(partial);
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Removes what runs left behind that were cut off while making a folder. */
function removeAbandoned(folder: string): void {
  const parent = path.dirname(folder);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = /^.*\.partial-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || !name.startsWith(path.basename(folder)) || isRunning(Number(pid)))
      continue;
    rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
