import {
  Credentials,
  ExecutionLifecycleHooks,
  LoadOptionsContext,
  PollContext,
  WorkflowExecute,
} from 'n8n-core';
import {
  createRunExecutionData,
  Workflow,
  type IBinaryKeyData,
  type ICredentialDataDecryptedObject,
  type ICredentialsHelper,
  type ICredentialType,
  type IDataObject,
  type IHttpRequestOptions,
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

/** What a run of one node left behind, as the editor would show it. */
export interface NodeRun {
  items: INodeExecutionData[];
  /** Items of the error output, when the node has one. */
  errorItems: INodeExecutionData[];
  error?: { message: string; description?: string | null; context: Record<string, unknown> };
  hints: NodeExecutionHint[];
  status: string;
}

interface RunOptions {
  onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
  retryOnFail?: boolean;
  credential?: Partial<Record<string, string>>;
  /** Presses Stop after so many milliseconds. */
  stopAfterMs?: number;
  /** Binary fields of the first item. */
  binary?: IBinaryKeyData;
}

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
  const credential = { ...simulatorCredential(simulator), ...options.credential };
  const { onError, retryOnFail } = options;
  const { node, workflow } = workflowOf(new SobotICall(), parameters, {
    onError,
    retryOnFail,
    waitBetweenTries: 0,
  });
  const data = createRunExecutionData({
    executionData: {
      nodeExecutionStack: [
        {
          node,
          data: {
            main: [
              items.map((json, at) => ({
                json,
                ...(at === 0 && options.binary ? { binary: options.binary } : {}),
              })),
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
  if (options.stopAfterMs !== undefined) setTimeout(() => execution.cancel(), options.stopAfterMs);
  const run = await execution;
  const result = run.data.resultData;
  const ran = result.runData[node.name]?.[0];
  return {
    items: ran?.data?.main[0] ?? [],
    errorItems: ran?.data?.main[1] ?? [],
    error: (ran?.error ?? result.error) as NodeRun['error'],
    hints: ran?.hints ?? [],
    status: run.status,
  };
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
  let staticData: IDataObject = {};
  return async (mode = 'trigger') => {
    const { node, workflow } = workflowOf(type, parameters, {}, staticData);
    const data = additionalData(simulatorCredential(simulator), workflow);
    const context = new PollContext(workflow, node, data, mode, 'activate');
    try {
      const polled = await type.poll.call(context);
      return (polled ?? []).flat().map(({ json }) => json);
    } finally {
      staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
    }
  };
}

/** Opens one of the node's lists, as the editor does. */
export async function searchSobot(
  simulator: Simulator,
  method: 'searchTasks' | 'searchTemplates' | 'searchCallerNumbers',
  filter?: string,
  credential: Partial<Record<string, string>> = {},
): Promise<INodeListSearchResult> {
  const type = new SobotICall();
  const { node, workflow } = workflowOf(type, {});
  const data = additionalData({ ...simulatorCredential(simulator), ...credential }, workflow);
  const context = new LoadOptionsContext(workflow, node, data, 'parameters.task');
  return await type.methods.listSearch[method].call(context, filter);
}

/** A workflow of one node, with the credential chosen. */
function workflowOf(
  type: INodeType,
  parameters: IDataObject,
  settings: Partial<INode> = {},
  staticData: IDataObject = {},
): { node: INode; workflow: Workflow } {
  const name = `n8n-nodes-calling-campaigns.${type.description.name}`;
  const workflow = new Workflow({
    id: 'workflow',
    nodes: [
      {
        id: 'node',
        name: type.description.displayName,
        type: name,
        typeVersion: 1,
        position: [0, 0],
        parameters: parameters as INode['parameters'],
        credentials: { sobotICallApi: { id: '1', name: 'Sobot' } },
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

function additionalData(
  credential: Record<string, string | undefined>,
  workflow: Workflow,
): IWorkflowExecuteAdditionalData {
  const type: ICredentialType = new SobotICallApi();
  const credentialsHelper = {
    getParentTypes: () => [],
    isCredentialUsableByNode: async () => true,
    getDecrypted: async () => ({ ...credential }),
    getCredentials: async () => new Credentials({ id: '1', name: 'Sobot' }, 'sobotICallApi'),
    getCredentialsProperties: () => type.properties,
    updateCredentials: async () => undefined,
    updateCredentialsOauthTokenData: async () => undefined,
    preAuthentication: async () => undefined,
    authenticate: async (
      data: ICredentialDataDecryptedObject,
      _type: string,
      request: IHttpRequestOptions,
    ) => await (type as SobotICallApi).authenticate(data, request),
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
