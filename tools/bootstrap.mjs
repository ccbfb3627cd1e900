// Makes sure the project's own dependencies are installed, so that a fresh clone needs no first step.
// Plain JavaScript without imports from node_modules, since there may be none yet.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { hasDependencies, refuseWhatCannotWork, stamp, wantedDependencies } from './preflight.mjs';

const project = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Installs what package-lock.json asks for, unless that is what is there.
 *
 * @param n8n whether a real n8n is wanted, too: what stands in its way is said before anything begins
 */
export function installDependencies({ n8n = false } = {}) {
  refuseWhatCannotWork({ n8n });
  if (hasDependencies()) return;
  console.log('Installing what the project needs (about 1 minute; only the first time) …');
  runNpm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wantedDependencies());
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
