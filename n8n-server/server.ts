import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { cleanEnvironment } from './commands';
import { installIntoN8n } from './community-package';
import type { N8nInstallation } from './install';
import { freePort } from './ports';

const READY_WITHIN_MS = 180_000;

/** n8n quiet, offline and on this machine only. */
const ENVIRONMENT: Record<string, string> = {
  NO_PROXY: '127.0.0.1,localhost',
  no_proxy: '127.0.0.1,localhost',
  N8N_LISTEN_ADDRESS: '127.0.0.1',
  N8N_HOST: '127.0.0.1',
  N8N_PROTOCOL: 'http',
  N8N_SECURE_COOKIE: 'false',
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_HIRING_BANNER_ENABLED: 'false',
  EXTERNAL_FRONTEND_HOOKS_URLS: '',
  N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
  N8N_VERIFIED_PACKAGES_ENABLED: 'false',
  N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
  N8N_LOG_LEVEL: 'info',
  NO_COLOR: '1',
  GENERIC_TIMEZONE: 'UTC',
  TZ: 'UTC',
  N8N_DISABLED_MODULES:
    'mcp-registry,instance-ai,chat-hub,agents,mcp,quick-connect,instance-version-history,external-secrets,source-control,sso-oidc,sso-saml,ldap,log-streaming,provisioning,otel,token-exchange,insights,breaking-changes',
};

/** A real n8n on this machine, with this package installed as a community node. */
export class N8nServer {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly installation: N8nInstallation,
    readonly folder: string,
    readonly port: number,
    private readonly brokerPort: number,
    private readonly extra: Record<string, string>,
  ) {}

  /**
   * @param folder n8n's user folder, made if it is missing
   * @param tarball the packed community node
   */
  static async create(
    installation: N8nInstallation,
    folder: string,
    tarball: string,
    options: { port?: number; env?: Record<string, string> } = {},
  ): Promise<N8nServer> {
    mkdirSync(folder, { recursive: true });
    await installIntoN8n(tarball, folder);
    return await N8nServer.in(installation, folder, options);
  }

  /** @param folder n8n's user folder, with the package installed in it */
  static async in(
    installation: N8nInstallation,
    folder: string,
    { port = 0, env = {} }: { port?: number; env?: Record<string, string> } = {},
  ): Promise<N8nServer> {
    return new N8nServer(installation, folder, await freePort(port), await freePort(0), env);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get logFile(): string {
    return path.join(this.folder, 'n8n.log');
  }

  /** Megabytes of memory that n8n's main process holds. */
  memoryMb(): number {
    const pid = String(this.child?.pid);
    const kilobytes = Number(
      spawnSync('ps', ['-o', 'rss=', '-p', pid], { encoding: 'utf8' }).stdout,
    );
    return kilobytes / 1024;
  }

  /** Everything n8n printed so far. */
  log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** All stored credentials as `n8n export:credentials` writes them, still encrypted. */
  async exportCredentials(): Promise<string> {
    const { node, script } = this.installation;
    const file = path.join(this.folder, 'exported-credentials.json');
    const child = spawn(node, [script, 'export:credentials', '--all', `--output=${file}`], {
      cwd: this.folder,
      env: this.environment(),
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) throw new Error(`n8n export:credentials ended with ${String(code)}`);
    return readFileSync(file, 'utf8');
  }

  /** Starts n8n and waits until it answers. @throws Error with the end of its log */
  async start(): Promise<void> {
    const { node, script } = this.installation;
    const child = spawn(node, [script, 'start'], {
      cwd: this.folder,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    this.child = child;
    const log = createWriteStream(this.logFile, { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });

    const until = Date.now() + READY_WITHIN_MS;
    while (Date.now() < until) {
      if (hasEnded(child)) break;
      if (await this.answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await this.kill();
    throw new Error(`n8n did not start:\n${this.log().split('\n').slice(-20).join('\n')}`);
  }

  private environment(): Record<string, string | undefined> {
    const own = cleanEnvironment();
    return {
      ...own,
      ...ENVIRONMENT,
      PATH: `${path.dirname(this.installation.node)}${path.delimiter}${own.PATH ?? ''}`,
      N8N_USER_FOLDER: this.folder,
      N8N_PORT: String(this.port),
      N8N_RUNNERS_BROKER_PORT: String(this.brokerPort),
      N8N_ENCRYPTION_KEY: 'key-of-a-throw-away-n8n',
      ...this.extra,
    };
  }

  /** Lets n8n finish what it does, then ends it. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ends n8n in the middle of everything. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
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

  /** `/healthz` is green long before REST works; settings answer JSON only when all is ready. */
  private async answers(): Promise<boolean> {
    const reply = await axios
      .get<unknown>(`${this.url}/rest/settings`, { proxy: false, timeout: 2_000 })
      .catch(() => undefined);
    return typeof reply?.data === 'object' && reply.data !== null && 'data' in reply.data;
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
