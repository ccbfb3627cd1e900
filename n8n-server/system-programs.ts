import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Where Debian, Red Hat and Homebrew keep PostgreSQL's programs, which mostly are not on the path. */
const POSTGRES_FOLDERS = [
  '/usr/lib/postgresql',
  '/usr/pgsql',
  '/opt/homebrew/opt',
  '/usr/local/opt',
];

const PROGRAMS = ['initdb', 'postgres', 'createdb'];

/** The programs that queue mode needs. */
export interface QueuePrograms {
  /** The folder of `initdb`, `postgres` and `createdb`. */
  postgresFolder: string;
  redisServer: string;
}

/** The programs as they are on this machine, or how to get what is missing. */
export function findQueuePrograms(): QueuePrograms | { missing: string } {
  const postgresFolder = [folderOf(onPath('initdb')), ...versionFolders()].find((folder) =>
    PROGRAMS.every((program) => existsSync(path.join(folder, program))),
  );
  const redisServer = onPath('redis-server') ?? onPath('valkey-server');
  if (postgresFolder !== undefined && redisServer !== undefined) {
    return { postgresFolder, redisServer };
  }
  const wanted = [
    ...(postgresFolder === undefined ? ['postgresql'] : []),
    ...(redisServer === undefined ? ['redis-server'] : []),
  ];
  return {
    missing: `Queue mode needs ${wanted.join(' and ')}. On Debian and Ubuntu: apt-get install ${wanted.join(' ')}; on macOS: brew install ${wanted.join(' ').replace('redis-server', 'redis')}.`,
  };
}

/** PostgreSQL does not run as root; whom it runs as instead, if this is root. */
export function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((what) =>
      spawnSync('id', [what, user], { encoding: 'utf8' }),
    );
    if (uid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return undefined;
}

/** The folder that a program really is in; what is on the path may be a link. */
function folderOf(program: string | undefined): string {
  return program === undefined ? '' : path.dirname(realpathSync(program));
}

function onPath(program: string): string | undefined {
  const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

function versionFolders(): string[] {
  return POSTGRES_FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .reverse()
      .map((version) => path.join(folder, version, 'bin')),
  );
}
