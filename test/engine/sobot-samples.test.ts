import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { fixture } from '../unit/fixtures';
import { runSobot } from './harness';
import { byId, newTask } from './tasks';

/** The vendor's own sample replies, byte for byte, served in place of the simulator's. */

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const task = byId('t');
const span = { from: '2020-01-01', to: '2020-02-01' };

const samples: Array<[endpoint: string, parameters: IDataObject, expected: unknown]> = [
  [
    'check_login_name',
    { resource: 'account', operation: 'verifyLogin', email: 'a@example.com' },
    [{ email: 'a@example.com', valid: true, reason: null }],
  ],
  [
    'query_template',
    { resource: 'template', operation: 'getMany', returnAll: true },
    [
      expect.objectContaining({
        templateId: '6a9b98410bd44470ae4660275c14792f',
        templateName: '内容输出测试',
        content: '你好,请问您要卖车吗?',
        recordings: [expect.stringContaining('4401f750a3eef4c41805df1341218166.mp3')],
      }),
      expect.objectContaining({ templateName: '测试0312' }),
      {
        templateId: '6a6d592bf37e4898bcfafd1cb4384f29',
        templateName: '接口调用',
        content: null,
        recordings: [],
      },
      expect.objectContaining({ recordings: [expect.any(String), expect.any(String)] }),
    ],
  ],
  [
    'query_robot_num',
    { resource: 'robot', operation: 'getAvailability' },
    [{ freeRobots: 4, lineConcurrency: 12, callerNumberCount: 2 }],
  ],
  [
    'query_number',
    { resource: 'callerNumber', operation: 'getMany' },
    [{ callerNumber: '02180344315', concurrency: 2 }],
  ],
  [
    'add_task',
    {
      resource: 'task',
      operation: 'create',
      taskName: 'x',
      template: byId('a0000000000000000000000000000001'),
      callerNumber: byId('02180344315'),
      robots: 1,
    },
    [expect.objectContaining({ taskId: 'XXXXXX', foundAgain: false })],
  ],
  [
    'query_task_data',
    { resource: 'call', operation: 'getResult', task, contactId: 'c' },
    [
      expect.objectContaining({
        taskId: 't',
        contactId: 'c',
        outcome: 'answered',
        phone: '182****6077',
        phoneMasked: true,
        callDurationSeconds: 55.04,
        startTime: '2019-10-09T07:59:30.268Z',
      }),
    ],
  ],
  [
    'query_task',
    { resource: 'task', operation: 'getMany' },
    [
      {
        taskId: '100018163bcf0dc314eadaf7e13280548658c',
        taskName: '任务1',
        status: 'notStarted',
        statusCode: 0,
      },
      expect.objectContaining({ taskName: '任务2', status: 'running' }),
      expect.objectContaining({ taskName: '任务2', status: 'paused' }),
    ],
  ],
  [
    'editor_task',
    { resource: 'task', operation: 'update', task, updateFields: { taskName: 'new' } },
    [{ taskId: 't', updated: ['taskName'] }],
  ],
  ['pause_task', { resource: 'task', operation: 'pause', task }, [{ taskId: 't', paused: true }]],
  [
    'resume_task',
    { resource: 'task', operation: 'resume', task },
    [{ taskId: 't', resumed: true }],
  ],
  ['end_task', { resource: 'task', operation: 'end', task }, [{ taskId: 't', ended: true }]],
  [
    'delete_task',
    { resource: 'task', operation: 'delete', task },
    [{ taskId: 't', deleted: true }],
  ],
  [
    'query_task_info',
    {
      resource: 'task',
      operation: 'get',
      tasks: ['10001ec873e088ee0419293886b75ed9db814', '1000110d35472707c4067808f68271e07e787'],
    },
    [
      expect.objectContaining({ taskName: '1227', status: 'finished', contactCount: 6 }),
      {
        taskId: '1000110d35472707c4067808f68271e07e787',
        found: true,
        taskName: '1212-01',
        status: 'paused',
        contactCount: 508,
        calledCount: 115,
        connectedCount: 5,
        interestedCount: 1,
        robots: 4,
        callerNumbers: ['02180344315'],
        callingHours: ['09:00-20:00'],
        validity: 'permanent',
        startTime: null,
        endTime: null,
      },
    ],
  ],
  [
    'delete_task_data',
    { resource: 'contact', operation: 'delete', task, contactIds: 'a,b' },
    [{ taskId: 't', deleted: true, requestedCount: 2, deletedCount: 2 }],
  ],
  [
    'calls_count',
    {
      resource: 'task',
      operation: 'countCalls',
      tasks: ['100010484d4fb8d734888b0ec89f0978d5e20', '100017add6b22e5884678a6c1c861f73beae8'],
      ...span,
    },
    [
      {
        taskId: '100010484d4fb8d734888b0ec89f0978d5e20',
        found: true,
        taskName: '测试任务',
        calls: 1,
      },
      {
        taskId: '100017add6b22e5884678a6c1c861f73beae8',
        found: true,
        taskName: '20.01.15测试',
        calls: 25,
      },
    ],
  ],
  [
    'query_time_task_data',
    { resource: 'call', operation: 'getMany', task, returnAll: true, ...span },
    [
      expect.objectContaining({
        callId: 'soboticall7b2e7dbb3006439195d03daed5088ff5',
        outcome: 'noAnswer',
        deleted: true,
        answerTime: null,
      }),
      expect.objectContaining({
        callId: 'soboticall51d0048b18394c4d9bcaa5981bcb08f3',
        phone: '18500974776',
        deleted: false,
      }),
    ],
  ],
];

describe("the vendor's own sample replies", () => {
  it.each(samples)('%s', async (endpoint, parameters, expected) => {
    simulator.faults.add({
      endpoint,
      kind: 'statusBefore',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: fixture(`sobot-${endpoint}.json`),
      times: 20,
    });
    const { items, error } = await runSobot(simulator, parameters);
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json)).toEqual(expected);
  });

  it('add_task_data and add_task_file_data', async () => {
    const taskId = await newTask(simulator);
    for (const endpoint of ['add_task_data', 'add_task_file_data']) {
      simulator.faults.add({
        endpoint,
        kind: 'statusBefore',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: fixture(`sobot-${endpoint}.json`),
      });
    }
    const added = await runSobot(
      simulator,
      { resource: 'contact', operation: 'add', task: byId(taskId) },
      [{ id: 'a', phone: '18207736077' }],
    );
    expect(added.error?.message).toContain('confirmed contacts of which it shows nothing');
    expect(added.error?.context.contacts).toMatchObject({ unknown: ['a'] });
    const uploaded = await runSobot(
      simulator,
      { resource: 'contact', operation: 'addFromFile', task: byId(taskId) },
      [{}],
      { binary: { data: { data: '', mimeType: '', fileName: 'contacts.xls' } } },
    );
    expect(uploaded.items[0].json).toEqual({
      taskId,
      rowCount: 2,
      submittedCount: 1,
      rejectedCount: 1,
      repeatedCount: 0,
      filteredCount: 0,
      notTakenCount: 1,
      rejectedRows: [3],
    });
  });
});
