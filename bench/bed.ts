import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialData, OWNER } from '../demo/campaign';
import { N8nClient, type StoredWorkflow, type WorkflowNode } from '../n8n-server/client';
import { N8nCluster } from '../n8n-server/cluster';
import { installIntoN8n } from '../n8n-server/community-package';
import type { N8nInstallation } from '../n8n-server/install';
import { N8nServer } from '../n8n-server/server';
import { findQueuePrograms } from '../n8n-server/system-programs';
import {
  chain,
  node,
  sobotNode,
  start,
  type CredentialReference,
} from '../n8n-server/workflow-parts';
import { startSimulator, type Simulator } from '../simulator/server';

/** How long an execution may take. */
export const WITHIN_MS = 900_000;

/** Nothing of an execution is saved, so that what is measured is what its nodes do. */
export const UNSAVED = {
  saveDataSuccessExecution: 'none',
  saveDataErrorExecution: 'none',
  saveExecutionProgress: false,
  saveManualExecutions: false,
};

/** Settings of a workflow that nobody touched. */
export const AS_BY_DEFAULT = {};

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
    readonly sobotCredential: CredentialReference,
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
      env: {
        NODE_OPTIONS: '--max-old-space-size=8192',
        // In kilobytes: a log that begins anew in the middle could not be read.
        N8N_EVENTBUS_LOGWRITER_MAXFILESIZEINKB: '1000000',
      },
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
    return new Bed(
      client,
      simulator,
      await credentialOf(client, simulator),
      server,
      webhookUrls,
      end,
    );
  }

  /** The same n8n with another vendor; closing it leaves n8n as it is. */
  async with(simulator: Simulator): Promise<Bed> {
    const { client, server, webhookUrls } = this;
    const credential = await credentialOf(client, simulator);
    return new Bed(client, simulator, credential, server, webhookUrls, async () => undefined);
  }

  /** Stores a workflow that runs these nodes one after the other from a manual trigger. */
  async workflow(
    name: string,
    nodes: WorkflowNode[],
    settings: Record<string, unknown> = UNSAVED,
  ): Promise<StoredWorkflow> {
    return await this.client.createWorkflow({ ...chain(name, start(), ...nodes), settings });
  }

  /** Runs a workflow. @returns what some of its nodes took, in milliseconds. @throws Error when it fails */
  async timeOf(workflow: StoredWorkflow, ...nodeNames: string[]): Promise<number> {
    const log = this.server.eventLog();
    const from = log.length();
    const execution = await this.client.begin(workflow, 'Start');
    const times = await log.timesOfNodes(execution, from, WITHIN_MS);
    return nodeNames.reduce((sum, name) => {
      const time = times.get(name);
      if (time === undefined) throw new Error(`"${name}" did not run`);
      return sum + time;
    }, 0);
  }

  /** A node of Sobot iCall. */
  sobot(name: string, parameters: Record<string, unknown>): WorkflowNode {
    return sobotNode(parameters, this.sobotCredential, { name });
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
    const { data } = await this.client.run(
      await this.workflow('Task', [create], AS_BY_DEFAULT),
      'Start',
    );
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

async function credentialOf(client: N8nClient, simulator: Simulator): Promise<CredentialReference> {
  return await client.createCredential('Sobot', 'sobotICallApi', credentialData(simulator));
}

/** A user folder of n8n with the package in it. */
async function userFolder({ tarball }: Installed) {
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-bench-'));
  await installIntoN8n(tarball, folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A Code node that makes so many contacts. */
export function contactsNode(count: number): WorkflowNode {
  const jsCode = `return Array.from({ length: ${count} }, (_, i) => ({ json: { id: 'c-' + i, phone: '160' + String(i).padStart(8, '0'), name: 'Customer ' + i, order: 'A-' + i, last: new Date(1.79e12 - i * 6e4).toISOString() } }));`;
  return codeNode('Contacts', jsCode);
}

/** A Code node that runs once over all items. */
export function codeNode(name: string, jsCode: string): WorkflowNode {
  const parameters = { mode: 'runOnceForAllItems', jsCode };
  return node(name, 'n8n-nodes-base.code', parameters, { typeVersion: 2 });
}

/** A locator that holds an id. */
export const id = (value: string) => ({ __rl: true, mode: 'id', value });
