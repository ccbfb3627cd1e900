import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { manifestOf, stageSource, type PackageName } from '../packages/stage';
import { npm, run } from './commands';

export const PROJECT = path.join(__dirname, '..');

/**
 * Builds and packs a package, in a folder of its own: tests and demos that run at the same time would
 * otherwise pack a `dist` that another one is just building.
 *
 * @returns the tarball, alone in its folder
 */
export async function packPackage(which: PackageName = 'all'): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-pack-'));
  const { tarball, source } = await packInto(which, folder);
  rmSync(source, { recursive: true, force: true });
  return tarball;
}

/** The same into a folder that is there. @returns the tarball, and the folder of the source it was built from */
export async function packInto(
  which: PackageName,
  folder: string,
): Promise<{ tarball: string; source: string }> {
  const source = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-build-'));
  try {
    stageSource(which, source);
    await build(source);
    await npm(['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: source });
  } catch (error) {
    rmSync(source, { recursive: true, force: true });
    throw error;
  }
  rmSync(path.join(source, 'dist'), { recursive: true });
  const { name, version } = manifestOf(which);
  return { tarball: path.join(folder, `${name}-${String(version)}.tgz`), source };
}

/** Compiles a package's source, and copies its icons beside. */
async function build(source: string): Promise<void> {
  const modules = path.join(source, 'node_modules');
  symlinkSync(path.join(PROJECT, 'node_modules'), modules, 'junction');
  const tsc = path.join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [tsc, '-p', path.join(source, 'tsconfig.json')], { cwd: source });
  rmSync(modules);
  for (const folder of ['nodes', 'credentials']) {
    cpSync(path.join(source, folder), path.join(source, 'dist', folder), {
      recursive: true,
      filter: (file) => !/\.\w+$/.test(path.basename(file)) || /\.(?:svg|png)$/.test(file),
    });
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
