import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packInto, PROJECT } from '../n8n-server/community-package';
import { manifestOf, PACKAGES, type PackageName } from '../packages/stage';

/**
 * Builds and packs packages into `packed`: the whole one, or one vendor's, each as a tarball beside the source that a
 * repository of its own would hold.
 *
 * usage: npm run pack [-- all|sobot|airudder …]
 */
async function main(): Promise<void> {
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => !PACKAGES.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Error(`There is no package ${unknown.join()}; there are ${PACKAGES.join(', ')}.`);
  }
  for (const which of (named.length === 0 ? ['all'] : named) as PackageName[]) {
    const folder = path.join(PROJECT, 'packed', manifestOf(which).name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const { tarball, source } = await packInto(which, folder);
    cpSync(source, folder, { recursive: true });
    rmSync(source, { recursive: true, force: true });
    console.log(path.relative(PROJECT, tarball));
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
