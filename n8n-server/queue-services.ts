import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BackgroundProgram } from './background';
import { cleanEnvironment } from './commands';
import { freePort } from './ports';
import { unprivilegedUser, type QueuePrograms } from './system-programs';

const STARTS_WITHIN_MS = 60_000;

/** A throw-away PostgreSQL on this machine, with an empty database `n8n`. */
export class Postgres {
  private readonly program: BackgroundProgram;

  private constructor(
    private readonly folder: string,
    private readonly programs: QueuePrograms,
    readonly port: number,
  ) {
    this.program = new BackgroundProgram('PostgreSQL', `${folder}.log`);
  }

  static async start(programs: QueuePrograms): Promise<Postgres> {
    const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-postgres-'));
    const user = unprivilegedUser();
    chmodSync(folder, 0o700);
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const postgres = new Postgres(folder, programs, await freePort(0));
    postgres.run('initdb', ['-D', folder, '-A', 'trust', '-U', 'n8n', '--no-sync']);
    await postgres.program.start(
      [
        path.join(programs.postgresFolder, 'postgres'),
        ...['-D', folder, '-k', folder, '-p', String(postgres.port)],
        // Nothing here must outlive the machine.
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
      ],
      { cwd: folder, env: cleanEnvironment(), ...user },
      async () => await accepts(postgres.port),
      STARTS_WITHIN_MS,
    );
    await postgres.createDatabase();
    return postgres;
  }

  /** What n8n needs to know to use it. */
  get environment(): Record<string, string> {
    return {
      DB_TYPE: 'postgresdb',
      DB_POSTGRESDB_HOST: '127.0.0.1',
      DB_POSTGRESDB_PORT: String(this.port),
      DB_POSTGRESDB_DATABASE: 'n8n',
      DB_POSTGRESDB_USER: 'n8n',
      DB_POSTGRESDB_PASSWORD: 'none',
    };
  }

  async stop(): Promise<void> {
    await this.program.end('SIGINT');
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.program.logFile, { force: true });
  }

  /** It accepts connections a moment before it takes them. */
  private async createDatabase(): Promise<void> {
    const args = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'n8n', 'n8n'];
    const until = Date.now() + STARTS_WITHIN_MS;
    for (;;) {
      const { status, stderr } = this.tryRun('createdb', args);
      if (status === 0) return;
      if (Date.now() > until) throw new Error(`createdb ended with ${String(status)}:\n${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  private run(program: string, args: string[]): void {
    const { status, stderr } = this.tryRun(program, args);
    if (status !== 0) throw new Error(`${program} ended with ${String(status)}:\n${stderr}`);
  }

  private tryRun(program: string, args: string[]) {
    const options = { cwd: this.folder, env: cleanEnvironment(), ...unprivilegedUser() };
    const file = path.join(this.programs.postgresFolder, program);
    return spawnSync(file, args, { ...options, encoding: 'utf8' });
  }
}

/** A throw-away Redis on this machine. */
export class Redis {
  private readonly program: BackgroundProgram;

  private constructor(
    private readonly folder: string,
    private readonly server: string,
    readonly port: number,
  ) {
    this.program = new BackgroundProgram('Redis', path.join(folder, 'redis.log'));
  }

  static async start({ redisServer }: QueuePrograms): Promise<Redis> {
    const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-redis-'));
    const redis = new Redis(folder, redisServer, await freePort(0));
    await redis.begin();
    return redis;
  }

  /** What n8n needs to know to use it. */
  get environment(): Record<string, string> {
    return {
      QUEUE_BULL_REDIS_HOST: '127.0.0.1',
      QUEUE_BULL_REDIS_PORT: String(this.port),
    };
  }

  /** As when somebody restarts it: it keeps what it holds. */
  async restart(): Promise<void> {
    await this.program.end('SIGTERM');
    await this.begin();
  }

  async stop(): Promise<void> {
    await this.program.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    const settings = ['--bind', '127.0.0.1', '--dir', this.folder, '--appendonly', 'yes'];
    await this.program.start(
      [this.server, '--port', String(this.port), ...settings],
      { cwd: this.folder, env: cleanEnvironment() },
      async () => await accepts(this.port),
      STARTS_WITHIN_MS,
    );
  }
}

async function accepts(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
