import type { IDataObject, INodeType } from 'n8n-workflow';
import { AirudderApi } from '../../credentials/AirudderApi.credentials';
import { AirudderChatbot } from '../../nodes/Airudder/AirudderChatbot/AirudderChatbot.node';
import { AirudderInbound } from '../../nodes/Airudder/AirudderInbound/AirudderInbound.node';
import { AirudderTask } from '../../nodes/Airudder/AirudderTask/AirudderTask.node';
import { AirudderWorkflow } from '../../nodes/Airudder/AirudderWorkflow/AirudderWorkflow.node';
import type { ArrivedRequest } from '../../simulator/ledger';
import type { Simulator } from '../../simulator/server';
import { runNode, type NodeRun, type StoredCredential } from './harness';
import { byId } from './tasks';

const nodes: Record<'task' | 'workflow' | 'inbound' | 'chatbot', () => INodeType> = {
  task: () => new AirudderTask(),
  workflow: () => new AirudderWorkflow(),
  inbound: () => new AirudderInbound(),
  chatbot: () => new AirudderChatbot(),
};

/** A credential for a simulator, as a user would fill it in; runs that are given the same one share its token. */
export function airudderCredential(
  simulator: Simulator,
  data: Partial<Record<string, string>> = {},
): StoredCredential {
  return {
    type: new AirudderApi(),
    data: {
      sessionToken: '',
      authentication: 'keyPair',
      appKey: simulator.airudder.account.appKey,
      appSecret: simulator.airudder.account.appSecret,
      readyToken: '',
      baseUrl: simulator.airudder.baseUrl(),
      timeZone: 'Asia/Shanghai',
      aesSecretKey: '',
      authorizationScheme: 'Token',
      product: 'cloud',
      ...data,
    },
  };
}

/** Runs one of the AIRUDDER nodes; `operation` is `resource.operation`. */
export async function runAirudder(
  credential: StoredCredential,
  node: keyof typeof nodes,
  operation: string,
  parameters: IDataObject = {},
  items: IDataObject[] = [{}],
  options: Parameters<typeof runNode>[4] = {},
): Promise<NodeRun> {
  const [resource, name] = operation.split('.');
  return await runNode(
    nodes[node](),
    credential,
    { resource, operation: name, ...parameters },
    items,
    options,
  );
}

/** Rows of people who owe something, with numbers reserved for examples. */
export function debtorRows(count: number, from = 1): IDataObject[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `case-${from + at}`,
    phone: exampleNumber(from + at),
    name: `Customer ${from + at}`,
    loan_date: '2026-01-15',
    due_date: '2026-10-01',
    loan_amount: 1_000_000,
    arrears: 250_000.5,
    order: `A-${from + at}`,
  }));
}

/** `+1 200 555` is no area code and exchange in use, so nobody can be behind these numbers. */
export function exampleNumber(index: number): string {
  return `+1200555${String(index).padStart(5, '0')}`;
}

/** Parameters of a Task: Create that the simulator accepts. */
export const collectionTask: IDataObject = {
  taskName: 'Reminder',
  robot: byId('0123456789abcdef0123456789abcdef'),
  sipLine: 'MY_LINE',
  start: '2026-01-01T00:00:00Z',
  end: '2099-01-01T00:00:00Z',
  currency: 'Rupiah',
  platform: 'ACME',
};

export function requestsTo(simulator: Simulator, endpoint: string): ArrivedRequest[] {
  return simulator.ledger.requests.filter((request) => request.endpoint === endpoint);
}
