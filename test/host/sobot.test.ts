import { credentialData } from '../../demo/campaign';
import type { Execution } from '../../n8n-server/client';
import { contactRows } from '../engine/numbers';
import { NODES } from '../structure/nodes';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { resources } from '../../nodes/Sobot/SobotICall/actions/resources';
import {
  chain,
  node,
  rowsNode,
  SOBOT,
  sobotNode,
  start,
  type CredentialReference,
} from '../../n8n-server/workflow-parts';
import { until } from '../until';

let host: Host;
let credential: CredentialReference;

beforeAll(async () => {
  host = await startHost({ speed: 1000 });
  credential = await host.client.createCredential(
    'Sobot',
    'sobotICallApi',
    credentialData(host.simulator),
  );
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

async function runNode(
  parameters: Record<string, unknown>,
  rows: Array<Record<string, unknown>> = [{}],
  more = {},
): Promise<Execution> {
  const workflow = await host.client.createWorkflow(
    chain('Sobot', start(), rowsNode(rows), sobotNode(parameters, credential, more)),
  );
  return await host.client.run(workflow, 'Start');
}

const itemsOf = (execution: Execution, output = 0) =>
  (execution.data.resultData.runData['Sobot iCall'][0].data?.main[output] ?? []).map(
    ({ json }) => json,
  );

const id = (value: string) => ({ __rl: true, mode: 'id', value });

const createTask = (taskName: string) => ({
  resource: 'task',
  operation: 'create',
  taskName,
  template: id('a0000000000000000000000000000001'),
  callerNumber: id('02180344315'),
  robots: 1,
});

describe('the node inside a real n8n', () => {
  it('is there with all others, their triggers and tools, and icons for light and dark', async () => {
    const types = await host.client.nodeTypes();
    const own = types.filter(({ name }) => name.startsWith('n8n-nodes-calling-campaigns.'));
    const expected = NODES.flatMap(({ description: { name, usableAsTool } }) =>
      usableAsTool === true ? [name, `${name}Tool`] : [name],
    );
    expect(own.map(({ name }) => name.split('.')[1]).sort()).toEqual(expected.sort());
    for (const { iconUrl } of own) {
      const icons = iconUrl as { light: string; dark: string };
      for (const icon of [icons.light, icons.dark]) {
        const answer = await fetch(`${host.client.url}/${icon}`);
        expect([icon, answer.status, answer.headers.get('content-type')]).toEqual([
          icon,
          200,
          expect.stringContaining('image/svg+xml'),
        ]);
      }
      expect(icons.light).not.toBe(icons.dark);
    }
  });

  it('runs every operation', async () => {
    const templates = itemsOf(
      await runNode({ resource: 'template', operation: 'getMany', returnAll: true }),
    );
    expect(templates.map(({ templateName }) => templateName)).toContain('内容输出测试');
    const numbers = itemsOf(
      await runNode({ resource: 'callerNumber', operation: 'getMany', returnAll: true }),
    );
    expect(numbers[0]).toEqual({ callerNumber: '02180344315', concurrency: 8 });

    const [task] = itemsOf(
      await runNode({
        resource: 'task',
        operation: 'create',
        taskName: 'Host test',
        template: id(templates[0].templateId as string),
        callerNumber: id('02180344315'),
        robots: 3,
      }),
    );
    const tasks = itemsOf(
      await runNode({ resource: 'task', operation: 'getMany', returnAll: true }),
    );
    expect(tasks).toEqual([
      { taskId: task.taskId, taskName: 'Host test', status: 'notStarted', statusCode: 0 },
    ]);

    const contacts = itemsOf(
      await runNode(
        { resource: 'contact', operation: 'add', task: id(task.taskId as string) },
        contactRows(5),
      ),
    );
    expect(contacts.map(({ outcome }) => outcome)).toEqual(Array(5).fill('submitted'));

    await until(() => host.simulator.ledger.dials.length >= 5);
    const results = itemsOf(
      await runNode(
        {
          resource: 'call',
          operation: 'getResult',
          task: id(task.taskId as string),
          contactId: '={{ $json.id }}',
        },
        contactRows(5),
      ),
    );
    expect(results.map(({ callId }) => callId).sort()).toEqual(
      host.simulator.ledger.dials.map(({ callId }) => callId).sort(),
    );
  }, 120_000);

  describe('every operation', () => {
    let task: string;
    beforeAll(async () => {
      const [created] = itemsOf(await runNode(createTask('Every operation')));
      task = created.taskId as string;
    }, 30_000);

    const span = { from: '={{ $now.minus({ days: 60 }) }}', to: '={{ $now.plus({ days: 60 }) }}' };
    const operations: Array<[name: string, parameters: () => object, expected: object]> = [
      ['Account: Verify Login', () => ({ email: 'owner@example.com' }), { valid: true }],
      [
        'API Request: Send',
        () => ({ method: 'GET', path: 'query_robot_num' }),
        { ret_code: '000000' },
      ],
      ['Robot: Get Availability', () => ({}), { lineConcurrency: 12 }],
      ['Template: Get Many', () => ({}), { templateName: 'Delivery notice' }],
      ['Caller Number: Get Many', () => ({}), { callerNumber: '02180344315' }],
      ['Task: Create', () => createTask('One more'), { taskName: 'One more' }],
      [
        'Campaign: Launch',
        () => ({ ...createTask('Launched') }),
        { outcome: 'submitted', taskName: 'Launched' },
      ],
      ['Contact: Add', () => ({ task: id(task), contactIdField: 'id' }), { outcome: 'submitted' }],
      ['Task: Get', () => ({ tasks: [task] }), { found: true, contactCount: 1 }],
      ['Task: Get Many', () => ({}), { status: expect.any(String) }],
      ['Task: Count Calls', () => ({ tasks: [task], ...span }), { found: true }],
      [
        'Task: Update',
        () => ({ task: id(task), updateFields: { robots: 2 } }),
        { updated: ['robots'] },
      ],
      [
        'Call: Get Result',
        () => ({ task: id(task), contactId: 'c-1' }),
        { contactId: 'c-1', taskId: expect.any(String) },
      ],
      ['Call: Get Many', () => ({ task: id(task), ...span }), { outcome: expect.any(String) }],
      [
        'Call: Download Recording',
        () => ({ recordingUrl: `${host.simulator.url}/recordings/a.wav` }),
        { id: 'c-1' },
      ],
      ['Contact: Check', () => ({ guards: {} }), { id: 'c-1' }],
      [
        'Call: Place and Wait',
        () => ({ task: id(task), contactIdField: 'id', guards: {} }),
        { contactId: 'c-1', callId: expect.any(String) },
      ],
      ['Task: Wait Until Finished', () => ({ task: id(task) }), { finished: true, calledCount: 1 }],
      ['Contact: Reconcile', () => ({ task: id(task) }), { contactId: 'c-1', known: 'called' }],
      ['Contact: Delete', () => ({ task: id(task), contactIds: 'c-9' }), { deleted: true }],
      ['Task: Pause', () => ({ task: id(task) }), { paused: true }],
      ['Task: Resume', () => ({ task: id(task) }), { resumed: true }],
      ['Task: End', () => ({ task: id(task) }), { ended: true }],
      ['Task: Delete', () => ({ task: id(task) }), { deleted: true }],
    ];

    it.each(operations)(
      '%s',
      async (name, parameters, expected) => {
        const [resourceName, operationName] = name.split(': ');
        const resource = resources.find((candidate) => candidate.name === resourceName);
        const operation = resource?.operations.find(
          (candidate) => candidate.name === operationName,
        );
        const execution = await runNode(
          { ...parameters(), resource: resource?.value, operation: operation?.value },
          contactRows(1),
        );
        expect(execution.data.resultData.error).toBeUndefined();
        expect(itemsOf(execution)[0]).toMatchObject(expected);
        if (name === 'Contact: Add') {
          await until(() => host.simulator.ledger.dials.some(({ taskId }) => taskId === task));
        }
      },
      30_000,
    );

    it('Contact: Add From File, with a file that n8n itself makes of items', async () => {
      const [created] = itemsOf(await runNode(createTask('From a file')));
      const rows = contactRows(3, 70).map(({ id: outid, ...row }) => ({ outid, ...row }));
      const workflow = await host.client.createWorkflow(
        chain(
          'File',
          start(),
          rowsNode(rows),
          node(
            'File',
            'n8n-nodes-base.convertToFile',
            { operation: 'xlsx', options: { fileName: 'contacts.xlsx' } },
            { typeVersion: 1.1 },
          ),
          sobotNode(
            { resource: 'contact', operation: 'addFromFile', task: id(created.taskId as string) },
            credential,
          ),
        ),
      );
      const execution = await host.client.run(workflow, 'Start');
      expect(itemsOf(execution)[0]).toMatchObject({ rowCount: 3, submittedCount: 3 });
    }, 30_000);

    it('is in this list', () => {
      const all = resources.flatMap(({ name, operations: own }) =>
        own.map((operation) => `${name}: ${operation.name}`),
      );
      expect([...operations.map(([name]) => name), 'Contact: Add From File'].sort()).toEqual(
        all.sort(),
      );
    });
  });

  it('offers lists for its locators, narrowed to what is typed', async () => {
    const list = async (parameter: string, method: string, filter?: string) =>
      await host.client.searchList(
        { type: SOBOT, parameter, method, parameters: { resource: 'task', operation: 'create' } },
        { sobotICallApi: credential },
        filter,
      );
    expect(await list('template', 'searchTemplates', 'payment')).toEqual([
      { name: 'Payment reminder', value: 'a0000000000000000000000000000002' },
    ]);
    expect((await list('callerNumber', 'searchCallerNumbers'))[1].value).toBe('01000000001');
    expect((await list('task', 'searchTasks')).map(({ name }) => name)).toContain(
      'Host test (running)',
    );
  });

  it('sends unknown and unsent contacts out by the error output', async () => {
    const [task] = itemsOf(
      await runNode({
        resource: 'task',
        operation: 'create',
        taskName: 'Faults',
        template: id('a0000000000000000000000000000001'),
        callerNumber: id('02180344315'),
        robots: 1,
      }),
    );
    host.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2 });
    const execution = await runNode(
      {
        resource: 'contact',
        operation: 'add',
        task: id(task.taskId as string),
        options: { batchSize: 1 },
      },
      contactRows(3, 50),
      { onError: 'continueErrorOutput' },
    );
    expect(itemsOf(execution).map(({ contactId }) => contactId)).toEqual(['c-50']);
    expect(itemsOf(execution, 1).map(({ details }) => details)).toEqual([
      expect.objectContaining({ contactId: 'c-51', outcome: 'unknown' }),
      expect.objectContaining({ contactId: 'c-52', outcome: 'notSent' }),
    ]);
  }, 60_000);
});

describe("the credential's test button", () => {
  const press = async (change: Record<string, string>) => {
    const data = { ...credentialData(host.simulator), ...change };
    const stored = await host.client.createCredential('Tested', 'sobotICallApi', data);
    return await host.client.testCredential(stored, 'sobotICallApi', data);
  };

  it('is green for the right values, in both body formats', async () => {
    expect(await press({})).toMatchObject({ status: 'OK' });
    host.simulator.settings.bodyFormat = 'json';
    expect(await press({ bodyFormat: 'json' })).toMatchObject({ status: 'OK' });
    host.simulator.settings.bodyFormat = 'form';
  });

  it('changes nothing at the vendor', () => {
    expect(host.simulator.ledger.requests.filter(({ code }) => code === '320021')).toHaveLength(2);
  });

  it.each([
    ['a wrong App ID', { appid: 'wrong' }],
    ['a wrong signature', { secretSignature: 'wrong' }],
    ['the wrong body format', { bodyFormat: 'json' }],
  ])('names App ID, Signature and body format for %s', async (_, change) => {
    const { status, message } = await press(change);
    expect(status).toBe('Error');
    expect(message).toMatch(/App ID.*Signature.*Request Body Format/s);
  });

  it('points to the Base URL when something else answers there', async () => {
    expect(await press({ baseUrl: `${host.client.url}/healthz?` })).toMatchObject({
      status: 'Error',
    });
    const { status, message } = await press({ baseUrl: `${host.simulator.url}/control/` });
    expect(status).toBe('Error');
    expect(message).toBeTruthy();
  });

  it('is red when nothing answers', async () => {
    const { status } = await press({ baseUrl: 'http://127.0.0.1:9/' });
    expect(status).toBe('Error');
  });
});

keepsSecrets(() => host, { exported: true });
