import { randomUUID } from 'node:crypto';
import type { WorkflowJson, WorkflowNode } from './client';

export const SOBOT = 'n8n-nodes-calling-campaigns.sobotICall';
export const SOBOT_TRIGGER = 'n8n-nodes-calling-campaigns.sobotICallTrigger';

export type CredentialReference = { id: string; name: string };

export function node(
  name: string,
  type: string,
  parameters: Record<string, unknown>,
  more: Partial<WorkflowNode> = {},
): WorkflowNode {
  return { id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters, ...more };
}

/** Nodes connected one after the other. */
export function chain(name: string, ...nodes: WorkflowNode[]): WorkflowJson {
  const connections: Record<string, unknown> = {};
  for (let at = 0; at + 1 < nodes.length; at++) {
    connections[nodes[at].name] = {
      main: [[{ node: nodes[at + 1].name, type: 'main', index: 0 }]],
    };
  }
  return { name, nodes, connections };
}

/** Items as a workflow's first node would get them from a sheet. */
export function rowsNode(rows: Array<Record<string, unknown>>): WorkflowNode {
  return node(
    'Rows',
    'n8n-nodes-base.code',
    {
      mode: 'runOnceForAllItems',
      jsCode: `return ${JSON.stringify(rows.map((json) => ({ json })))};`,
    },
    { typeVersion: 2 },
  );
}

export const start = (name = 'Start'): WorkflowNode =>
  node(name, 'n8n-nodes-base.manualTrigger', {});

export function sobotNode(
  parameters: Record<string, unknown>,
  credential: CredentialReference,
  more: Partial<WorkflowNode> = {},
): WorkflowNode {
  return node('Sobot iCall', SOBOT, parameters, {
    credentials: { sobotICallApi: credential },
    ...more,
  });
}
