import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialData, DEMO_PUSH_TOKEN, OWNER, webhookIsThere } from '../../demo/campaign';
import { N8nClient, type StoredWorkflow } from '../../n8n-server/client';
import { N8nCluster } from '../../n8n-server/cluster';
import { installN8n } from '../../n8n-server/install';
import { findQueuePrograms } from '../../n8n-server/system-programs';
import type { N8nServer } from '../../n8n-server/server';
import { chain, node, SOBOT_TRIGGER, sobotNode, start } from '../../n8n-server/workflow-parts';
import { startSimulator, type SimulatorOptions } from '../../simulator/server';
import { NEW_TASK } from '../engine/tasks';
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

/** Stores and publishes a workflow that Sobot's results start. @returns it, and its push URL at each webhook processor */
export async function publishResults(
  { client, cluster, simulator }: ClusterHost,
  webhookId: string,
): Promise<{ workflow: StoredWorkflow; urls: string[] }> {
  const data = credentialData(simulator);
  const credential = await client.createCredential('Sobot', 'sobotICallApi', data);
  const trigger = node(
    'Sobot iCall Trigger',
    SOBOT_TRIGGER,
    { authentication: 'pushToken' },
    { credentials: { sobotICallApi: credential }, webhookId },
  );
  const keep = node('Keep', 'n8n-nodes-base.noOp', {});
  const workflow = await client.createWorkflow(chain('Results', trigger, keep));
  await client.publish(workflow);
  const urls = cluster.processors.map(
    ({ url }) => `${url}/webhook/${webhookId}/sobot?token=${DEMO_PUSH_TOKEN}`,
  );
  for (const url of urls) await webhookIsThere(url);
  return { workflow, urls };
}

/** Makes a task of Sobot's. @returns its id, and what makes nodes of its account */
export async function newTask({ client, simulator }: ClusterHost, taskName: string) {
  const data = credentialData(simulator);
  const credential = await client.createCredential('Sobot', 'sobotICallApi', data);
  const sobot = (parameters: Record<string, unknown>) => sobotNode(parameters, credential);
  const create = sobot({ ...NEW_TASK, taskName });
  const workflow = await client.createWorkflow(chain('Task', start(), create));
  const { data: run } = await client.run(workflow, 'Start');
  const [task] = run.resultData.runData[create.name][0].data?.main[0] ?? [];
  return { sobot, taskId: String(task.json.taskId) };
}

/** Whether a worker has begun an execution, by its log. */
export function isRunBy(worker: N8nServer, id: string): boolean {
  return new RegExp(`Worker started execution ${id}\\b`).test(worker.log());
}
