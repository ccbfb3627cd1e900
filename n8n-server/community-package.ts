import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { npm, run } from './commands';

export const PROJECT = path.join(__dirname, '..');

/**
 * Builds and packs the package, in a folder of its own: tests and demos that run at the same time would
 * otherwise pack a `dist` that another one is just building.
 *
 * @returns the tarball, alone in its folder
 */
export async function packPackage(): Promise<string> {
  const staged = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-build-'));
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-pack-'));
  try {
    const build = path.join(PROJECT, 'tools', 'build.mjs');
    await run(process.execPath, [build, path.join(staged, 'dist')], { cwd: PROJECT });
    for (const file of ['package.json', 'README.md', 'LICENSE.md']) {
      copyFileSync(path.join(PROJECT, file), path.join(staged, file));
    }
    await npm(['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: staged });
    return path.join(folder, readdirSync(folder)[0]);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
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
