import axios from 'axios';
import { webhookIsThere } from '../../demo/campaign';
import type { ExecutionItem, StoredWorkflow, WorkflowNode } from '../../n8n-server/client';
import type { Host } from './n8n';
import { chain, node, type CredentialReference } from '../../n8n-server/workflow-parts';

/** A published workflow that begins with a trigger. */
export interface Listening {
  workflow: StoredWorkflow;
  url: string;
}

/** A trigger as it is put on the canvas. */
export interface TriggerNode {
  /** `n8n-nodes-calling-campaigns.sobotICallTrigger` */
  type: string;
  /** Last part of its address. */
  path: string;
  credentials?: Record<string, CredentialReference>;
}

/** Publishes a workflow with a trigger and waits until its address answers. */
export async function listen(
  host: Host,
  trigger: TriggerNode,
  parameters: Record<string, unknown>,
  ...behind: WorkflowNode[]
): Promise<Listening> {
  const webhookId = `test-${Math.random().toString(36).slice(2)}`;
  const workflow = await host.client.createWorkflow(
    chain(
      `Trigger ${webhookId}`,
      node('Trigger', trigger.type, parameters, {
        webhookId,
        ...(trigger.credentials === undefined ? {} : { credentials: trigger.credentials }),
      }),
      ...behind,
    ),
  );
  await host.client.publish(workflow);
  const url = `${host.client.url}/webhook/${webhookId}/${trigger.path}`;
  await webhookIsThere(`${url}?warm-up`);
  return { workflow, url };
}

/** Posts a body as it is. */
export async function send(
  url: string,
  body: string | Buffer,
  contentType: string | false = 'application/json',
  headers: Record<string, string> = {},
) {
  return await axios.post<string>(url, body, {
    headers: { 'content-type': contentType, ...headers },
    transformRequest: (data: unknown) => data,
    transformResponse: (data: string) => data,
    responseType: 'text',
    validateStatus: () => true,
    proxy: false,
  });
}

/**
 * How a body that is too large is refused: with status 413, or, since the connection ends with the answer, by the end
 * of the connection while the sender is still writing.
 */
export const TOO_LARGE = [413, 'ECONNRESET', 'EPIPE'];

/** Posts a large body. @returns the status, or the code of the connection's end */
export async function sendLarge(url: string, body: Buffer): Promise<number | string | undefined> {
  return await send(url, body, 'text/plain').then(
    ({ status }) => status,
    ({ code }: { code?: string }) => code,
  );
}

/** The trigger's outputs in all runs so far, without the warm-up, in the order of the runs. */
export async function itemsOf(
  host: Host,
  { workflow }: Listening,
  runs: number,
  withinMs = 20_000,
): Promise<ExecutionItem[][][]> {
  const end = Date.now() + withinMs;
  let looked = -1;
  for (;;) {
    const successes = await host.client.successes(workflow.id);
    const isOver = Date.now() > end;
    if (isOver || (successes >= runs && successes !== looked)) {
      looked = successes;
      const outputs = await outputsOf(host, workflow.id);
      if (isOver || outputs.length >= runs) return outputs;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function outputsOf(host: Host, workflowId: string): Promise<ExecutionItem[][][]> {
  const isWarmUp = ({ json }: ExecutionItem) => 'warm-up' in ((json.query as object) ?? {});
  return (await host.client.executions(workflowId))
    .filter(({ status }) => status === 'success')
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ data }) =>
      (data.resultData.runData.Trigger[0].data?.main ?? []).map((items) => items ?? []),
    )
    .filter((output) => !output.some((items) => items.some(isWarmUp)));
}
