import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialData, OWNER } from '../demo/campaign';
import {
  N8nClient,
  type StoredWorkflow,
  type WorkflowJson,
  type WorkflowNode,
} from '../n8n-server/client';
import { N8nCluster } from '../n8n-server/cluster';
import { installIntoN8n } from '../n8n-server/community-package';
import type { N8nInstallation } from '../n8n-server/install';
import { N8nServer } from '../n8n-server/server';
import { findQueuePrograms } from '../n8n-server/system-programs';
import { startSimulator, type Simulator } from '../simulator/server';

const WITHIN_MS = 900_000;

/** What is installed once for all beds. */
export interface Installed {
  installation: N8nInstallation;
  /** The packed package. */
  tarball: string;
}

/** A real n8n with the package, and the vendors' simulator beside it. */
export class Bed {
  private constructor(
    readonly client: N8nClient,
    readonly simulator: Simulator,
    readonly sobotCredential: { id: string; name: string },
    /** n8n's main process. */
    readonly server: N8nServer,
    /** Where pushes arrive. */
    readonly webhookUrls: string[],
    private readonly end: () => Promise<void>,
  ) {}

  /** One n8n with SQLite. */
  static async make(installed: Installed): Promise<Bed> {
    const { folder, remove } = await userFolder(installed);
    const server = await N8nServer.in(installed.installation, folder, {
      env: { NODE_OPTIONS: '--max-old-space-size=8192' },
    });
    await server.start();
    const end = async () => {
      await server.stop();
      remove();
    };
    return await Bed.around(server, [server.url], end);
  }

  /** n8n in queue mode. @throws Error where PostgreSQL or Redis is not installed */
  static async inQueueMode(
    installed: Installed,
    processes: { workers: number; webhookProcessors: number },
  ): Promise<Bed> {
    const programs = findQueuePrograms();
    if ('missing' in programs) throw new Error(programs.missing);
    const { folder, remove } = await userFolder(installed);
    const cluster = await N8nCluster.start(installed.installation, folder, programs, processes);
    const urls = cluster.processors.map(({ url }) => url);
    return await Bed.around(cluster.main, urls, async () => {
      await cluster.stop();
      remove();
    });
  }

  private static async around(
    server: N8nServer,
    webhookUrls: string[],
    end: () => Promise<void>,
  ): Promise<Bed> {
    const simulator = await startSimulator({ settings: { holdCalls: true } });
    const client = new N8nClient(server.url);
    await client.signIn(OWNER);
    const data = credentialData(simulator);
    const credential = await client.createCredential('Sobot', 'sobotICallApi', data);
    return new Bed(client, simulator, credential, server, webhookUrls, end);
  }

  /** Stores a workflow that runs these nodes one after the other from a manual trigger. */
  async workflow(name: string, nodes: WorkflowNode[]): Promise<StoredWorkflow> {
    return await this.client.createWorkflow(chain(name, nodes));
  }

  /** Runs a workflow. @returns n8n's own time for one of its nodes, in milliseconds. @throws Error when it fails */
  async timeOf(workflow: StoredWorkflow, nodeName: string): Promise<number> {
    const { status, data } = await this.client.run(workflow, 'Start', WITHIN_MS);
    if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
    return data.resultData.runData[nodeName][0].executionTime;
  }

  /** A node of Sobot iCall. */
  sobot(name: string, parameters: Record<string, unknown>): WorkflowNode {
    const credentials = { sobotICallApi: this.sobotCredential };
    return node(name, 'n8n-nodes-calling-campaigns.sobotICall', 1, parameters, credentials);
  }

  /** Contact: Add into a task. */
  contactAdd(task: string, options: Record<string, unknown> = {}, more = {}): WorkflowNode {
    const parameters = { resource: 'contact', operation: 'add', task: id(task), options, ...more };
    return this.sobot('Add', parameters);
  }

  /** Makes an empty task. @returns its id */
  async newTask(): Promise<string> {
    const { templates, lines } = this.simulator.account;
    const create = this.sobot('Create', {
      resource: 'task',
      operation: 'create',
      taskName: 'Bench',
      template: id(templates[0].templateid),
      callerNumber: id(lines[0].telephone),
      robots: 1,
    });
    const { data } = await this.client.run(await this.workflow('Task', [create]), 'Start');
    return String(data.resultData.runData.Create[0].data?.main[0]?.[0].json.taskId);
  }

  /** From now on the vendor answers an endpoint after so many milliseconds; with 0, at once. */
  answersAfter(endpoint: string, milliseconds: number): void {
    this.simulator.faults.clear();
    if (milliseconds === 0) return;
    this.simulator.faults.add({ endpoint, kind: 'delay', milliseconds, times: Infinity });
  }

  async close(): Promise<void> {
    await this.end();
    await this.simulator.close();
  }
}

/** A user folder of n8n with the package in it. */
async function userFolder({ tarball }: Installed) {
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-bench-'));
  await installIntoN8n(tarball, folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Nodes one after the other, from a manual trigger. */
export function chain(name: string, nodes: WorkflowNode[]): WorkflowJson {
  const all = [node('Start', 'n8n-nodes-base.manualTrigger', 1, {}), ...nodes];
  const to = (next: WorkflowNode) => ({ main: [[{ node: next.name, type: 'main', index: 0 }]] });
  const pairs = all.slice(1).map((next, at): [string, unknown] => [all[at].name, to(next)]);
  return { name, nodes: all, connections: Object.fromEntries(pairs) };
}

export function node(
  name: string,
  type: string,
  typeVersion: number,
  parameters: Record<string, unknown>,
  credentials?: WorkflowNode['credentials'],
): WorkflowNode {
  return { id: name, name, type, typeVersion, position: [0, 0], parameters, credentials };
}

/** A Code node that makes so many contacts. */
export function contactsNode(count: number): WorkflowNode {
  return node('Contacts', 'n8n-nodes-base.code', 2, {
    mode: 'runOnceForAllItems',
    jsCode: `return Array.from({ length: ${count} }, (_, i) => ({ json: { id: 'c-' + i, phone: '160' + String(i).padStart(8, '0'), name: 'Customer ' + i, order: 'A-' + i, last: new Date(1.79e12 - i * 6e4).toISOString() } }));`,
  });
}

/** A locator that holds an id. */
export const id = (value: string) => ({ __rl: true, mode: 'id', value });
