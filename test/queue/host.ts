import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEMO_PUSH_TOKEN, OWNER } from '../../demo/campaign';
import { N8nClient } from '../../n8n-server/client';
import { N8nCluster } from '../../n8n-server/cluster';
import { installN8n } from '../../n8n-server/install';
import { findQueuePrograms } from '../../n8n-server/system-programs';
import type { N8nServer } from '../../n8n-server/server';
import { startSimulator, type SimulatorOptions } from '../../simulator/server';
import { hostAccounts, type Host } from '../host/n8n';
import { preparedUserFolder } from '../host/pack';

/** A real n8n in queue mode, with this package installed, an owner signed in, and a simulator beside it. */
export interface ClusterHost extends Host {
  cluster: N8nCluster;
}

/** @param processes how many workers, executions that each of them runs at a time, and processes that take pushes */
export async function startCluster(
  simulatorOptions: SimulatorOptions = {},
  processes: { workers?: number; concurrency?: number; webhookProcessors?: number } = {},
): Promise<ClusterHost> {
  const programs = findQueuePrograms();
  if ('missing' in programs) throw new Error(programs.missing);
  const installation = await installN8n((line) => console.log(line));
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-queue-'));
  const simulator = await startSimulator(hostAccounts(simulatorOptions));
  cpSync(preparedUserFolder(), folder, { recursive: true });
  const cluster = await N8nCluster.start(installation, folder, programs, processes);
  const client = new N8nClient(cluster.main.url);
  await client.signIn(OWNER);
  const { appid, signature } = simulator.account;
  const { appKey, appSecret } = simulator.airudder.account;
  return {
    server: cluster.main,
    cluster,
    client,
    simulator,
    secrets: new Set([appid, signature, appKey, appSecret, DEMO_PUSH_TOKEN]),
    async close() {
      await cluster.stop();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether a worker has begun an execution, by its log. */
export function isRunBy(worker: N8nServer, id: string): boolean {
  return new RegExp(`Worker started execution ${id}\\b`).test(worker.log());
}
