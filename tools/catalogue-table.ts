import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue, pageAddress } from '../nodes/Airudder/panel/catalogue';

const PAGE = path.join(__dirname, '..', 'docs', 'airudder-endpoints.md');

/** The endpoint catalogue as a table; `npx tsx tools/catalogue-table.ts --write` puts it into its page. */
export function catalogueTable(): string {
  const rows = catalogue.map((row) => {
    const address = pageAddress(row);
    const sure = row.page === undefined ? ' (by its title)' : '';
    const page = address === undefined ? '' : `[page](${address})${sure}`;
    const request =
      row.kind === 'call'
        ? `${row.method ?? 'not public'} ${row.path === null ? '(path not public)' : `\`${row.path}\``}`
        : row.kind === 'push'
          ? 'push to your URL'
          : '';
    return `| ${row.id} | ${row.title} | ${request} | ${row.by} | ${row.confidence} | ${page} |`;
  });
  return [
    '| row | title | request | done by | known | page |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Puts the table into its page. */
function write(): void {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, `${page.slice(0, page.indexOf('| row | title |'))}${catalogueTable()}\n`);
}

if (require.main === module) {
  if (process.argv.includes('--write')) write();
  else console.log(catalogueTable());
}
