import { startSimulator, type Simulator } from '../../simulator/server';
import { catalogue } from '../../nodes/Airudder/panel/catalogue';
import { airudderCredential, requestsTo, runAirudder } from './airudder';
import type { StoredCredential } from './harness';

let simulator: Simulator;
let credential: StoredCredential;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => {
  simulator.reset();
  credential = airudderCredential(simulator);
});

type Node = Parameters<typeof runAirudder>[1];
const NODES: Record<string, Node> = {
  task: 'task',
  plan: 'task',
  workflow: 'workflow',
  dialer: 'workflow',
  inbound: 'inbound',
  chatbot: 'chatbot',
};

const unknown = catalogue.filter(({ kind, path }) => kind === 'call' && path === null);

describe('API Request', () => {
  it.each(unknown.map((row) => [`${row.id} ${row.title}`, row] as const))(
    '%s: asks for the path that is not public, and sends what is typed in',
    async (_, row) => {
      const path = `/service/cloud/${row.group}/${row.id.toLowerCase()}`;
      simulator.settings.unknownPaths = { [row.id]: path };
      const method = row.method ?? 'POST';
      const { items, error } = await runAirudder(credential, NODES[row.group], 'apiRequest.send', {
        endpoint: row.id,
        path,
        ...(row.method === null ? { method } : {}),
        query: '{"page": 2}',
        ...(method === 'POST' ? { body: '{"name": "Ana"}' } : {}),
      });
      expect(error).toBeUndefined();
      expect(items[0].json.data).toEqual({
        row: row.id,
        method,
        query: { page: '2' },
        body: method === 'POST' ? { name: 'Ana' } : {},
      });
    },
  );

  it('fills in a known path', async () => {
    const { items } = await runAirudder(credential, 'task', 'apiRequest.send', { endpoint: 'A10' });
    expect(items[0].json).toMatchObject({ status: 'OK', code: 200 });
  });

  it.each([
    ['http://elsewhere.example/service/a'],
    ['/service/../etc/passwd'],
    ['//elsewhere.example/service/a'],
    ['/other/path'],
    ['/service/cloud/list?x=1'],
    ['={{ "" }}'],
    ['/service/cloud/auth'],
    ['/service/callcenter/call/predict/auth'],
  ])('refuses the path %s before anything is sent', async (path) => {
    const { error } = await runAirudder(credential, 'chatbot', 'apiRequest.send', {
      endpoint: 'other',
      path,
    });
    expect(error?.message).toContain('"Path" is');
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('says a refusal in words, with those of the vendor', async () => {
    const { error } = await runAirudder(credential, 'inbound', 'apiRequest.send', {
      endpoint: 'other',
      path: '/service/cloud/nothing',
    });
    expect(error?.message).toBe('AIRUDDER refused the request');
    expect(error?.description).toContain('no such path');
  });

  it('repeats what only reads, and never what may change something', async () => {
    simulator.settings.unknownPaths = { F1: '/service/cloud/f1', F4: '/service/cloud/f4' };
    const send = (endpoint: string, options = {}) =>
      runAirudder(credential, 'chatbot', 'apiRequest.send', {
        endpoint,
        method: 'POST',
        path: `/service/cloud/${endpoint.toLowerCase()}`,
        options,
      });
    simulator.faults.add({ endpoint: 'f1', kind: 'resetAfter' });
    expect((await send('F1')).error).toBeUndefined();
    expect(requestsTo(simulator, 'f1')).toHaveLength(2);
    simulator.faults.add({ endpoint: 'f4', kind: 'resetAfter', times: 1 });
    expect((await send('F4')).error?.message).toContain('did not answer');
    expect(requestsTo(simulator, 'f4')).toHaveLength(1);
    simulator.faults.add({ endpoint: 'f4', kind: 'resetAfter', times: 1 });
    expect((await send('F4', { onlyReads: true })).error).toBeUndefined();
  });

  it("says a refusal with a 4xx status in the vendor's words too", async () => {
    simulator.faults.add({
      endpoint: 'robot',
      kind: 'statusBefore',
      status: 400,
      body: '{"code":400,"message":"page is invalid"}',
    });
    const { error } = await runAirudder(credential, 'task', 'robot.getMany');
    expect(error?.message).toBe('AIRUDDER refused the request');
    expect(error?.description).toContain('page is invalid');
  });

  it('a reply that breaks off is read again, or told as carried out', async () => {
    simulator.settings.unknownPaths = { F4: '/service/cloud/f4' };
    simulator.faults.add({ endpoint: 'robot', kind: 'truncate' });
    expect(
      (await runAirudder(credential, 'task', 'apiRequest.send', { endpoint: 'A10' })).error,
    ).toBeUndefined();
    simulator.faults.add({ endpoint: 'f4', kind: 'truncate' });
    const { error } = await runAirudder(credential, 'chatbot', 'apiRequest.send', {
      endpoint: 'F4',
      method: 'POST',
      path: '/service/cloud/f4',
    });
    expect(error?.message).toContain('not one of its own');
    expect(requestsTo(simulator, 'f4')).toHaveLength(1);
  });

  it('puts a file into a binary field', async () => {
    simulator.settings.unknownPaths = { F1: '/service/cloud/f1' };
    simulator.faults.add({
      endpoint: 'f1',
      kind: 'statusAfter',
      status: 200,
      body: '%PDF-1.7 not really',
      headers: { 'content-type': 'application/octet-stream' },
    });
    const { items } = await runAirudder(credential, 'chatbot', 'apiRequest.send', {
      endpoint: 'F1',
      method: 'POST',
      path: '/service/cloud/f1',
    });
    expect(items[0].binary?.data).toMatchObject({
      fileName: 'f1.pdf',
      mimeType: 'application/pdf',
    });
  });

  it.each([
    ['429', { status: 429, headers: { 'retry-after': '0' } }, 2],
    ['500 with HTML', { status: 500 }, 2],
    ['502 with nothing', { status: 502, body: '' }, 2],
    ['200 with HTML', { status: 200 }, 2],
    ['401 as a status', { status: 401, body: '{}' }, 2],
  ])('reads again after %s', async (_, fault, requests) => {
    credential.data.sessionToken = simulator.airudder.tokens.issue();
    simulator.faults.add({ endpoint: 'robot', kind: 'statusBefore', ...fault });
    const { items, error } = await runAirudder(credential, 'task', 'robot.getMany');
    expect(error).toBeUndefined();
    expect(items).toHaveLength(2);
    expect(requestsTo(simulator, 'robot')).toHaveLength(requests);
  });
});
