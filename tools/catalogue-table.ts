import { catalogue, pageAddress } from '../nodes/Airudder/panel/catalogue';

/** The endpoint catalogue as the table in docs/airudder-endpoints.md; `npx tsx tools/catalogue-table.ts` prints it. */
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

if (require.main === module) console.log(catalogueTable());
