import axios, { type AxiosInstance } from 'axios';

export interface Owner {
  email: string;
  firstName: string;
  lastName: string;
  password: string;
}

export interface WorkflowNode {
  id: string;
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: Record<string, unknown>;
  credentials?: Record<string, { id: string; name: string }>;
  webhookId?: string;
  [more: string]: unknown;
}

export interface WorkflowJson {
  name: string;
  nodes: WorkflowNode[];
  connections: Record<string, unknown>;
  settings?: Record<string, unknown>;
}

export interface StoredWorkflow extends WorkflowJson {
  id: string;
  versionId: string;
  active: boolean;
}

export interface ExecutionItem {
  json: Record<string, unknown>;
  pairedItem?: unknown;
  binary?: Record<string, unknown>;
}

interface NodeRun {
  executionStatus?: string;
  executionTime: number;
  error?: { message: string; description?: string; context?: Record<string, unknown> };
  data?: { main: Array<ExecutionItem[] | null> };
  hints?: Array<{ message: string }>;
}

export interface Execution {
  id: string;
  status: string;
  mode: string;
  workflowId: string;
  /** What nodes noted with it. */
  customData?: Record<string, string>;
  data: {
    resultData: {
      runData: Record<string, NodeRun[]>;
      error?: { message: string; description?: string; context?: Record<string, unknown> };
    };
  };
}

const FINISHED = ['success', 'error', 'crashed', 'canceled'];

const moment = async () => await new Promise((resolve) => setTimeout(resolve, 150));

/** Talks to a running n8n as its editor does. */
export class N8nClient {
  private readonly http: AxiosInstance;
  private cookie = '';
  private apiKey = '';

  constructor(readonly url: string) {
    this.http = axios.create({ baseURL: url, proxy: false, validateStatus: () => true });
  }

  /** Makes the owner account on a new n8n, and signs in. */
  async signIn(owner: Owner): Promise<void> {
    await this.call('POST', '/rest/owner/setup', owner).catch(() => undefined);
    await this.call('POST', '/rest/login', {
      emailOrLdapLoginId: owner.email,
      password: owner.password,
    });
    const scopes = await this.call<string[]>('GET', '/rest/api-keys/scopes');
    const key = await this.call<{ rawApiKey: string }>('POST', '/rest/api-keys', {
      label: `key ${Date.now()}`,
      expiresAt: null,
      scopes,
    });
    this.apiKey = key.rawApiKey;
  }

  /** All node types that n8n has loaded. */
  async nodeTypes(): Promise<Array<{ name: string; displayName: string; iconUrl?: unknown }>> {
    return await this.raw('GET', '/types/nodes.json');
  }

  /** Stores a credential, as its form would. */
  async createCredential(
    name: string,
    type: string,
    data: Record<string, unknown>,
  ): Promise<{ id: string; name: string }> {
    const { id } = await this.call<{ id: string }>('POST', '/rest/credentials', {
      name,
      type,
      data,
    });
    return { id, name };
  }

  /** Presses the credential's test button. */
  async testCredential(
    credential: { id: string; name: string },
    type: string,
    data: Record<string, unknown>,
  ): Promise<{ status: 'OK' | 'Error'; message: string }> {
    return await this.call('POST', '/rest/credentials/test', {
      credentials: { ...credential, type, data },
    });
  }

  /** Stores a workflow, unpublished. */
  async createWorkflow(workflow: WorkflowJson): Promise<StoredWorkflow> {
    const { name, nodes, connections, settings } = workflow;
    return await this.call('POST', '/rest/workflows', {
      name,
      nodes,
      connections,
      active: false,
      settings: { executionOrder: 'v1', ...settings },
    });
  }

  /** Stores other nodes in a workflow that is stored already; they are connected as those before, by their names. */
  async changeNodes(workflow: StoredWorkflow, nodes: WorkflowNode[]): Promise<StoredWorkflow> {
    const { id, connections, versionId } = workflow;
    return await this.call('PATCH', `/rest/workflows/${id}`, { nodes, connections, versionId });
  }

  /** Publishes a workflow, so that its triggers run. */
  async publish(workflow: StoredWorkflow): Promise<void> {
    await this.call('POST', `/rest/workflows/${workflow.id}/activate`, {
      versionId: workflow.versionId,
    });
  }

  /** Takes a workflow out of service. */
  async unpublish(workflow: StoredWorkflow): Promise<void> {
    await this.call('POST', `/rest/workflows/${workflow.id}/deactivate`, {});
  }

  /** Runs a workflow from its manual trigger and waits for the end. */
  async run(workflow: StoredWorkflow, trigger: string, withinMs = 120_000): Promise<Execution> {
    return await this.finished(await this.begin(workflow, trigger), withinMs);
  }

  /** Starts a workflow from its manual trigger. @returns the execution's id */
  async begin(workflow: StoredWorkflow, trigger: string): Promise<string> {
    const { executionId } = await this.call<{ executionId: string }>(
      'POST',
      `/rest/workflows/${workflow.id}/run`,
      { workflowData: workflow, triggerToStartFrom: { name: trigger } },
    );
    return executionId;
  }

  /**
   * Presses "Retry" on a failed execution and waits for the end.
   *
   * @param current with the workflow as it is now, instead of as it was then
   */
  async retry(executionId: string, current: boolean): Promise<void> {
    await this.call('POST', `/rest/executions/${executionId}/retry`, { loadWorkflow: current });
  }

  /** Waits until an execution has ended. */
  async finished(executionId: string, withinMs = 120_000): Promise<Execution> {
    const until = Date.now() + withinMs;
    for (;;) {
      await this.ended(executionId, until - Date.now());
      // An execution that wakes and sleeps again passes for ended for a moment.
      const execution = await this.execution(executionId);
      if (FINISHED.includes(execution.status)) return execution;
      await moment();
    }
  }

  /** The same, without asking for its data. @returns how it ended */
  async ended(executionId: string, withinMs: number): Promise<string> {
    const until = Date.now() + withinMs;
    for (;;) {
      const { status } = await this.publicApi<{ status: string }>(
        'GET',
        `/executions/${executionId}`,
      ).catch(() => ({ status: 'new' }));
      if (Date.now() > until) throw new Error(`execution ${executionId} did not end in time`);
      if (FINISHED.includes(status)) return status;
      await moment();
    }
  }

  /** One execution with its data. */
  async execution(id: string): Promise<Execution> {
    return await this.publicApi('GET', `/executions/${id}?includeData=true`);
  }

  /** How many executions of a workflow have ended well. */
  async successes(workflowId: string): Promise<number> {
    let count = 0;
    for await (const page of this.pagesOfExecutions(workflowId, 250, false)) {
      count += page.filter(({ status }) => status === 'success').length;
    }
    return count;
  }

  /** All saved executions with their data, newest first; of one workflow, or of all. */
  async executions(workflowId?: string): Promise<Execution[]> {
    const all: Execution[] = [];
    for await (const page of this.pagesOfExecutions(workflowId)) all.push(...page);
    return all;
  }

  /** The same in pages, for executions that are too large to be held together. */
  async *pagesOfExecutions(
    workflowId?: string,
    size = 100,
    includeData = true,
  ): AsyncGenerator<Execution[]> {
    let cursor: string | null = '';
    do {
      const query: string = new URLSearchParams({
        includeData: String(includeData),
        limit: String(size),
        ...(workflowId === undefined ? {} : { workflowId }),
        ...(cursor === '' ? {} : { cursor }),
      }).toString();
      const page: { data: Execution[]; nextCursor: string | null } = await this.publicApi(
        'GET',
        `/executions?${query}`,
      );
      yield page.data;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  /** A locator's list, as the editor asks for it. */
  async searchList(
    node: { type: string; parameter: string; method: string; parameters: Record<string, unknown> },
    credentials: Record<string, { id: string; name: string }>,
    filter?: string,
  ): Promise<Array<{ name: string; value: string }>> {
    const found = await this.call<{ results: Array<{ name: string; value: string }> }>(
      'POST',
      '/rest/dynamic-node-parameters/resource-locator-results',
      {
        path: `parameters.${node.parameter}`,
        methodName: node.method,
        nodeTypeAndVersion: { name: node.type, version: 1 },
        currentNodeParameters: node.parameters,
        credentials,
        filter,
      },
    );
    return found.results;
  }

  /** Rows of a Data Table of the owner's personal project. */
  async tableRows(name: string): Promise<Array<Record<string, unknown>>> {
    const project = await this.call<{ id: string }>('GET', '/rest/projects/personal');
    const base = `/rest/projects/${project.id}/data-tables`;
    const tables = await this.call<{ data: Array<{ id: string; name: string }> }>('GET', base);
    const table = tables.data.find((candidate) => candidate.name === name);
    if (table === undefined) throw new Error(`there is no Data Table "${name}"`);
    const rows = await this.call<{ data: Array<Record<string, unknown>> }>(
      'GET',
      `${base}/${table.id}/rows?take=1000`,
    );
    return rows.data;
  }

  /** A call of n8n's internal REST API; unwraps `{data}`. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.raw<{ data: T }>(method, path, body);
    return answer.data;
  }

  private async publicApi<T>(method: string, path: string): Promise<T> {
    return await this.raw<T>(method, `/api/v1${path}`);
  }

  private async raw<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.http.request<T>({
      method,
      url: path,
      data: body,
      headers: {
        'browser-id': 'calling-campaigns',
        ...(path.startsWith('/api/v1')
          ? { 'X-N8N-API-KEY': this.apiKey }
          : { cookie: this.cookie }),
      },
    });
    for (const cookie of answer.headers['set-cookie'] ?? []) {
      if (cookie.startsWith('n8n-auth=')) this.cookie = cookie.split(';')[0];
    }
    if (answer.status >= 400) {
      const text = JSON.stringify(answer.data).slice(0, 500);
      throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text}`);
    }
    return answer.data;
  }
}
