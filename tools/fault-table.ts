import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FAULTS, OUTAGES, type Row } from '../test/faults/matrix';
import { printOrWrite } from './table-page';

const FOLDER = path.join(__dirname, '..', 'test-output', 'faults');

/** The rows that the last run of `npm run test:faults` left behind, as a Markdown table. */
export function faultTable(): string {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
  const rows = files.flatMap(
    (file) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Row[],
  );
  const order = [...FAULTS.map(({ name }) => name), ...OUTAGES];
  rows.sort(
    (a, b) =>
      a.operation.localeCompare(b.operation) || order.indexOf(a.fault) - order.indexOf(b.fault),
  );
  return [
    '| operation | fault | dialled once | reported | dialled twice | lost |',
    '|---|---|---:|---:|---:|---:|',
    ...rows.map(
      ({ operation, fault, dialledOnce, reported, dialledTwice, lost }) =>
        `| ${operation} | ${fault} | ${dialledOnce} | ${reported} | ${dialledTwice} | ${lost} |`,
    ),
  ].join('\n');
}

if (require.main === module) printOrWrite('fault-matrix.md', faultTable());
