// Installs what the tests need and is missing, then runs jest.
// usage: node tools/test.mjs [quick|long|unit|structure|model|engine|faults|outages|host|hostile|browser|queue]… [--n8n version] [words in file names]
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { installDependencies, runTool, runTypeScript } from './bootstrap.mjs';

/** Suites that need nothing but this machine; time is theirs, so they are as fast as the processors. */
const QUICK = ['unit', 'structure', 'model', 'engine'];

/** Each file starts a real n8n; two of them are what two processors can carry. */
const SERVERS = ['outages', 'host', 'hostile', 'browser'];
const SUITES = [...QUICK, 'faults', ...SERVERS];

/** n8n on several processes; needs PostgreSQL and Redis, so it runs only when asked for. */
const QUEUE = 'queue';

/** What takes long, in more contacts and histories than otherwise. */
const LONG = ['model', 'faults', 'outages', 'hostile', 'long-servers'];

const words = process.argv.slice(2);
// Another n8n than the one that everything is tested with: --n8n 2.10.0
const asked = words.findIndex((word) => word === '--n8n' || word.startsWith('--n8n='));
if (asked !== -1) {
  const [, version] = words[asked].includes('=')
    ? words.splice(asked, 1)[0].split('=')
    : words.splice(asked, 2);
  if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
    console.error('Say which version of n8n: --n8n 2.30.0');
    process.exit(1);
  }
  process.env.N8N_VERSION_FOR_TESTS = version;
}
const long = words.includes('long');
if (long) {
  // What the docs' table and the closing of an issue are made of.
  process.env.LONG = '1';
  process.env.HISTORIES ??= '50000';
  process.env.FAULT_CONTACTS ??= '1000';
}
// A red run shall be the change's doing; other histories each time are for whoever asks for them by name.
if (!words.includes('model')) process.env.SEED ??= '601';
const chosen = words.flatMap((word) =>
  word === 'quick'
    ? QUICK
    : word === 'long'
      ? LONG
      : [...SUITES, QUEUE].includes(word)
        ? [word]
        : [],
);
const patterns = words.filter((word) => ![...SUITES, QUEUE, 'quick', 'long'].includes(word));
const queue = chosen.includes(QUEUE) ? [QUEUE] : [];
const wanted = (suites) => suites.filter((suite) => chosen.length === 0 || chosen.includes(suite));

installDependencies({ n8n: [...wanted(SERVERS), ...queue].length > 0 });
if (queue.length > 0 && (await runTypeScript(['n8n-server/need-queue-programs.ts'])) !== 0) {
  process.exit(1);
}
if ([...wanted(SERVERS), ...queue].length > 0) {
  const code = await runTypeScript(['n8n-server/prepare.ts']);
  if (code !== 0) process.exit(code);
}

// What an earlier run left behind must not stand for this one.
if (patterns.length === 0 && wanted(['faults']).length > 0) {
  const folder = new URL('../test-output/faults/', import.meta.url);
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    if (!file.startsWith('outages') || long) rmSync(new URL(file, folder));
  }
}

const total = { passed: 0, failed: 0 };
const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-counts-'));
// Numbers, since jest takes "300%" for three hundred workers.
const groups = [
  [wanted([...QUICK, 'faults']), availableParallelism()],
  [[...wanted(SERVERS), ...(long ? ['long-servers'] : [])], 2],
  // Six processes of n8n for each file.
  [queue, 1],
];
const isMixed = groups.slice(0, 2).every(([suites]) => suites.length > 0);
const preparing = isMixed ? prepareBeside() : Promise.resolve(0);
for (const [index, [suites, workers]] of groups.entries()) {
  if (suites.length === 0) continue;
  if (index === 1 && (await preparing) !== 0) {
    total.failed += 1;
    break;
  }
  const file = path.join(folder, `${index}.json`);
  process.env.TEST_COUNTS_FILE = file;
  const code = await runTool('jest/bin/jest.js', [
    '--maxWorkers',
    String(workers),
    '--selectProjects',
    ...suites,
    ...(patterns.length > 0 ? ['--passWithNoTests', '--testPathPatterns', ...patterns] : []),
  ]);
  const { passed, failed } = counts(file);
  total.passed += passed;
  total.failed += failed > 0 || code === 0 ? failed : 1;
}
rmSync(folder, { recursive: true, force: true });
if (long) await runTypeScript(['tools/fault-table.ts']);
if (chosen.length === 0 && patterns.length === 0) {
  console.log('\nQueue mode was left out: npm run test:queue (needs PostgreSQL and Redis).');
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** Packs and installs for the tests with a real n8n while the others run. @returns its exit code */
function prepareBeside() {
  process.env.USER_FOLDER_FOR_TESTS = mkdtempSync(
    path.join(tmpdir(), 'calling-campaigns-prepared-'),
  );
  return runTypeScript(['test/host/prepare.ts', process.env.USER_FOLDER_FOR_TESTS]);
}

/** What a jest run counted; nothing if it ended before. */
function counts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
}
