import type { Execution } from '../../n8n-server/client';
import { ACTION_NODES } from '../structure/nodes';
import { collectionTask, debtorRows, exampleNumber } from '../engine/airudder';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import {
  chain,
  node,
  rowsNode,
  start,
  type CredentialReference,
} from '../../n8n-server/workflow-parts';
import { until } from '../until';

let host: Host;
let credential: CredentialReference;
let dialerCredential: CredentialReference;

const dialerPromotion = {
  groupName: 'Sales Team',
  variableMode: 'none',
  contactIdColumn: 'caseid',
};

const data = (more: Record<string, string> = {}) => ({
  authentication: 'keyPair',
  appKey: host.simulator.airudder.account.appKey,
  appSecret: host.simulator.airudder.account.appSecret,
  baseUrl: host.simulator.airudder.baseUrl(),
  timeZone: 'Asia/Shanghai',
  authorizationScheme: 'Token',
  product: 'cloud',
  ...more,
});

beforeAll(async () => {
  host = await startHost({ speed: 1000 });
  credential = await host.client.createCredential('Airudder', 'airudderApi', data());
  dialerCredential = await host.client.createCredential(
    'Airudder Dialer',
    'airudderApi',
    data({ product: 'direct' }),
  );
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

const airudderNode = (
  name: string,
  operation: string,
  parameters: object,
  more: Record<string, unknown> = {},
) => {
  const found = ACTION_NODES.find((candidate) => candidate.name === name);
  const [resourceName, operationName] = operation.split(': ');
  const resource = found?.resources.find((candidate) => candidate.name === resourceName);
  const chosen = resource?.operations.find((candidate) => candidate.name === operationName);
  return node(
    name,
    `n8n-nodes-calling-campaigns.${found?.node.description.name}`,
    { resource: resource?.value, operation: chosen?.value, ...parameters },
    {
      credentials: {
        airudderApi: resource?.value === 'dialerTask' ? dialerCredential : credential,
      },
      ...more,
    },
  );
};

async function run(
  name: string,
  operation: string,
  parameters: object,
  rows: Array<Record<string, unknown>> = [{}],
): Promise<Execution> {
  const workflow = await host.client.createWorkflow(
    chain('Airudder', start(), rowsNode(rows), airudderNode(name, operation, parameters)),
  );
  return await host.client.run(workflow, 'Start');
}

const itemsOf = (execution: Execution, name: string) =>
  (execution.data.resultData.runData[name]?.[0].data?.main[0] ?? []).map((item) => item);

const id = (value: string) => ({ __rl: true, mode: 'id', value });
const span = { start: '2026-01-01T00:00:00Z', end: '2099-01-01T00:00:00Z' };

describe('the credential', () => {
  const test = async (more: Record<string, string> = {}) =>
    await host.client.testCredential(credential, 'airudderApi', data(more));

  it('is accepted by its test button', async () => {
    expect(await test()).toMatchObject({ status: 'OK' });
  });

  it.each([
    ['a wrong app key', { appKey: 'nobody' }, 'AIRUDDER refused the App Key'],
    ['a wrong app secret', { appSecret: 'wrong' }, 'AIRUDDER refused the App Secret'],
    ['a wrong host', {}, 'answered, but not like AIRUDDER'],
    ['no network', { baseUrl: 'http://127.0.0.1:9' }, 'AIRUDDER could not be reached'],
    ['an unknown host', { baseUrl: 'http://nowhere.invalid' }, 'the host name'],
    [
      'a wrong ready token',
      { authentication: 'token', readyToken: 'x' },
      'AIRUDDER refused the token',
    ],
  ])('tells %s', async (_, more, message) => {
    const baseUrl = message.includes('not like') ? host.client.url : undefined;
    host.simulator.settings.unauthorizedAs = 'readyToken' in more ? 'code' : 'status';
    const result = await test({ ...more, ...(baseUrl === undefined ? {} : { baseUrl }) });
    expect(result).toMatchObject({ status: 'Error', message: expect.stringContaining(message) });
    expect(JSON.stringify(result)).not.toContain(data().appSecret);
  });
});

describe('every operation', () => {
  let task: string;
  let workflowId: string;
  let callId: string;
  let dialerTask: string;
  let dialerCall: string;

  beforeAll(async () => {
    const created = await run(
      'Airudder Task',
      'Task: Create',
      { ...collectionTask, taskName: 'For every operation' },
      debtorRows(8),
    );
    task = itemsOf(created, 'Airudder Task')[0].json.taskId as string;
    const instance = await run(
      'Airudder Workflow',
      'Workflow Instance: Create',
      { templateId: '123', name: 'For every operation', end: span.end },
      debtorRows(1).map(({ id: contactId, phone }) => ({ id: contactId, phone })),
    );
    workflowId = itemsOf(instance, 'Airudder Workflow')[0].json.workflowId as string;
    await until(() => host.simulator.ledger.dials.length >= 9);
    callId = host.simulator.ledger.dials.find(({ status }) => status === 2)?.callId ?? '';
    host.simulator.airudder.state.dialler.planned.set('case-1', { status: 2 });
    const dialer = await run(
      'Airudder Task',
      'Dialer Task: Create',
      { ...dialerPromotion, taskName: 'every-dialer-operation' },
      debtorRows(2),
    );
    dialerTask = itemsOf(dialer, 'Airudder Task')[0].json.taskId as string;
    await until(() => host.simulator.ledger.dials.length >= 11);
    host.simulator.airudder.state.dialler.planned.delete('case-1');
    const ofDialer = host.simulator.ledger.dials.filter((dial) => dial.taskId === dialerTask);
    dialerCall = ofDialer.find(({ contactId }) => contactId === 'case-1')?.callId ?? '';
  }, 60_000);

  const operations: Array<
    [name: string, operation: string, parameters: () => object, expected: object]
  > = [
    [
      'Airudder Task',
      'Task: Create',
      () => ({ ...collectionTask, taskName: 'One more' }),
      { outcome: 'submitted', taskName: 'One more' },
    ],
    ['Airudder Task', 'Task: Get', () => ({ task: id(task) }), { contactId: 'case-1' }],
    ['Airudder Task', 'Task: Get Many', () => ({}), { taskName: 'For every operation' }],
    [
      'Airudder Task',
      'Task: Stop',
      () => ({ body: JSON.stringify({ TaskID: task, Operation: 'stop' }) }),
      { code: 200 },
    ],
    [
      'Airudder Task',
      'Contact: Reconcile',
      () => ({ task: id(task) }),
      { contactId: 'case-1', known: 'called' },
    ],
    ['Airudder Task', 'Contact: Check', () => ({ guards: {} }), { id: 'case-1' }],
    [
      'Airudder Task',
      'Call: Place and Wait',
      () => ({ ...collectionTask, taskName: 'And wait', guards: {} }),
      { contactId: 'case-1', callId: expect.any(String) },
    ],
    ['Airudder Task', 'Task: Wait Until Finished', () => ({ task: id(task) }), { finished: true }],
    ['Airudder Workflow', 'Contact: Check', () => ({ guards: {} }), { id: 'case-1' }],
    ['Airudder Task', 'Robot: Get Many', () => ({}), { robotName: 'Payment reminder' }],
    [
      'Airudder Task',
      'Call: Get Recording',
      () => ({ query: JSON.stringify({ CallID: callId }) }),
      { id: 'case-1' },
    ],
    [
      'Airudder Task',
      'Recording: Get for Task',
      () => ({ query: JSON.stringify({ TaskID: task }) }),
      { id: 'case-1' },
    ],
    ['Airudder Task', 'API Request: Send', () => ({ endpoint: 'A2' }), { status: 'OK' }],
    [
      'Airudder Task',
      'Dialer Task: Create',
      () => ({ ...dialerPromotion, taskName: 'one-more' }),
      { outcome: 'submitted', taskName: 'one-more' },
    ],
    [
      'Airudder Task',
      'Dialer Task: Copy',
      () => ({ ...dialerPromotion, taskName: 'a-copy', dialerTaskId: dialerTask, copied: 'all' }),
      { taskName: 'a-copy', copiedFrom: expect.any(String) },
    ],
    [
      'Airudder Task',
      'Dialer Task: Get',
      () => ({ dialerTaskId: dialerTask, contactIdColumn: 'caseid' }),
      { contactId: 'case-1', source: 'query' },
    ],
    [
      'Airudder Task',
      'Dialer Task: Get Many',
      () => ({ ...span, filters: { taskName: 'every-dialer-operation' } }),
      { taskName: 'every-dialer-operation' },
    ],
    [
      'Airudder Task',
      'Dialer Task: Cancel Contacts',
      () => ({ dialerTaskId: dialerTask, phones: exampleNumber(1) }),
      { phone: exampleNumber(1) },
    ],
    [
      'Airudder Task',
      'Dialer Task: Get Recording Link',
      () => ({ callId: dialerCall }),
      { recordingUrl: expect.stringContaining('/recordings/') },
    ],
    [
      'Airudder Workflow',
      'Workflow Instance: Create',
      () => ({ templateId: '123', name: 'One more', end: span.end, contacts: 'none' }),
      { name: 'One more' },
    ],
    [
      'Airudder Workflow',
      'Contact: Add',
      () => ({ workflowId, contactIdField: 'order' }),
      { outcome: 'submitted' },
    ],
    [
      'Airudder Workflow',
      'Contact: Reconcile',
      () => ({ workflowId }),
      { contactId: 'case-1', known: 'held' },
    ],
    [
      'Airudder Workflow',
      'Workflow Instance: Find by Contact',
      () => ({ contactId: 'case-1', ...span }),
      { found: true },
    ],
    [
      'Airudder Workflow',
      'Workflow Instance: Get Outbound Task Details',
      () => ({ body: JSON.stringify({ workflow_id: workflowId }) }),
      { contactId: 'case-1' },
    ],
    [
      'Airudder Workflow',
      'Workflow Instance: Verify Custom API Push',
      () => ({ workflowId, nodeId: 'n', phone: exampleNumber(1) }),
      { confirmed: true },
    ],
    [
      'Airudder Workflow',
      'API Request: Send',
      () => ({
        endpoint: 'C19',
        body: JSON.stringify({
          callee: exampleNumber(1),
          start_time: '2026-01-01 00:00:00',
          end_time: '2099-01-01 00:00:00',
        }),
      }),
      { status: 'OK' },
    ],
    [
      'Airudder Inbound',
      'Statistics: Get',
      () => ({ start: '2026-03-01', end: '2026-03-03', view: 'days' }),
      { date: '2026-03-01' },
    ],
    [
      'Airudder Inbound',
      'API Request: Send',
      () => ({
        endpoint: 'E5',
        query: JSON.stringify({
          start_time: '2026-03-01 00:00:00',
          end_time: '2026-03-02 00:00:00',
        }),
      }),
      { status: 'OK' },
    ],
    [
      'Airudder Chatbot',
      'API Request: Send',
      () => ({ endpoint: 'F1', method: 'POST', path: '/service/cloud/waba/accounts' }),
      { status: 'OK' },
    ],
  ];

  it.each(operations)(
    '%s › %s',
    async (name, operation, parameters, expected) => {
      host.simulator.settings.unknownPaths = { F1: '/service/cloud/waba/accounts' };
      const execution = await run(name, operation, parameters(), debtorRows(1));
      expect(execution.data.resultData.error).toBeUndefined();
      expect(itemsOf(execution, name)[0].json).toMatchObject(expected);
    },
    30_000,
  );

  it('Airudder Task › Call: Cancel', async () => {
    host.simulator.settings.holdCalls = true;
    const created = await run(
      'Airudder Task',
      'Task: Create',
      { ...collectionTask, taskName: 'To be cancelled' },
      debtorRows(2),
    );
    const { taskId } = itemsOf(created, 'Airudder Task')[0].json;
    const execution = await run(
      'Airudder Task',
      'Call: Cancel',
      { task: id(taskId as string), phone: '={{ $json.phone }}' },
      debtorRows(1),
    );
    host.simulator.settings.holdCalls = false;
    expect(itemsOf(execution, 'Airudder Task')[0].json).toMatchObject({ cancelled: true });
  }, 30_000);

  it('none is left out', () => {
    const all = ACTION_NODES.filter(({ name }) => name.startsWith('Airudder')).flatMap(
      ({ name, resources }) =>
        resources.flatMap((resource) =>
          resource.operations.map((operation) => `${name} › ${resource.name}: ${operation.name}`),
        ),
    );
    const run = operations.map(([name, operation]) => `${name} › ${operation}`);
    expect([...run, 'Airudder Task › Call: Cancel'].sort()).toEqual(all.sort());
  });
});

describe('recordings', () => {
  it("a zip is unpacked by n8n's own Compression node", async () => {
    const created = await run(
      'Airudder Task',
      'Task: Create',
      { ...collectionTask, taskName: 'With recordings' },
      debtorRows(8),
    );
    const { taskId } = itemsOf(created, 'Airudder Task')[0].json;
    const dialled = () =>
      host.simulator.ledger.dials.filter((dial) => dial.taskId === taskId).length;
    await until(() => dialled() >= 8);
    host.simulator.settings.recordingForm = 'zip';
    const workflow = await host.client.createWorkflow(
      chain(
        'Zip',
        start(),
        rowsNode([{ taskId }]),
        airudderNode('Airudder Task', 'Recording: Get for Task', {}),
        node(
          'Compression',
          'n8n-nodes-base.compression',
          { operation: 'decompress', binaryPropertyName: 'data', outputPrefix: 'recording_' },
          { typeVersion: 1.1 },
        ),
      ),
    );
    const execution = await host.client.run(workflow, 'Start');
    host.simulator.settings.recordingForm = 'audio';
    expect(execution.data.resultData.error).toBeUndefined();
    const [item] = itemsOf(execution, 'Compression');
    const answered = host.simulator.ledger.dials.filter(
      (dial) => dial.taskId === taskId && dial.status === 2,
    );
    expect(Object.keys(item.binary ?? {})).toHaveLength(answered.length);
  }, 60_000);
});

describe('the token', () => {
  it('expires in the middle of two parallel uploads of 2,000 contacts: each is sent once', async () => {
    // At this speed a token lives 86 seconds, so it must be a young one.
    host.simulator.airudder.tokens.expire();
    host.simulator.settings.holdCalls = true;
    const instance = await run('Airudder Workflow', 'Workflow Instance: Create', {
      templateId: '123',
      name: 'Two uploads',
      end: span.end,
      contacts: 'none',
    });
    const { workflowId } = itemsOf(instance, 'Airudder Workflow')[0].json;
    const upload = async (from: number) => {
      const rows = `return Array.from({ length: 2000 }, (_, at) => ({ json: { id: 'u-' + (${from} + at), phone: '+1200555' + String(${from} + at).padStart(5, '0') } }));`;
      const workflow = await host.client.createWorkflow(
        chain(
          `Upload from ${from}`,
          start(),
          node(
            'Rows',
            'n8n-nodes-base.code',
            { mode: 'runOnceForAllItems', jsCode: rows },
            { typeVersion: 2 },
          ),
          airudderNode('Airudder Workflow', 'Contact: Add', {
            workflowId,
            options: { batchSize: 50, requestsPerSecond: 1000 },
          }),
        ),
      );
      return await host.client.run(workflow, 'Start');
    };
    host.simulator.ledger.clear();
    const loginsBefore = host.simulator.airudder.tokens.logins;
    host.simulator.faults.add({ endpoint: 'uploaddetails', kind: 'expire', from: 20 });
    const [first, second] = await Promise.all([upload(0), upload(2000)]);
    host.simulator.settings.holdCalls = false;
    for (const execution of [first, second]) {
      expect(execution.data.resultData.error).toBeUndefined();
      const items = itemsOf(execution, 'Airudder Workflow');
      expect(items).toHaveLength(2000);
      expect(new Set(items.map(({ json }) => json.outcome))).toEqual(new Set(['submitted']));
    }
    const taken = host.simulator.ledger.contacts.map(({ contactId }) => contactId);
    expect(taken).toHaveLength(4_000);
    expect(new Set(taken).size).toBe(4_000);
    expect(host.simulator.airudder.tokens.logins - loginsBefore).toBe(1);
  }, 300_000);
});

keepsSecrets(() => host, { exported: true });
