import { webhookIsThere, type Campaign } from '../../demo/campaign';
import type { Execution, StoredWorkflow, WorkflowNode } from '../../n8n-server/client';
import type { Host } from './n8n';
import { until } from '../until';

/** The form of example 15, published. */
export interface LeadForm {
  workflowId: string;
  /** Fills it in, as a visitor would. */
  fillIn(name: string, phone: string): Promise<void>;
  /** All runs that have ended or sleep, newest first, once there are so many. */
  runs(count: number, withinMs?: number): Promise<Execution[]>;
}

/** Runs example 15's branch that makes the task for single calls. @returns a locator of the task */
export async function taskForSingleCalls(host: Host, campaign: Campaign): Promise<object> {
  const run = await host.client.run(campaign.lead, 'Set Up Once');
  const [made] = run.data.resultData.runData['Task for Single Calls'][0].data?.main[0] ?? [];
  return { __rl: true, mode: 'id', value: String(made?.json.taskId) };
}

/** A workflow with other parameters in some of its nodes. */
export async function changed(
  host: Host,
  workflow: StoredWorkflow,
  change: (node: WorkflowNode) => Partial<WorkflowNode>,
): Promise<StoredWorkflow> {
  return await host.client.createWorkflow({
    ...workflow,
    nodes: workflow.nodes.map((node) => ({ ...node, ...change(node) })),
  });
}

/** @param sleep whether executions sleep while they wait; n8n wakes them once a minute only */
export async function publishLeads(
  host: Host,
  campaign: Campaign,
  task: object,
  sleep: boolean,
): Promise<LeadForm> {
  const connections = structuredClone(campaign.lead.connections) as Record<
    string,
    { main: unknown[] }
  >;
  // A node that does not sleep has one output.
  if (!sleep) connections['Call and Wait'].main.shift();
  const path = `leads-${sleep ? 'asleep' : 'awake'}`;
  const workflow = await changed(
    host,
    { ...campaign.lead, connections },
    ({ name, parameters }): Partial<WorkflowNode> => {
      if (name === 'Call and Wait') return { parameters: { ...parameters, task, sleep } };
      return name === 'New Lead' ? { webhookId: path } : {};
    },
  );
  await host.client.publish(workflow);
  const form = `${host.client.url}/form/${path}`;
  await webhookIsThere(form);
  return {
    workflowId: workflow.id,
    async fillIn(name, phone) {
      const body = new FormData();
      for (const [at, value] of [name, phone, 'a new kitchen'].entries()) {
        body.append(`field-${at}`, value);
      }
      const { status } = await fetch(form, { method: 'POST', body });
      if (status !== 200) throw new Error(`the form was answered ${status}`);
    },
    async runs(count, withinMs) {
      let done: Execution[] = [];
      await until(async () => {
        const all = await host.client.executions(workflow.id);
        done = all.filter(({ status }) => !['new', 'running'].includes(status));
        return done.length === count;
      }, withinMs);
      return done;
    },
  };
}
