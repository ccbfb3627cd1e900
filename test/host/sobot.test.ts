import { credentialData } from '../../demo/campaign';
import type { Execution } from '../../n8n-server/client';
import { contactRows } from '../engine/numbers';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { chain, rowsNode, SOBOT, sobotNode, start, type CredentialReference } from './workflows';

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

describe('the node inside a real n8n', () => {
  it('is there with its trigger, its tool, and icons for light and dark', async () => {
    const types = await host.client.nodeTypes();
    const own = types.filter(({ name }) => name.startsWith('n8n-nodes-calling-campaigns.'));
    expect(own.map(({ name }) => name.split('.')[1]).sort()).toEqual([
      'sobotICall',
      'sobotICallPollTrigger',
      'sobotICallTool',
      'sobotICallTrigger',
    ]);
    const icons = own[0].iconUrl as { light: string; dark: string };
    for (const icon of [icons.light, icons.dark]) {
      const answer = await fetch(`${host.client.url}/${icon}`);
      expect([icon, answer.status, answer.headers.get('content-type')]).toEqual([
        icon,
        200,
        expect.stringContaining('image/svg+xml'),
      ]);
    }
    expect(icons.light).not.toBe(icons.dark);
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

    while (host.simulator.ledger.dials.length < 5)
      await new Promise((resolve) => setTimeout(resolve, 50));
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
    expect((await list('task', 'searchTasks')).map(({ name }) => name)).toEqual([
      'Host test (running)',
    ]);
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
    expect(host.simulator.state.tasks.size).toBe(2);
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
