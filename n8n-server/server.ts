import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { BackgroundProgram } from './background';
import { cleanEnvironment } from './commands';
import { installIntoN8n } from './community-package';
import { EventLog } from './event-log';
import { N8N_VERSION, type N8nInstallation } from './install';
import { freePort } from './ports';

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
  private readonly program: BackgroundProgram;

  private constructor(
    private readonly installation: N8nInstallation,
    readonly folder: string,
    readonly port: number,
    private readonly brokerPort: number,
    private readonly extra: Record<string, string>,
    private readonly command: string[],
  ) {
    const name = this.isMain() ? 'n8n' : `n8n-${command[0]}-${port}`;
    this.program = new BackgroundProgram(name, path.join(folder, `${name}.log`));
  }

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

  /**
   * @param folder n8n's user folder, with the package installed in it
   * @param options.command what this n8n is: `start`, `worker` or `webhook`, with its arguments
   */
  static async in(
    installation: N8nInstallation,
    folder: string,
    {
      port = 0,
      env = {},
      command = ['start'],
    }: { port?: number; env?: Record<string, string>; command?: string[] } = {},
  ): Promise<N8nServer> {
    const [own, broker] = [await freePort(port), await freePort(0)];
    return new N8nServer(installation, folder, own, broker, env, command);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get logFile(): string {
    return this.program.logFile;
  }

  /** Megabytes of memory that n8n's main process holds. */
  memoryMb(): number {
    const pid = String(this.program.pid);
    const kilobytes = Number(
      spawnSync('ps', ['-o', 'rss=', '-p', pid], { encoding: 'utf8' }).stdout,
    );
    return kilobytes / 1024;
  }

  /** The most megabytes that it has held since it was started; Linux only. */
  peakMemoryMb(): number {
    const status = readFileSync(`/proc/${String(this.program.pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }

  /** Everything n8n printed so far. */
  log(): string {
    return this.program.log();
  }

  /** What it notes of executions while they run. */
  eventLog(): EventLog {
    return new EventLog(path.join(this.folder, '.n8n', 'n8nEventLog.log'));
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
    const options = { cwd: this.folder, env: this.environment() };
    await this.program.start([node, script, ...this.command], options, async () => {
      return this.isMain() ? await this.answersRest() : await this.isReady();
    });
  }

  private environment(): Record<string, string | undefined> {
    const own = cleanEnvironment();
    return {
      ...own,
      ...ENVIRONMENT,
      // An n8n does not start with the name of a module that it does not have.
      ...(this.installation.version === N8N_VERSION ? {} : { N8N_DISABLED_MODULES: 'insights' }),
      // Node keeps what it has compiled of n8n there, so that the next start takes less.
      NODE_COMPILE_CACHE: path.join(path.dirname(this.installation.script), '../../../compiled'),
      PATH: `${path.dirname(this.installation.node)}${path.delimiter}${own.PATH ?? ''}`,
      N8N_USER_FOLDER: this.folder,
      N8N_PORT: String(this.port),
      QUEUE_HEALTH_CHECK_PORT: String(this.port),
      N8N_RUNNERS_BROKER_PORT: String(this.brokerPort),
      N8N_ENCRYPTION_KEY: 'key-of-a-throw-away-n8n',
      ...this.extra,
    };
  }

  /** Lets n8n finish what it does, then ends it. */
  async stop(): Promise<void> {
    await this.program.end('SIGTERM');
  }

  /** Lets n8n stand still in the middle of everything, as a machine that swaps or a paused container. */
  freeze(): void {
    this.program.signal('SIGSTOP');
  }

  /** Lets it go on. */
  wake(): void {
    this.program.signal('SIGCONT');
  }

  /** Ends n8n in the middle of everything. */
  async kill(): Promise<void> {
    await this.program.end('SIGKILL');
  }

  /** `/healthz` is green long before REST works; settings answer JSON only when all is ready. */
  private async answersRest(): Promise<boolean> {
    const reply = await axios
      .get<unknown>(`${this.url}/rest/settings`, { proxy: false, timeout: 2_000 })
      .catch(() => undefined);
    return typeof reply?.data === 'object' && reply.data !== null && 'data' in reply.data;
  }

  /** Whether a worker or a webhook processor says that it is ready. */
  private async isReady(): Promise<boolean> {
    const reply = await axios
      .get(`${this.url}/healthz/readiness`, { proxy: false, timeout: 2_000 })
      .catch(() => undefined);
    return reply?.status === 200;
  }

  private isMain(): boolean {
    return this.command[0] === 'start';
  }
}
