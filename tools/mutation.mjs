// Changes the shipped code in small ways, one at a time, and counts how many of them the tests notice.
// usage: node tools/mutation.mjs [sending|campaign|events|client]…
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, runTool } from './bootstrap.mjs';

/** Percent of the changes that have to be noticed in each area. */
const LEAST = 85;

const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

const project = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = path.join(project, 'test-output', 'mutation');
const areas = createRequire(import.meta.url)('../test/mutation/areas.cjs');

installDependencies();
mkdirSync(folder, { recursive: true });
process.env.HISTORIES ??= '100';
const asked = process.argv.slice(2);
const unknown = asked.filter((area) => areas[area] === undefined);
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(areas).join(', ')}.`);
  process.exit(1);
}
const scores = [];
for (const area of asked.length > 0 ? asked : Object.keys(areas)) {
  process.env.MUTATED = area;
  // What an earlier run found may come of fixtures or a simulator that are others now.
  rmSync(path.join(folder, `${area}.json`), { force: true });
  for (const slowly of ['0', '1']) {
    process.env.MUTATED_SLOWLY = slowly;
    const code = await runTool('@stryker-mutator/core/bin/stryker.js', [
      ...['run', 'test/mutation/stryker.config.mjs'],
      ...['--concurrency', String(availableParallelism())],
    ]);
    if (code !== 0) process.exit(code);
  }
  scores.push(scoreOf(area));
}
for (const { area, noticed, all, percent } of scores) {
  console.log(`${area}: ${noticed} of ${all} changes are noticed, ${percent.toFixed(1)} %`);
}
process.exit(scores.every(({ percent }) => percent >= LEAST) ? 0 : 1);

/** Counts what became of an area's changes, and writes those that nobody noticed to a file to read. */
function scoreOf(area) {
  const { files } = JSON.parse(readFileSync(path.join(folder, `${area}-report.json`), 'utf8'));
  const mutants = Object.entries(files).flatMap(([file, { source, mutants: own }]) =>
    own.map((mutant) => ({ ...mutant, file, source: source.split('\n') })),
  );
  const noticed = mutants.filter(({ status }) => NOTICED.includes(status)).length;
  const unnoticed = mutants.filter(({ status }) => UNNOTICED.includes(status));
  const lines = unnoticed.map(({ file, source, location: { start }, mutatorName, ...mutant }) =>
    [
      `${file}:${start.line}:${start.column} ${mutatorName}`,
      `  - ${source[start.line - 1].trim()}`,
      `  + ${String(mutant.replacement).split('\n')[0]}`,
    ].join('\n'),
  );
  const list = path.join(folder, `${area}-unnoticed.txt`);
  writeFileSync(list, `${lines.join('\n')}\n`);
  console.log(`${area}: ${unnoticed.length} that nobody noticed are in ${list}`);
  const all = noticed + unnoticed.length;
  return { area, noticed, all, percent: (100 * noticed) / Math.max(all, 1) };
}
