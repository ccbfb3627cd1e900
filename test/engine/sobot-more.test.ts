import type { IBinaryData, IDataObject } from 'n8n-workflow';
import writeXlsxFile from 'write-excel-file/node';
import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { contactRows, unassignedNumber } from './numbers';
import { until } from '../until';
import { byId, callContacts, newTask, sentTo } from './tasks';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 2000 });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

describe('Contact: Delete', () => {
  it('deletes any number of contacts, 100 a request, and counts them for each task', async () => {
    simulator.settings.holdCalls = true;
    const task = await newTask(simulator);
    await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task) },
      contactRows(230),
    );
    const { items } = await runSobot(
      simulator,
      { resource: 'contact', operation: 'delete', task: byId(task), contactIds: '={{ $json.id }}' },
      contactRows(240),
    );
    expect(items.map(({ json }) => json)).toEqual([
      { taskId: task, deleted: true, requestedCount: 240, deletedCount: 230 },
    ]);
    expect(items[0].pairedItem).toHaveLength(240);
    expect(
      sentTo(simulator, 'delete_task_data').map(({ outid }) => String(outid).split(',').length),
    ).toEqual([100, 100, 40]);
  });

  it('with On Error: Continue, says for each task whether its contacts were deleted', async () => {
    simulator.settings.holdCalls = true;
    const task = await newTask(simulator);
    await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(task) },
      contactRows(1),
    );
    const given = { task: byId('={{ $json.task }}'), contactIds: '={{ $json.id }}' };
    const rows = [
      { task, id: 'c-1' },
      { task: 'nowhere', id: 'x' },
      { task: 'nowhere', id: 'y' },
    ];
    const { items } = await runSobot(
      simulator,
      { resource: 'contact', operation: 'delete', ...given },
      rows,
      { onError: 'continueRegularOutput' },
    );
    expect(items.map(({ json, pairedItem }) => [json.deletedCount, pairedItem])).toEqual([
      [1, [{ item: 0 }]],
      [undefined, { item: 1 }],
      [undefined, { item: 2 }],
    ]);
    expect(items[1].json.error).toBeTruthy();
  });

  it('deletes nothing when an item has no id', async () => {
    const { error } = await runSobot(
      simulator,
      { resource: 'contact', operation: 'delete', task: byId('t'), contactIds: '={{ $json.id }}' },
      [{ id: 'a' }, {}],
    );
    expect(error?.message).toBe('[item 1] "Contact IDs" is empty, so nothing was deleted');
    expect(simulator.ledger.requests).toEqual([]);
  });
});

describe('Contact: Add From File', () => {
  const file = async (rows: string[][], fileName = 'contacts.xlsx'): Promise<IBinaryData> => {
    const data = rows.map((row) => row.map((value) => ({ value, type: String })));
    const buffer = await writeXlsxFile(data).toBuffer();
    return { data: buffer.toString('base64'), mimeType: 'application/octet-stream', fileName };
  };
  const rows = [
    ['phone', 'outid', 'name'],
    [unassignedNumber(1), 'x-1', '张三'],
    ['not a phone', 'x-2', 'B'],
    [unassignedNumber(1), 'x-3', 'C'],
    [unassignedNumber(4), 'x-4', 'D'],
  ];
  const upload = async (task: string, binary: IBinaryData, options: IDataObject = {}) =>
    await runSobot(
      simulator,
      { resource: 'contact', operation: 'addFromFile', task: byId(task), options },
      [{}],
      { binary: { data: binary } },
    );

  it('uploads the file and returns the counts, and the rejected rows as items', async () => {
    simulator.settings.doNotDisturb = [unassignedNumber(4)];
    const task = await newTask(simulator);
    const { items, error } = await upload(task, await file(rows, '客户 名单.xlsx'), {
      rejectedRows: true,
    });
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json)).toEqual([
      {
        taskId: task,
        rowCount: 4,
        submittedCount: 1,
        rejectedCount: 1,
        repeatedCount: 1,
        filteredCount: 1,
        notTakenCount: 0,
        rejectedRows: [3],
      },
      { taskId: task, outcome: 'rejected', row: 3 },
    ]);
    expect(simulator.ledger.contacts).toEqual([
      expect.objectContaining({ contactId: 'x-1', variables: { name: '张三' } }),
    ]);
  });

  it('sends the file later when Sobot was out of reach before it left', async () => {
    const task = await newTask(simulator);
    const fault = { kind: 'statusBefore', status: 503, times: 4 } as const;
    simulator.faults.add({ endpoint: 'query_task_info', ...fault });
    const binary = await file(rows, 'contacts.xlsx');
    const sameWorkflow = { binary: { data: binary }, workflowId: 'file-later' };
    const run = async () =>
      await runSobot(
        simulator,
        { resource: 'contact', operation: 'addFromFile', task: byId(task) },
        [{}],
        sameWorkflow,
      );
    expect((await run()).error?.description).toContain('The file was not sent');
    expect((await run()).items[0].json).toMatchObject({ submittedCount: 2 });
  });

  it('says how many contacts Sobot counted and does not hold', async () => {
    simulator.settings.dropContacts = ['x-1'];
    const { items } = await upload(await newTask(simulator), await file(rows, 'contacts.xlsx'));
    expect(items[0].json).toMatchObject({ submittedCount: 2, notTakenCount: 1 });
    expect(simulator.ledger.contacts).toHaveLength(1);
  });

  it.each([
    ['before', 1],
    ['after', 2],
  ])(
    'says that it is not known how many Sobot dropped where it shows no count %s',
    async (_, from) => {
      const task = await newTask(simulator);
      const body = JSON.stringify({ ret_code: '000000', ret_msg: 'ok', data: [{ taskid: task }] });
      const fault = { kind: 'statusBefore', status: 200, body } as const;
      simulator.faults.add({ endpoint: 'query_task_info', ...fault, from, times: 9 });
      const { items } = await upload(task, await file(rows));
      expect(items[0].json).toMatchObject({ submittedCount: 2, notTakenCount: null });
    },
  );

  it('takes a reply without counts and without a list of rejected rows', async () => {
    const body = JSON.stringify({ ret_code: '000000', ret_msg: 'ok', error_data: 'none' });
    const fault = { kind: 'statusAfter', status: 200, body } as const;
    simulator.faults.add({ endpoint: 'add_task_file_data', ...fault });
    const { items } = await upload(await newTask(simulator), await file(rows), {
      rejectedRows: true,
    });
    expect(items.map(({ json }) => json.submittedCount)).toEqual([null]);
  });

  it.each([
    ['another kind of file', 'contacts.csv', 100, 'The file "contacts.csv" is not an Excel file'],
    [
      'more than 5 MB',
      'big.xlsx',
      5 * 1024 * 1024 + 1,
      'The file "big.xlsx" has 5.0 MB; Sobot takes at most 5',
    ],
  ])('refuses %s before it is sent', async (_, fileName, size, message) => {
    const { error } = await upload('t', {
      data: Buffer.alloc(size).toString('base64'),
      mimeType: 'application/octet-stream',
      fileName,
    });
    expect(error?.message).toBe(message);
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('says what is wrong with a file the vendor cannot read (320028)', async () => {
    const task = await newTask(simulator);
    const { error } = await upload(task, {
      data: Buffer.from('no excel').toString('base64'),
      mimeType: 'application/octet-stream',
      fileName: 'x.xlsx',
    });
    expect(error?.message).toBe('Sobot iCall cannot read this kind of file');
  });

  it('sends the file once when the reply is lost, and tells how many contacts the task gained', async () => {
    const task = await newTask(simulator);
    simulator.faults.add({ endpoint: 'add_task_file_data', kind: 'resetAfter' });
    const { error } = await upload(task, await file(rows));
    expect(error?.message).toContain('Since then the task has gained 2 contacts');
    expect(error?.description).toContain('Do not upload the file again');
    expect(sentTo(simulator, 'add_task_file_data')).toHaveLength(1);
  });
});

describe('Call: Get Many', () => {
  const getMany = async (task: string, more: IDataObject = {}) =>
    await runSobot(simulator, {
      resource: 'call',
      operation: 'getMany',
      task: byId(task),
      from: new Date(simulator.clock.now() - 30 * 86_400_000).toISOString(),
      to: new Date(simulator.clock.now() + 30 * 86_400_000).toISOString(),
      ...more,
    });

  it('fetches all pages of 15 and returns each call once, in order', async () => {
    const task = await newTask(simulator, { robots: 20 });
    await callContacts(simulator, task, 100);
    const { items } = await getMany(task, { returnAll: true });
    const ids = items.map(({ json }) => json.callId);
    expect(new Set(ids).size).toBe(100);
    const ends = items.map(({ json }) => String(json.endTime));
    expect(ends).toEqual([...ends].sort());
    const pages = sentTo(simulator, 'query_time_task_data').map(({ page_num }) => Number(page_num));
    expect(pages.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('asks for no more pages than the limit needs', async () => {
    const task = await newTask(simulator, { robots: 20 });
    await callContacts(simulator, task, 60);
    const { items } = await getMany(task, { returnAll: false, limit: 20 });
    expect(items).toHaveLength(20);
    expect(sentTo(simulator, 'query_time_task_data')).toHaveLength(2);
  });

  it('misses no call that finishes while it pages', async () => {
    const task = await newTask(simulator, { robots: 20 });
    await callContacts(simulator, task, 40);
    simulator.faults.add({
      endpoint: 'query_time_task_data',
      kind: 'delay',
      milliseconds: 400,
      from: 2,
    });
    const [{ items }] = await Promise.all([
      getMany(task, { returnAll: true }),
      callContacts(simulator, task, 40, 100),
    ]);
    const ids = items.map(({ json }) => json.callId);
    expect(new Set(ids).size).toBe(ids.length);
    const first = simulator.ledger.dials.slice(0, 40).map(({ callId }) => callId);
    expect(ids).toEqual(expect.arrayContaining(first));
  });

  it('reads everything as text too (R2), and gives the raw record with Simplify off', async () => {
    const task = await newTask(simulator);
    await callContacts(simulator, task, 1);
    const { items } = await getMany(task, { simplify: false });
    expect(items[0].json).toHaveProperty('detail.del_flag', '1');
    const simple = await getMany(task);
    expect(simple.items[0].json).toMatchObject({ taskId: task, contactId: null, deleted: false });
  });
});

describe('one form of call result', () => {
  it('a thousand calls are the same from push, Get Result and Get Many, but for what each does not say', async () => {
    const received: string[] = [];
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push(body);
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { parseLenientJson } = await import('../../nodes/basics/lenient-json');
    const { callsInPush } = await import('../../nodes/Sobot/events/result-push');
    try {
      const task = await newTask(simulator, { robots: 20, pushUrl: `http://127.0.0.1:${port}/` });
      await callContacts(simulator, task, 1000);
      await until(() => received.length >= 1000);

      const pushed = new Map(
        received
          .flatMap((body) => callsInPush(parseLenientJson(body)).calls)
          .map((call) => [call.callId, call]),
      );
      const many = await runSobot(simulator, {
        resource: 'call',
        operation: 'getMany',
        task: byId(task),
        returnAll: true,
        from: new Date(simulator.clock.now() - 30 * 86_400_000).toISOString(),
        to: new Date(simulator.clock.now() + 30 * 86_400_000).toISOString(),
      });
      const single = await runSobot(
        simulator,
        {
          resource: 'call',
          operation: 'getResult',
          task: byId(task),
          contactId: '={{ $json.id }}',
        },
        contactRows(1000),
      );
      expect([pushed.size, many.items.length, single.items.length]).toEqual([1000, 1000, 1000]);

      const common = (call: IDataObject) => ({
        ...call,
        taskId: '',
        contactId: '',
        deleted: '',
        source: '',
        transcript: (call.transcript as IDataObject[]).map((line) => ({
          ...line,
          matchedNode: '',
        })),
      });
      const byCall = new Map(many.items.map(({ json }) => [json.callId, json]));
      for (const { json } of single.items) {
        const push = pushed.get(json.callId as string);
        expect(push?.contactId).toBe(json.contactId);
        expect(common(push as unknown as IDataObject)).toEqual(common(json));
        expect(common(byCall.get(json.callId) as IDataObject)).toEqual(common(json));
      }
    } finally {
      server.close();
    }
  }, 60_000);
});

describe('Call: Download Recording', () => {
  const downloadRecording = async (
    recordingUrl: string,
    more: IDataObject = {},
    item: IDataObject = {},
  ) =>
    await runSobot(
      simulator,
      { resource: 'call', operation: 'downloadRecording', recordingUrl, ...more },
      [item],
    );

  it('puts the file into a binary field, named after date, task, contact and call, without sending credentials', async () => {
    const { items, error } = await downloadRecording(
      `${simulator.url}/recordings/a.wav`,
      {},
      {
        startTime: '2026-03-01T10:00:00.000Z',
        taskId: 't1',
        contactId: 'order/17',
        callId: 'soboticall1',
      },
    );
    expect(error).toBeUndefined();
    expect(items[0].binary?.data).toMatchObject({
      fileName: '2026-03-01_t1_order-17_soboticall1.wav',
      mimeType: 'audio/wav',
      fileSize: expect.any(String),
    });
    expect(items[0].json.contactId).toBe('order/17');
    expect(
      Buffer.from(items[0].binary?.data.data ?? '', 'base64')
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
    expect(simulator.ledger.downloads.map(({ url }) => url)).toEqual(['/recordings/a.wav']);
  });

  it('opens links as the push prints them, with a blank and escaped slashes (R26)', async () => {
    const link = `${simulator.url}/recordings/a.wav`
      .replace('http://', 'http: //')
      .replaceAll('/', '\\/');
    expect((await downloadRecording(link)).error).toBeUndefined();
  });

  it.each([
    ['http://127.0.0.1:1/x.wav', 'The link leads to 127.0.0.1, inside your own network'],
    ['http://10.0.0.8/x.wav', 'The link leads to 10.0.0.8, inside your own network'],
    [
      'http://169.254.169.254/latest/meta-data',
      'The link leads to 169.254.169.254, inside your own network',
    ],
    ['http://[::1]/x.wav', 'The link leads to [::1], inside your own network'],
    ['file:///etc/hosts', 'This is not a link to a file: file:///etc/hosts'],
    ['={{ "" }}', 'There is no link to a file'],
  ])('refuses %s', async (url, message) => {
    const { error } = await downloadRecording(url);
    expect(error?.message).toBe(message);
  });

  it('refuses a redirect into the network', async () => {
    const { error } = await downloadRecording(
      `${simulator.url}/recordings/redirect?to=http://10.0.0.8/x.wav`,
    );
    expect(error?.message).toBe('The link leads to 10.0.0.8, inside your own network');
  });

  it('follows a redirect to where the file is', async () => {
    const { items } = await downloadRecording(
      `${simulator.url}/recordings/redirect?to=${encodeURIComponent('/recordings/b.wav')}`,
    );
    expect(items[0].binary?.data.mimeType).toBe('audio/wav');
  });

  it('breaks off when nothing more comes, in place of waiting for ever', async () => {
    const link = `${simulator.url}/recordings/a.wav?stall=yes`;
    const { error } = await downloadRecording(link, { options: { timeout: 1 } });
    expect(error?.message).toBe('The file broke off while it was fetched');
  });

  it('says what to do about a link that Sobot refuses', async () => {
    const { error } = await downloadRecording(`${simulator.url}/recordings/a.wav?status=500`);
    expect(error?.message).toBe('The file could not be fetched (HTTP 500)');
    expect(error?.description).toBe('Try the link in a browser.');
    const { error: late } = await downloadRecording(`${simulator.url}/recordings/a?status=404`);
    expect(late?.description).toContain('It may not be there yet, or no longer');
    const nowhere = `${simulator.url}/recordings/redirect?to=http:///`;
    expect((await downloadRecording(nowhere)).error?.message).toContain('not a link to a file');
  });

  it.each([
    ['a.mp3?type=audio/none', 'mp3'],
    ['a?type=audio/none', 'wav'],
    ['a.mp3', 'wav'],
  ])(
    'names a file by its content, its link, or as most are: %s is .%s',
    async (name, extension) => {
      const { items } = await downloadRecording(`${simulator.url}/recordings/${name}`, {
        outputField: ' ',
      });
      expect(items[0].binary?.data.fileName).toMatch(new RegExp(`\\.${extension}$`));
    },
  );

  it('stops at the size limit, whether or not the size is announced', async () => {
    for (const announce of ['yes', 'no']) {
      const { error } = await downloadRecording(
        `${simulator.url}/recordings/large.wav?megabytes=3&announce=${announce}`,
        { options: { sizeLimit: 1 } },
      );
      expect(error?.message).toBe('The file is larger than 1 MB');
    }
  });

  it('refuses limits that make no sense before it fetches anything', async () => {
    simulator.ledger.requests = [];
    const { error } = await downloadRecording(`${simulator.url}/recordings/a.wav`, {
      options: { sizeLimit: 'none' },
    });
    expect(error?.message).toContain('"Size Limit" is none');
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('waits while the file is not there yet, and says so when it never comes', async () => {
    const late = `${simulator.url}/recordings/late.wav?after=2`;
    expect((await downloadRecording(late, { options: { waitSeconds: 20 } })).error).toBeUndefined();
    const { error } = await downloadRecording(`${simulator.url}/recordings/late.wav?after=99`, {
      options: { waitSeconds: 0 },
    });
    expect(error?.message).toBe('The file could not be fetched (HTTP 404)');
    expect(error?.description).toContain('Wait for File');
  }, 30_000);
});

describe('waiting for a recording', () => {
  it('ends with Stop, not with the time that was set', async () => {
    const asked = () => simulator.ledger.downloads.length;
    simulator.ledger.downloads = [];
    const { error } = await runSobot(
      simulator,
      {
        resource: 'call',
        operation: 'downloadRecording',
        recordingUrl: `${simulator.url}/recordings/late.wav?after=99`,
        options: { waitSeconds: 120 },
      },
      [{}],
      { stopWhen: () => asked() > 0 },
    );
    expect(error?.message).toBe('The execution was stopped');
    // A request may be on its way; on a clock that jumps, more would follow at once.
    const atMost = asked() + 1;
    await until(() => simulator.ledger.downloads.length > atMost, 300).catch(() => undefined);
    expect(asked()).toBeLessThanOrEqual(atMost);
  });
});

describe('Robot, Account, API Request', () => {
  it('Robot: Get Availability gives free robots and what all lines carry', async () => {
    const { items } = await runSobot(simulator, {
      resource: 'robot',
      operation: 'getAvailability',
    });
    expect(items[0].json).toEqual({ freeRobots: 20, lineConcurrency: 12, callerNumberCount: 2 });
  });

  it("Robot: Get Availability takes the vendor's own total, not the sum of the lines", async () => {
    const reply = {
      ret_code: '000000',
      data: [{ telephone: '02180344315', count: '3' }],
      total_count: '8',
    };
    simulator.faults.add({
      endpoint: 'query_number',
      kind: 'statusBefore',
      status: 200,
      body: JSON.stringify(reply),
    });
    const { items } = await runSobot(simulator, {
      resource: 'robot',
      operation: 'getAvailability',
    });
    expect(items[0].json).toMatchObject({ lineConcurrency: 8, callerNumberCount: 1 });
  });

  it('Account: Verify Login sends the e-mail under its undocumented name (R1)', async () => {
    const verify = async (email: string) =>
      await runSobot(simulator, { resource: 'account', operation: 'verifyLogin', email });
    expect((await verify('owner@example.com')).items[0].json).toEqual({
      email: 'owner@example.com',
      valid: true,
      reason: null,
    });
    expect((await verify('x@example.com')).items[0].json).toMatchObject({ valid: false });
    expect(sentTo(simulator, 'check_login_name')[0]).toEqual({ email: 'owner@example.com' });
  });

  const send = async (parameters: IDataObject) =>
    await runSobot(simulator, { resource: 'apiRequest', operation: 'send', ...parameters });

  it('API Request sends any path, with credentials and English errors', async () => {
    const { items } = await send({ method: 'GET', path: '/query_number' });
    expect(items[0].json).toMatchObject({ ret_code: '000000', total_count: 12 });
    const { error } = await send({
      method: 'GET',
      path: 'query_task_info',
      parameters: '{"taskid":"x"}',
    });
    expect(error?.message).toBe('There is no task with this ID');
  });

  it('API Request fetches all pages of a list', async () => {
    const task = await newTask(simulator, { robots: 20 });
    await callContacts(simulator, task, 32);
    const { items } = await send({
      method: 'GET',
      path: 'query_time_task_data',
      parameters: JSON.stringify({
        taskid: task,
        begin_time: 1,
        end_time: simulator.clock.now() + 1e6,
      }),
      allPages: true,
    });
    expect(items).toHaveLength(32);
  });

  it.each(['https://evil.example.com/x', '../task', 'a?b=c', '={{ "" }}', 'a/../b'])(
    'API Request refuses the path %j',
    async (path) => {
      const { error } = await send({ method: 'GET', path });
      expect(error?.message).toMatch(/"Path" is/);
      expect(simulator.ledger.requests).toEqual([]);
    },
  );

  it('API Request never repeats a POST whose reply was lost', async () => {
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetAfter' });
    const { error } = await send({
      method: 'POST',
      path: 'add_task_data',
      parameters: '{"taskid":"x"}',
    });
    expect(error?.message).toContain('did not answer');
    expect(simulator.ledger.requests).toHaveLength(1);
  });
});
