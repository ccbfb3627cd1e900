import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot, searchSobot } from './harness';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

describe('Template: Get Many', () => {
  it('lists templates with clean names, recordings as a list, and Chinese text intact', async () => {
    const { items } = await runSobot(simulator, {
      resource: 'template',
      operation: 'getMany',
      returnAll: true,
    });
    expect(items).toHaveLength(4);
    expect(items[2]).toEqual({
      json: {
        templateId: '6a9b98410bd44470ae4660275c14792f',
        templateName: '内容输出测试',
        content: '你好,请问您要卖车吗?',
        recordings: [
          'http://recordings.example.com/call/ai/TTS/4401f750.mp3',
          'http://recordings.example.com/call/ai/TTS/0d6e6550.wav',
        ],
      },
      pairedItem: { item: 0 },
    });
    expect(items[3].json).toMatchObject({ content: null, recordings: [] });
  });

  it('returns at most the limit, for each input item, paired with it', async () => {
    const { items } = await runSobot(
      simulator,
      { resource: 'template', operation: 'getMany', returnAll: false, limit: 3 },
      [{}, {}],
    );
    expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
      [0, 0, 0, 1, 1, 1].map((item) => ({ item })),
    );
  });
});

describe('Caller Number: Get Many', () => {
  it('keeps the leading zero, also when the vendor changes number and text at random (R2)', async () => {
    simulator.settings.jitter = true;
    const { items } = await runSobot(simulator, {
      resource: 'callerNumber',
      operation: 'getMany',
      returnAll: true,
    });
    expect(items.map(({ json }) => json)).toEqual([
      { callerNumber: '02180344315', concurrency: 8 },
      { callerNumber: '01000000001', concurrency: 4 },
    ]);
  });
});

describe('lists for the locators', () => {
  it('narrows templates to the typed text, whatever its case', async () => {
    const { results } = await searchSobot(simulator, 'searchTemplates', 'DELIVERY');
    expect(results).toEqual([
      { name: 'Delivery notice', value: 'a0000000000000000000000000000001' },
    ]);
  });

  it('shows how many calls each caller number can carry', async () => {
    const { results } = await searchSobot(simulator, 'searchCallerNumbers');
    expect(results[0]).toEqual({ name: '02180344315 (8 calls at a time)', value: '02180344315' });
  });

  it('says what to do when the credential is refused', async () => {
    const wrong = searchSobot(simulator, 'searchTasks', undefined, { appid: 'wrong' });
    await expect(wrong).rejects.toThrow('Sobot iCall refused the App ID or the signature');
  });
});

describe('reads', () => {
  it.each([
    ['the connection is reset', { kind: 'resetBefore' as const }],
    ['the vendor answers 500 with HTML', { kind: 'statusBefore' as const, status: 500 }],
    [
      'the vendor asks to wait with 429',
      { kind: 'statusBefore' as const, status: 429, headers: { 'retry-after': '0' } },
    ],
    ['the reply is cut off', { kind: 'truncate' as const }],
    ['the vendor has trouble of its own (329999)', { kind: 'code' as const, code: '329999' }],
  ])('are tried again when %s', async (_, fault) => {
    simulator.faults.add({ endpoint: 'query_template', ...fault, times: 2 });
    const { items, error } = await runSobot(simulator, {
      resource: 'template',
      operation: 'getMany',
    });
    expect(error).toBeUndefined();
    expect(items).toHaveLength(4);
    expect(simulator.ledger.requests).toHaveLength(3);
  });

  it("show the vendor's own message for a code it does not document, beside English words", async () => {
    simulator.faults.add({ endpoint: 'query_template', kind: 'code', code: '399999' });
    const { error } = await runSobot(simulator, { resource: 'template', operation: 'getMany' });
    expect(error?.message).toBe('Sobot iCall refused with a code it does not document: 399999');
    expect(error?.description).toContain('系统未知错误');
  });

  it('give up after four attempts and say what happened', async () => {
    simulator.faults.add({ endpoint: '*', kind: 'statusBefore', status: 502, times: 99 });
    const { error } = await runSobot(simulator, { resource: 'template', operation: 'getMany' });
    expect(error?.message).toBe('Sobot iCall broke down while answering (HTTP 502)');
    expect(simulator.ledger.requests).toHaveLength(4);
  });

  it('are not repeated when the credential is wrong, and the error names what to check', async () => {
    const { error } = await runSobot(
      simulator,
      { resource: 'template', operation: 'getMany' },
      [{}],
      { credential: { secretSignature: 'wrong-signature' } },
    );
    expect(error?.message).toBe('Sobot iCall refused the App ID or the signature');
    expect(error?.description).toContain('Request Body Format');
    expect(JSON.stringify(error)).not.toContain('wrong-signature');
    expect(simulator.ledger.requests).toHaveLength(1);
  });

  it('say so when nothing listens at the base URL', async () => {
    const { error } = await runSobot(
      simulator,
      { resource: 'template', operation: 'getMany' },
      [{}],
      { credential: { baseUrl: 'http://127.0.0.1:9/' } },
    );
    expect(error?.message).toBe(
      'Sobot iCall could not be reached: nothing is listening at that address',
    );
    expect(error?.description).toContain('base URL');
  });
});
