import { inspect } from 'node:util';
import {
  Credentials,
  DataDeduplicationService,
  ExecutionLifecycleHooks,
  HookContext,
  LoadOptionsContext,
  PollContext,
  WebhookContext,
  WorkflowExecute,
} from 'n8n-core';
import {
  createRunExecutionData,
  Workflow,
  type IBinaryKeyData,
  type DeduplicationItemTypes,
  type DeduplicationScope,
  type ICheckProcessedContextData,
  type ICheckProcessedOptions,
  type ICredentialDataDecryptedObject,
  type ICredentialsHelper,
  type ICredentialType,
  type IDataObject,
  type IDataDeduplicator,
  type IDeduplicationOutput,
  type IHttpRequestHelper,
  type IHttpRequestOptions,
  type IWebhookDescription,
  type IWebhookResponseData,
  type INode,
  type INodeExecutionData,
  type INodeListSearchResult,
  type INodeType,
  type INodeTypes,
  type IWorkflowExecuteAdditionalData,
  type NodeExecutionHint,
} from 'n8n-workflow';
import { SobotICallApi } from '../../credentials/SobotICallApi.credentials';
import { SobotICall } from '../../nodes/Sobot/SobotICall/SobotICall.node';
import { SobotICallPollTrigger } from '../../nodes/Sobot/SobotICallPollTrigger/SobotICallPollTrigger.node';
import type { Simulator } from '../../simulator/server';
import { leakedInto, SECRET_FIELDS } from '../secrets';

/** What a run of one node left behind, as the editor would show it. */
export interface NodeRun {
  items: INodeExecutionData[];
  /** Items of the error output, when the node has one. */
  errorItems: INodeExecutionData[];
  /** Items of every output. */
  outputs: INodeExecutionData[][];
  error?: { message: string; description?: string | null; context: Record<string, unknown> };
  hints: NodeExecutionHint[];
  status: string;
  /** Until when n8n put the execution to sleep. */
  waitTill?: Date | null;
}

interface RunOptions {
  onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
  retryOnFail?: boolean;
  credential?: Partial<Record<string, string>>;
  /** Presses Stop as soon as this holds. */
  stopWhen?: () => boolean;
  /** Runs of the same workflow share what n8n's deduplication storage remembers; otherwise each has its own. */
  workflowId?: string;
  /** The node's version; the first one if left out. */
  typeVersion?: number;
  /** What a second input brings; null for one whose branch did not run. */
  secondInput?: IDataObject[] | null;
  /** Whether the first input's branch did not run. */
  noInput?: boolean;
  /** Nodes of one workflow remember each for itself. */
  nodeId?: string;
  /** Runs the node as an AI agent does. */
  asTool?: boolean;
  /** Binary fields of the first item. */
  binary?: IBinaryKeyData;
}

/** n8n's deduplication storage, which the server backs with its database: one row for each node and each workflow. */
class ProcessedInMemory implements IDataDeduplicator {
  outOfOrder = false;
  private readonly rows = new Map<string, Set<string>>();

  private row(scope: DeduplicationScope, context: ICheckProcessedContextData): Set<string> {
    if (this.outOfOrder) throw new Error('no database');
    const { workflow, node } = context;
    const key = scope === 'node' ? `${workflow.id}/${node?.id}` : String(workflow.id);
    const known = this.rows.get(key) ?? new Set();
    this.rows.set(key, known);
    return known;
  }

  async checkProcessedAndRecord(
    items: DeduplicationItemTypes[],
    scope: DeduplicationScope,
    context: ICheckProcessedContextData,
    { maxEntries = Infinity }: ICheckProcessedOptions,
  ): Promise<IDeduplicationOutput> {
    const row = this.row(scope, context);
    const processed = items.filter((item) => row.has(String(item)));
    const known = new Set(processed);
    for (const item of items) row.add(String(item));
    for (const oldest of row) {
      if (row.size <= maxEntries) break;
      row.delete(oldest);
    }
    return { processed, new: items.filter((item) => !known.has(item)) };
  }

  async removeProcessed(
    items: DeduplicationItemTypes[],
    scope: DeduplicationScope,
    context: ICheckProcessedContextData,
  ): Promise<void> {
    const row = this.row(scope, context);
    for (const item of items) row.delete(String(item));
  }

  async clearAllProcessedItems(
    scope: DeduplicationScope,
    context: ICheckProcessedContextData,
  ): Promise<void> {
    this.row(scope, context).clear();
  }

  async getProcessedDataCount(
    scope: DeduplicationScope,
    context: ICheckProcessedContextData,
  ): Promise<number> {
    return this.row(scope, context).size;
  }
}

const storage = new ProcessedInMemory();
void DataDeduplicationService.init(storage);

/** Runs something while n8n's deduplication storage is out of order. */
export async function withoutStorage<T>(work: () => Promise<T>): Promise<T> {
  storage.outOfOrder = true;
  try {
    return await work();
  } finally {
    storage.outOfOrder = false;
  }
}

let workflows = 0;
let executions = 0;

/** A credential for a simulator, as a user would fill it in. */
export function simulatorCredential(simulator: Simulator): Record<string, string> {
  return {
    appid: simulator.account.appid,
    secretSignature: simulator.account.signature,
    baseUrl: simulator.sobotUrl,
    bodyFormat: 'form',
    pushToken: '',
  };
}

/** Runs the Sobot iCall node once in n8n's own engine. */
export async function runSobot(
  simulator: Simulator,
  parameters: IDataObject,
  items: IDataObject[] = [{}],
  options: RunOptions = {},
): Promise<NodeRun> {
  const credential = sobotCredential({ ...simulatorCredential(simulator), ...options.credential });
  return await runNode(new SobotICall(), credential, parameters, items, options);
}

/** The node type that n8n makes of ours for agents. */
function asTool(type: INodeType): INodeType {
  const description = { ...type.description, name: `${type.description.name}Tool` };
  return Object.assign(Object.create(type) as INodeType, { description });
}

/** Runs a node once in n8n's own engine. */
export async function runNode(
  type: INodeType,
  credential: StoredCredential,
  parameters: IDataObject,
  items: IDataObject[] = [{}],
  options: RunOptions = {},
): Promise<NodeRun> {
  const { nodeId, onError, retryOnFail, typeVersion = 1, secondInput } = options;
  const { node, workflow } = workflowOf(
    options.asTool === true ? asTool(type) : type,
    parameters,
    {
      onError,
      retryOnFail,
      typeVersion,
      // For 0, n8n waits a second.
      waitBetweenTries: 1,
      ...(nodeId === undefined ? {} : { id: nodeId }),
    },
    {},
    credential,
    options.workflowId,
  );
  const data = createRunExecutionData({
    executionData: {
      nodeExecutionStack: [
        {
          node,
          data: {
            main: [
              options.noInput === true
                ? null
                : items.map((json, at) => ({
                    json,
                    ...(at === 0 && options.binary ? { binary: options.binary } : {}),
                  })),
              ...(secondInput === undefined
                ? []
                : [secondInput === null ? null : secondInput.map((json) => ({ json }))]),
            ],
          },
          source: null,
        },
      ],
    },
  });
  const execution = new WorkflowExecute(
    additionalData(credential, workflow),
    'trigger',
    data,
  ).processRunExecutionData(workflow);
  const stopping = setInterval(() => {
    if (options.stopWhen?.() !== true) return;
    clearInterval(stopping);
    execution.cancel();
  }, 5);
  const run = await execution.finally(() => clearInterval(stopping));
  const result = run.data.resultData;
  const ran = result.runData[node.name]?.[0];
  keptSecret(credential.data, items, [result, ran?.hints]);
  return {
    items: ran?.data?.main[0] ?? [],
    errorItems: ran?.data?.main[1] ?? [],
    outputs: (ran?.data?.main ?? []).map((items) => items ?? []),
    error: (ran?.error ?? result.error) as NodeRun['error'],
    hints: ran?.hints ?? [],
    status: run.status,
    waitTill: run.waitTill,
  };
}

/** @throws Error when a run's items, errors or hints hold a secret of its credential */
function keptSecret(data: StoredCredential['data'], input: IDataObject[], output: unknown[]): void {
  const secrets = SECRET_FIELDS.map((field) => data[field] ?? '').filter(
    (secret) => secret.length >= 8 && leakedInto(JSON.stringify(input), [secret]).length === 0,
  );
  const leaked = leakedInto(inspect(output, { depth: null, maxStringLength: null }), secrets);
  if (leaked.length > 0) throw new Error(`a run gave away ${leaked.join(', ')}`);
}

/**
 * Polls with the poll trigger as an active workflow does. The returned function polls once; what the
 * trigger remembers is kept between polls, as n8n keeps it.
 */
export function pollSobot(
  simulator: Simulator,
  parameters: IDataObject = {},
): (mode?: 'trigger' | 'manual') => Promise<IDataObject[]> {
  const type = new SobotICallPollTrigger();
  const id = `workflow-${++workflows}`;
  let staticData: IDataObject = {};
  return async (mode = 'trigger') => {
    const { node, workflow } = workflowOf(type, parameters, {}, staticData, undefined, id);
    const data = additionalData(sobotCredential(simulatorCredential(simulator)), workflow);
    const context = new PollContext(workflow, node, data, mode, 'activate');
    try {
      const polled = await type.poll.call(context);
      return (polled ?? []).flat().map(({ json }) => json);
    } finally {
      staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
    }
  };
}

/** Publishes a trigger, as far as the node has a say in it. @throws what n8n would show for a refusal */
export async function publish(
  type: INodeType,
  credential: StoredCredential,
  parameters: IDataObject = {},
): Promise<boolean | undefined> {
  const { node, workflow } = workflowOf(type, parameters, {}, {}, credential);
  const data = additionalData(credential, workflow);
  const context = new HookContext(workflow, node, data, 'trigger', 'activate');
  return await type.webhookMethods?.default?.checkExists.call(context);
}

/** Hands one HTTP request to a trigger, as n8n does once its workflow is published. */
export async function receive(
  type: INodeType,
  credential: StoredCredential,
  parameters: IDataObject,
  httpRequest: object,
  httpResponse: object,
  workflowId: string,
): Promise<IWebhookResponseData> {
  const { node, workflow } = workflowOf(type, parameters, {}, {}, credential, workflowId);
  const data = Object.assign(additionalData(credential, workflow), { httpRequest, httpResponse });
  const description = type.description.webhooks?.[0] as IWebhookDescription;
  const webhookData = {
    httpMethod: 'POST' as const,
    node: node.name,
    path: description.path,
    webhookDescription: description,
    workflowId: workflow.id,
    workflowExecuteAdditionalData: data,
  };
  const context = new WebhookContext(workflow, node, data, 'webhook', webhookData, [], null);
  const response = await type.webhook?.call(context);
  if (response === undefined) throw new Error('this node takes no pushes');
  keptSecret(credential.data, [], [response]);
  return response;
}

/** Opens one of Sobot iCall's lists, as the editor does. */
export async function searchSobot(
  simulator: Simulator,
  method: 'searchTasks' | 'searchTemplates' | 'searchCallerNumbers',
  filter?: string,
  credential: Partial<Record<string, string>> = {},
): Promise<INodeListSearchResult> {
  const data = sobotCredential({ ...simulatorCredential(simulator), ...credential });
  return await searchList(new SobotICall(), data, method, filter);
}

/** Opens one of a node's lists, as the editor does. */
export async function searchList(
  type: INodeType,
  credential: StoredCredential,
  method: string,
  filter?: string,
): Promise<INodeListSearchResult> {
  const { node, workflow } = workflowOf(type, {}, {}, {}, credential);
  const context = new LoadOptionsContext(
    workflow,
    node,
    additionalData(credential, workflow),
    'parameters.task',
  );
  const search = type.methods?.listSearch?.[method];
  if (search === undefined) throw new Error(`the node has no list "${method}"`);
  return await search.call(context, filter);
}

/** A workflow of one node, with the credential chosen. */
function workflowOf(
  type: INodeType,
  parameters: IDataObject,
  settings: Partial<INode> = {},
  staticData: IDataObject = {},
  credential: Pick<StoredCredential, 'type'> = { type: new SobotICallApi() },
  id = `workflow-${++workflows}`,
): { node: INode; workflow: Workflow } {
  const name = `n8n-nodes-calling-campaigns.${type.description.name}`;
  const workflow = new Workflow({
    id,
    nodes: [
      {
        id: 'node',
        name: type.description.displayName,
        type: name,
        typeVersion: 1,
        position: [0, 0],
        parameters: parameters as INode['parameters'],
        credentials: { [credential.type.name]: { id: '1', name: 'Test' } },
        ...settings,
      },
    ],
    connections: {},
    active: false,
    nodeTypes: nodeTypes({ [name]: type }),
    staticData,
    settings: { timezone: 'UTC' },
  });
  return { node: workflow.getNode(type.description.displayName) as INode, workflow };
}

function nodeTypes(types: Record<string, INodeType>): INodeTypes {
  return {
    getByName: (type) => types[type],
    getByNameAndVersion: (type) => types[type],
    getKnownTypes: () => ({}),
  };
}

/** A credential as n8n's database holds it: every run that is given it shares what is stored. */
export interface StoredCredential {
  type: ICredentialType;
  data: Record<string, string | undefined>;
}

function sobotCredential(data: StoredCredential['data']): StoredCredential {
  return { type: new SobotICallApi(), data };
}

function additionalData(
  credential: StoredCredential,
  workflow: Workflow,
): IWorkflowExecuteAdditionalData {
  const { type } = credential;
  const expirable = type.properties.find(({ typeOptions }) => typeOptions?.expirable === true);
  const credentialsHelper = {
    getParentTypes: () => [],
    isCredentialUsableByNode: async () => true,
    getDecrypted: async () => ({ ...credential.data }),
    getCredentials: async () => new Credentials({ id: '1', name: 'Test' }, type.name),
    getCredentialsProperties: () => type.properties,
    updateCredentials: async () => undefined,
    updateCredentialsOauthTokenData: async () => undefined,
    // As n8n's credentials-helper does it: log in without a token or with an expired one, and store it.
    async preAuthentication(
      helpers: IHttpRequestHelper,
      data: ICredentialDataDecryptedObject,
      _type: string,
      _node: INode,
      expired: boolean,
    ) {
      if (expirable === undefined || (data[expirable.name] !== '' && !expired)) return undefined;
      const output = await type.preAuthentication?.call(helpers, data);
      Object.assign(credential.data, output);
      return Object.assign(data, output);
    },
    async authenticate(
      data: ICredentialDataDecryptedObject,
      _type: string,
      request: IHttpRequestOptions,
    ) {
      return typeof type.authenticate === 'function'
        ? await type.authenticate(data, request)
        : request;
    },
  } as unknown as ICredentialsHelper;
  return {
    executionId: String(++executions),
    credentialsHelper,
    hooks: new ExecutionLifecycleHooks('trigger', '1', {
      id: 'workflow',
      name: 'workflow',
      active: false,
      isArchived: false,
      createdAt: new Date(),
      updatedAt: new Date(),
      activeVersionId: null,
      nodes: Object.values(workflow.nodes),
      connections: {},
    }),
    variables: {},
    restApiUrl: 'http://localhost/rest',
    instanceBaseUrl: 'http://localhost/',
    webhookBaseUrl: 'http://localhost/webhook',
    webhookTestBaseUrl: 'http://localhost/webhook-test',
    webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
    formWaitingBaseUrl: 'http://localhost/form-waiting',
    setExecutionStatus: () => undefined,
    sendDataToUI: () => undefined,
    logAiEvent: () => undefined,
    getRunnerStatus: () => ({ available: true }),
  } as unknown as IWorkflowExecuteAdditionalData;
}
