import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Prints a table, or puts it in place of the one at the end of its page in docs/ with `--write`. */
export function printOrWrite(page: string, table: string): void {
  if (!process.argv.includes('--write')) return console.log(table);
  const file = path.join(__dirname, '..', 'docs', page);
  const [heading] = table.split('\n');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, `${text.slice(0, text.indexOf(heading))}${table}\n`);
}
