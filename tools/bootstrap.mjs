// Makes sure the project's own dependencies are installed, so that a fresh clone needs no first step.
// Plain JavaScript without imports from node_modules, since there may be none yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(project, 'node_modules', '.installed-from');

/** Installs what package-lock.json asks for, unless that is what is there. */
export function installDependencies() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    console.error(`This needs Node 20 or newer; you have ${process.versions.node}.`);
    process.exit(1);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(project, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing what the project needs (about 1 minute; only the first time) …');
  runNpm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  const now = createHash('sha256')
    .update(readFileSync(path.join(project, 'package-lock.json')))
    .digest('hex');
  writeFileSync(stamp, now);
}

/** Runs npm in the project, or ends this program with its code. */
function runNpm(args) {
  const cli = process.env.npm_execpath;
  const done = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], { cwd: project, stdio: 'inherit' })
    : spawnSync('npm', args, {
        cwd: project,
        stdio: 'inherit',
        shell: process.platform === 'win32',
      });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/**
 * Runs a Node program of the project and hands back its exit code. Ctrl-C reaches that program from the
 * terminal; this one only waits until it has tidied up.
 */
export async function runNode(args) {
  const child = spawn(process.execPath, args, { cwd: project, stdio: 'inherit' });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return await new Promise((resolve) => {
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a tool from node_modules, see `runNode`. */
export async function runTool(script, args) {
  return await runNode([path.join(project, 'node_modules', script), ...args]);
}

/** Runs a TypeScript program of the project, see `runNode`. */
export async function runTypeScript(args) {
  return await runNode(['--import', 'tsx', ...args]);
}
