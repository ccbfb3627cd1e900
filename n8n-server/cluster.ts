import type { N8nInstallation } from './install';
import { Postgres, Redis } from './queue-services';
import { N8nServer } from './server';
import type { QueuePrograms } from './system-programs';

/** n8n's queue mode on this machine: PostgreSQL, Redis, one main, workers, one webhook processor. */
export class N8nCluster {
  private constructor(
    readonly main: N8nServer,
    readonly workers: N8nServer[],
    readonly webhooks: N8nServer,
    readonly redis: Redis,
    private readonly postgres: Postgres,
  ) {}

  /**
   * @param folder n8n's user folder, with the package installed in it; all processes share it
   * @param options.concurrency how many executions a worker runs at a time
   */
  static async start(
    installation: N8nInstallation,
    folder: string,
    programs: QueuePrograms,
    { workers = 2, concurrency = 5 } = {},
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
    const webhooks = await N8nServer.in(installation, folder, { env, command: ['webhook'] });
    const process = async (...command: string[]) =>
      await N8nServer.in(installation, folder, {
        env: { ...env, WEBHOOK_URL: `${webhooks.url}/` },
        command,
      });
    const main = await process('start');
    const staff = await Promise.all(
      Array.from(
        { length: workers },
        async () => await process('worker', `--concurrency=${concurrency}`),
      ),
    );
    const cluster = new N8nCluster(main, staff, webhooks, redis, postgres);
    // The main process makes the database, which the others wait for.
    try {
      await main.start();
      await Promise.all([webhooks, ...staff].map(async (one) => await one.start()));
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  async stop(): Promise<void> {
    await Promise.all(
      [this.main, ...this.workers, this.webhooks].map(async (one) => await one.stop()),
    );
    await this.redis.stop();
    await this.postgres.stop();
  }
}
