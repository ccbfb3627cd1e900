import { catalogue, pageAddress } from '../nodes/Airudder/panel/catalogue';
import { printOrWrite } from './table-page';

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

if (require.main === module) printOrWrite('airudder-endpoints.md', catalogueTable());
