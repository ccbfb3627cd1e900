import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npm, run } from './commands';

export const PROJECT = path.join(__dirname, '..');

/** Builds and packs the package. @returns the tarball */
export async function packPackage(): Promise<string> {
  await run(process.execPath, [path.join(PROJECT, 'tools', 'build.mjs')], { cwd: PROJECT });
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-pack-'));
  const printed = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: PROJECT,
  });
  const [{ filename }] = JSON.parse(printed.slice(printed.indexOf('['))) as [{ filename: string }];
  return path.join(folder, filename);
}

/** Installs a packed package into n8n's user folder, as n8n itself installs a community node. */
export async function installIntoN8n(tarball: string, userFolder: string): Promise<void> {
  const folder = path.join(userFolder, '.n8n', 'nodes');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
  );
  await npm(
    ['install', '--ignore-scripts', '--legacy-peer-deps', '--omit=peer', '--omit=dev', tarball],
    { cwd: folder },
  );
}
