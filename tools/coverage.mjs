// How much of the shipped code the tests without a server run through: unit, and n8n's engine (engine, model, faults).
// Fewer than 95 % of the branches are too few.
// usage: npm run check:coverage
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { installDependencies, runTool } from './bootstrap.mjs';

const LEAST = 95;
const WORST_FILES = 15;

installDependencies();
const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-coverage-'));
const code = await runTool('jest/bin/jest.js', [
  ...[
    '--selectProjects',
    'unit',
    'engine',
    'model',
    'faults',
    '--maxWorkers',
    String(availableParallelism()),
  ],
  ...['--coverage', '--coverageReporters', 'json-summary', '--coverageDirectory', folder],
  ...['--collectCoverageFrom', '{nodes,credentials}/**/*.ts'],
]);
if (code !== 0) process.exit(code);
const { total, ...files } = JSON.parse(
  readFileSync(path.join(folder, 'coverage-summary.json'), 'utf8'),
);
rmSync(folder, { recursive: true, force: true });
const open = Object.entries(files)
  .map(([file, { branches }]) => ({ file, missed: branches.total - branches.covered }))
  .filter(({ missed }) => missed > 0)
  .sort((a, b) => b.missed - a.missed);
for (const { file, missed } of open.slice(0, WORST_FILES)) {
  console.log(`${String(missed).padStart(4)} branches not run: ${path.relative('.', file)}`);
}
const { branches, lines } = total;
console.log(`\nCoverage of shipped code: branches ${branches.pct} %, lines ${lines.pct} %.`);
process.exit(branches.pct >= LEAST ? 0 : 1);
