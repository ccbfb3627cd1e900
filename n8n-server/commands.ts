import { spawn } from 'node:child_process';

/** Told what is going on, one line at a time. */
export type Progress = (line: string) => void;

/**
 * Runs a program to its end.
 *
 * @throws Error with the last lines of its output when it fails
 */
export async function run(
  program: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const text = output.join('');
  if (code !== 0) {
    const tail = text.trim().split('\n').slice(-15).join('\n');
    throw new Error(`${program} ${args.join(' ')} ended with code ${code}:\n${tail}`);
  }
  return text;
}

/** Runs npm with the given Node (the running one if left out), whatever npm started this program. */
export async function npm(
  args: string[],
  options: { cwd: string; node?: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  const cli = process.env.npm_execpath;
  const env = { ...cleanEnvironment(), ...options.env };
  return cli?.endsWith('.js')
    ? await run(options.node ?? process.execPath, [cli, ...args], { cwd: options.cwd, env })
    : await run('npm', args, { cwd: options.cwd, env });
}

/**
 * The environment without what an outer `npm start` or `npm test` put into it for its own folder, and
 * without settings of another n8n on this machine.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited =
    /^(?:npm_(?:package|lifecycle|command|node_execpath|config_(?:local_prefix|prefix|ignore_scripts|noproxy))|INIT_CWD|JEST_WORKER_ID|NODE_OPTIONS|NODE_ENV$|N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_URL)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
}
