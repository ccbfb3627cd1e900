import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The changelog with the section of a version dated.
 *
 * @param date as it is to be read, e.g. 2026-11-26
 * @throws Error when the changelog says nothing about that version, or dates it already
 */
export function dated(changelog: string, version: string, date: string): string {
  const heading = `## ${version}`;
  const lines = changelog.split('\n');
  const at = lines.findIndex((line) => line === heading || line.startsWith(`${heading} (`));
  if (at === -1) throw new Error(`CHANGELOG.md has no section "${heading}".`);
  if (lines[at] !== heading) throw new Error(`CHANGELOG.md says that ${version} was released.`);
  const end = lines.findIndex((line, index) => index > at && line.startsWith('## '));
  const told = lines
    .slice(at + 1, end === -1 ? undefined : end)
    .join('')
    .trim();
  if (told === '') throw new Error(`CHANGELOG.md says nothing about ${version}.`);
  lines[at] = `${heading} (${date})`;
  return lines.join('\n');
}

/**
 * Prepares a release: version, changelog, commit and tag. Nothing leaves this machine; pushing the tag publishes.
 *
 * usage: npm run release -- 0.1.0
 */
function main(): void {
  const [version] = process.argv.slice(2);
  if (!/^\d+\.\d+\.\d+$/.test(version ?? ''))
    throw new Error('Say which version: npm run release -- 0.1.0');
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const npm = (...args: string[]) => execFileSync('npm', args, { stdio: 'inherit' });
  if (git('status', '--porcelain') !== '')
    throw new Error('Commit or put away your changes first.');
  if (git('tag', '--list', `v${version}`) !== '')
    throw new Error(`There is a tag v${version} already.`);
  const today = new Date().toISOString().slice(0, 10);
  const changelog = dated(readFileSync('CHANGELOG.md', 'utf8'), version, today);
  npm('run', 'check:publish');
  npm('run', 'check');
  npm('version', version, '--no-git-tag-version', '--allow-same-version', '--ignore-scripts');
  writeFileSync('CHANGELOG.md', changelog);
  process.env.WRITE_RELEASED = '1';
  npm('run', 'test:unit', '--', 'released');
  git('commit', '--all', '--message', `Release ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `Release ${version}`);
  console.log(`Tagged v${version}. To publish it: git push --follow-tags`);
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
