// Says before anything begins what cannot work on this machine, and how to mend it: too old a Node, too little memory
// or disk, no compiler, no network. Plain JavaScript, since nothing may be installed yet.
// usage: node tools/preflight.mjs [--n8n]   (what `npm start` and the tests with a real n8n do first)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { homedir, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Says from which package-lock.json node_modules was installed. */
export const stamp = path.join(project, 'node_modules', '.installed-from');
const GB = 1024 ** 3;

/** Measured: dependencies 0.5 GB, n8n 2.6 GB; n8n takes 0.5 to 0.7 GB of memory, and the browser and we some beside. */
const NEEDED = { dependencies: 0.6 * GB, n8n: 3.2 * GB, memory: 1.5 * GB };

const SLOW_MS = 8_000;

/** The hash of what the project's dependencies are installed from. */
export function wantedDependencies() {
  return createHash('sha256')
    .update(readFileSync(path.join(project, 'package-lock.json')))
    .digest('hex');
}

/** Whether they are installed. */
export function hasDependencies() {
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wantedDependencies();
  // `npm ci` leaves no stamp of ours, but a list of what it installed.
  const list = path.join(project, 'node_modules', '.package-lock.json');
  const lock = path.join(project, 'package-lock.json');
  return existsSync(list) && statSync(list).mtimeMs >= statSync(lock).mtimeMs;
}

/** What stands in the way of installing what is missing, and of starting n8n if that is wanted: what, and what to do. */
export function obstacles({ n8n }) {
  const found = [];
  const add = (what, mend) => found.push(`${what}\n  ${mend}`);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 15)) {
    add(
      `This needs Node 20.15 or newer; you have ${process.versions.node}.`,
      'Install a newer one from https://nodejs.org, or with your version manager.',
    );
  }
  const missing = { dependencies: !hasDependencies(), n8n: n8n && !hasN8n() };

  const places = [
    [project, missing.dependencies ? NEEDED.dependencies : 0],
    [cacheFolder(), missing.n8n ? NEEDED.n8n : 0],
  ];
  for (const [folder, wanted] of places) {
    const free = wanted === 0 ? Infinity : freeDisk(folder);
    if (free >= wanted) continue;
    add(
      `There are ${gb(free)} of disk left for ${folder}, and ${gb(wanted)} are needed.`,
      'Make room, or set XDG_CACHE_HOME to a folder on another disk.',
    );
  }
  // What is free at the moment says little: systems give what they use as a cache.
  const memory = Math.min(totalmem(), process.constrainedMemory?.() || Infinity);
  if (n8n && memory < NEEDED.memory) {
    add(
      `This machine has ${gb(memory)} of memory, and n8n with all around it needs ${gb(NEEDED.memory)}.`,
      'Give the container or virtual machine more.',
    );
  }
  if (missing.n8n && process.platform !== 'win32') {
    const tools = ['make', 'c++', 'python3'].filter((tool) => !runs(tool, ['--version']));
    if (tools.length > 0) {
      add(
        `n8n's database driver is compiled, and ${tools.join(', ')} cannot be found.`,
        'Debian and Ubuntu: apt install build-essential python3; macOS: xcode-select --install.',
      );
    }
  }
  if (missing.dependencies || missing.n8n) {
    const began = Date.now();
    const answered = runs(process.platform === 'win32' ? 'npm.cmd' : 'npm', [
      ...['view', 'is-number', 'version'],
      ...['--fetch-retries=0', '--fetch-timeout=20000', '--prefer-online'],
    ]);
    if (!answered) {
      add(
        'npm does not reach its registry, from which what is missing would be fetched.',
        'Check the network, and behind a proxy: npm config set proxy and https-proxy. `npm ping` shows more.',
      );
    } else if (Date.now() - began > SLOW_MS) {
      console.log('The network is slow: the first start will take longer than the README says.');
    }
  }
  return found;
}

/** Ends this program where something stands in the way, and says what. */
export function refuseWhatCannotWork(wishes) {
  const found = obstacles(wishes);
  if (found.length === 0) return;
  console.error(`This cannot work yet:\n\n${found.map((one) => `- ${one}`).join('\n')}\n`);
  process.exit(1);
}

function hasN8n() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) {
    hash.update(readFileSync(path.join(project, 'n8n-server', 'package', file)));
  }
  const folder = cacheFolder();
  const name = `n8n-${hash.digest('hex').slice(0, 12)}-`;
  return (
    existsSync(folder) &&
    readdirSync(folder).some((entry) => entry.startsWith(name) && !entry.includes('.partial'))
  );
}

/** The same as in n8n-server/cache.ts, which needs what may not be installed yet. */
function cacheFolder() {
  const base =
    process.env.XDG_CACHE_HOME ??
    (process.platform === 'darwin'
      ? path.join(homedir(), 'Library', 'Caches')
      : process.platform === 'win32'
        ? (process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'))
        : path.join(homedir(), '.cache'));
  return path.join(base, 'n8n-nodes-calling-campaigns');
}

/** Free bytes where a folder is or will be. */
function freeDisk(folder) {
  let place = folder;
  while (!existsSync(place) && path.dirname(place) !== place) place = path.dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

function runs(program, args) {
  const done = spawnSync(program, args, {
    stdio: 'ignore',
    timeout: 30_000,
    shell: process.platform === 'win32',
  });
  return done.status === 0;
}

const gb = (bytes) => `${(bytes / GB).toFixed(1)} GB`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  refuseWhatCannotWork({ n8n: process.argv.includes('--n8n') });
  console.log('Nothing stands in the way.');
}
