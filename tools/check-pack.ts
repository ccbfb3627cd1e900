import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { packPackage } from '../n8n-server/community-package';
import { manifestOf, PACKAGES, type PackageName } from '../packages/stage';

/** Modules that n8n provides to a community node, besides the package's own files. */
const PROVIDED = new Set(['n8n-workflow', 'lodash', 'moment', 'luxon', 'p-limit', 'zod', 'crypto']);

const ALLOWED = /^(?:dist\/.+|README\.md|LICENSE\.md|package\.json)$/;
const ALLOWED_IN_DIST = /\.(?:js|js\.map|d\.ts|json|svg|png)$/;

interface Manifest {
  dependencies?: Record<string, string>;
  n8n: { nodes: string[]; credentials: string[] };
}

/** What is wrong with a packed package; an empty list means nothing. */
export function problemsOf(files: string[], read: (file: string) => string): string[] {
  const problems: string[] = [];
  const manifest = JSON.parse(read('package.json')) as Manifest;
  for (const file of files) {
    const fits = ALLOWED.test(file) && (!file.startsWith('dist/') || ALLOWED_IN_DIST.test(file));
    if (!fits) problems.push(`${file} does not belong into the package`);
  }
  for (const wanted of [
    'README.md',
    'LICENSE.md',
    ...manifest.n8n.nodes,
    ...manifest.n8n.credentials,
  ]) {
    if (!files.includes(wanted)) problems.push(`${wanted} is missing`);
  }
  if (Object.keys(manifest.dependencies ?? {}).length > 0)
    problems.push('dependencies is not empty');
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    for (const target of importsOf(read(file))) {
      if (target.startsWith('.')) {
        const own = path.posix.join(path.posix.dirname(file), target);
        if (
          ![own, `${own}.js`, `${own}.json`, `${own}/index.js`].some((name) => files.includes(name))
        ) {
          problems.push(`${file} imports ${target}, which is not in the package`);
        }
      } else if (!PROVIDED.has(target)) {
        problems.push(`${file} imports ${target}, which n8n does not provide`);
      }
    }
  }
  return problems;
}

function importsOf(code: string): string[] {
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** Vendors' names that have no place in a package of another vendor. */
function strangersIn(
  which: PackageName,
  files: string[],
  read: (file: string) => string,
): string[] {
  const others = PACKAGES.filter((name) => ![which, 'all'].includes(name) && which !== 'all');
  return files.flatMap((file) => {
    const text = `${file}\n${read(file)}`.toLowerCase();
    return others
      .filter((vendor) => text.includes(vendor))
      .map((vendor) => `${file} speaks of ${vendor}`);
  });
}

async function main(): Promise<void> {
  for (const which of PACKAGES) await check(which);
}

async function check(which: PackageName): Promise<void> {
  const tarball = await packPackage(which);
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-check-'));
  try {
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
    const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
      .split('\n')
      .filter((file) => file !== '' && !file.endsWith('/'))
      .map((file) => file.replace(/^package\//, ''));
    const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
    const problems = [...problemsOf(files, read), ...strangersIn(which, files, read)];
    const { name } = manifestOf(which);
    for (const problem of problems) console.error(`${name}: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    else {
      console.log(
        `${name}: ${files.length} files, no dependencies, nothing that does not belong there.`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(path.dirname(tarball), { recursive: true, force: true });
  }
}

if (require.main === module) void main();
