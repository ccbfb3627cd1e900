import type { N8nInstallation } from './install';
import { Postgres, Redis } from './queue-services';
import { N8nServer } from './server';
import type { QueuePrograms } from './system-programs';

/** n8n's queue mode on this machine: PostgreSQL, Redis, one main, workers, webhook processors. */
export class N8nCluster {
  private constructor(
    readonly main: N8nServer,
    readonly workers: N8nServer[],
    readonly processors: N8nServer[],
    readonly redis: Redis,
    private readonly postgres: Postgres,
  ) {}

  /**
   * @param folder n8n's user folder, with the package installed in it; all processes share it
   * @param options.webhookProcessors how many take pushes; the address that n8n shows is the first one's
   * @param options.concurrency how many executions a worker runs at a time
   */
  static async start(
    installation: N8nInstallation,
    folder: string,
    programs: QueuePrograms,
    { workers = 2, concurrency = 5, webhookProcessors = 1 } = {},
  ): Promise<N8nCluster> {
    const [postgres, redis] = [await Postgres.start(programs), await Redis.start(programs)];
    const env = {
      ...postgres.environment,
      ...redis.environment,
      EXECUTIONS_MODE: 'queue',
      QUEUE_HEALTH_CHECK_ACTIVE: 'true',
      OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
      N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
    };
    const several = async (count: number, one: () => Promise<N8nServer>) =>
      await Promise.all(Array.from({ length: count }, one));
    const processors = await several(
      webhookProcessors,
      async () => await N8nServer.in(installation, folder, { env, command: ['webhook'] }),
    );
    const process = async (...command: string[]) =>
      await N8nServer.in(installation, folder, {
        env: { ...env, WEBHOOK_URL: `${processors[0].url}/` },
        command,
      });
    const main = await process('start');
    const staff = await several(
      workers,
      async () => await process('worker', `--concurrency=${concurrency}`),
    );
    const cluster = new N8nCluster(main, staff, processors, redis, postgres);
    // The main process makes the database, which the others wait for.
    try {
      await main.start();
      await Promise.all([...processors, ...staff].map(async (one) => await one.start()));
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** The first webhook processor, or the only one. */
  get webhooks(): N8nServer {
    return this.processors[0];
  }

  async stop(): Promise<void> {
    await Promise.all(
      [this.main, ...this.workers, ...this.processors].map(async (one) => await one.stop()),
    );
    await this.redis.stop();
    await this.postgres.stop();
  }
}
