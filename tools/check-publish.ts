import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Stands where something is not known until a person decides it; see docs/contributing/publishing.md. */
const MARK = /FILL-IN|fill-in\.invalid/;

/** Where the marks are explained, not left. */
const ABOUT_MARKS = /^(?:tools|test|docs\/contributing|CHANGELOG\.md)/;

/** The lines of a file that somebody must still fill in, by number. */
export function marksIn(text: string): number[] {
  return text.split('\n').flatMap((line, at) => (MARK.test(line) ? [at + 1] : []));
}

function main(): void {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n');
  const left = files
    .filter((file) => !ABOUT_MARKS.test(file))
    .flatMap((file) => marksIn(readFileSync(file, 'utf8')).map((line) => `${file}:${line}`));
  if (left.length === 0) {
    console.log('Nothing is left to fill in.');
    return;
  }
  console.error(left.join('\n'));
  console.error(
    `\nNot ready to publish: ${left.length} places are left to fill in (docs/contributing/publishing.md says what with).`,
  );
  process.exitCode = 1;
}

if (require.main === module) main();
