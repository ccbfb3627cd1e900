import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';

/** A program that runs beside this one, with what it prints in a file. */
export class BackgroundProgram {
  private child: ChildProcess | undefined;

  constructor(
    private readonly name: string,
    readonly logFile: string,
  ) {}

  /** Everything it printed so far. */
  log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it and waits until it answers. @throws Error with the end of its log */
  async start(
    [command, ...args]: string[],
    options: SpawnOptions,
    answers: () => Promise<boolean>,
    withinMs = 180_000,
  ): Promise<void> {
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    child.once('error', () => undefined);
    this.child = child;
    const log = createWriteStream(this.logFile, { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    const until = Date.now() + withinMs;
    while (Date.now() < until) {
      if (hasEnded(child)) break;
      if (await answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await this.end('SIGKILL');
    const lines = this.log().split('\n').slice(-20).join('\n');
    throw new Error(`${this.name} did not start:\n${lines}`);
  }

  /** Lets it stand still, or go on. */
  signal(signal: NodeJS.Signals): void {
    if (this.child !== undefined) signalGroup(this.child, signal);
  }

  /** Ends it; whoever does not end in time is killed. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.pid === undefined || hasEnded(child)) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const force = setTimeout(() => signalGroup(child, 'SIGKILL'), 20_000);
    signalGroup(child, signal);
    await ended;
    clearTimeout(force);
    signalGroup(child, 'SIGKILL');
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** n8n starts a task runner of its own; both are in one process group. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // the group is gone already
  }
}
