import { startSimulator, type Simulator } from '../../simulator/server';
import { fixture } from '../unit/fixtures';
import { airudderCredential, runAirudder } from './airudder';
import { byId } from './tasks';

/** The vendor's own sample replies, byte for byte, served in place of the simulator's. */

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

function serveSample(endpoint: string, name: string): string {
  const body = fixture(name);
  simulator.faults.add({
    endpoint,
    kind: 'statusAfter',
    status: 200,
    body,
    headers: { 'content-type': 'application/json' },
    times: 9,
  });
  return body;
}

async function taskOfSample(parameters: object) {
  const credential = airudderCredential(simulator);
  const run = await runAirudder(credential, 'task', 'task.get', {
    task: byId('82caed2ecc5029c9eb7efea50e83466f'),
    ...parameters,
  });
  if (run.error !== undefined) throw new Error(run.error.message);
  return run.items.map(({ json }) => json);
}

describe("the vendor's sample of a task's detail", () => {
  it('comes out raw exactly as it is', async () => {
    const body = serveSample('detail', 'airudder-task-detail.json');
    const { data } = JSON.parse(body) as { data: Record<string, unknown> };
    expect(await taskOfSample({ simplify: false, view: 'task' })).toEqual([data]);
    expect(await taskOfSample({ simplify: false, view: 'calls' })).toEqual(data.detail);
  });

  it('comes out as a call result with the fields of every vendor', async () => {
    serveSample('detail', 'airudder-task-detail.json');
    const [result] = await taskOfSample({});
    expect(result).toEqual({
      taskId: '82caed2ecc5029c9eb7efea50e83466f',
      contactId: 'C12345567',
      callId: '6dbf57adc3ecf4f4bfd5efe85ccad659',
      outcome: 'answered',
      statusCode: null,
      answered: true,
      retryable: false,
      phone: '+6212345678',
      phoneMasked: false,
      callerNumber: '+8613661834220',
      intentions: ['E'],
      intentionRaw: 'E',
      startTime: '2023-10-19T06:13:17.000Z',
      answerTime: null,
      endTime: '2023-10-19T06:13:26.000Z',
      callDurationSeconds: 9,
      talkDurationSeconds: null,
      userMessageCount: 0,
      recordingUrl: null,
      deleted: null,
      transcript: [
        {
          role: 'robot',
          text: expect.stringContaining('Halo'),
          time: null,
          offset: '00:00:00',
          matchedNode: null,
        },
      ],
      transcriptText: expect.stringContaining('Robot: Halo'),
      details: {
        recordId: '15744007',
        status: 'finished',
        contactName: 'name1',
        contactGender: 'male',
        platform: 'HAPPYPLANTE',
        robotId: '4565',
        intentionDescription: 'xxxxx',
        callTimes: 2,
        talkRounds: 0,
        ringSeconds: 3,
        ringType: 'normal',
        hangupType: 'ByCallee',
        events: {
          AskHelp_or_complain: 'Hang_up_by_customer',
          Uncertainty: 'Hang_up_at_company_info',
          final_label: 'O',
        },
        slots: { PaymentMethod: 'ATM', PaymentTime: 'Time_0' },
        comments: 'C12345567',
        redials: [
          {
            callId: '138582ba03c98aeb04f2318cfa38c823',
            startTime: '2023-10-19T06:13:07.000Z',
            startTimeRaw: '2023-10-19 14:13:07',
            ringType: null,
            ringSeconds: 3,
            hangupType: 'ByCallee',
            resultLabel: 'F',
            callerNumber: '+8613661834220',
            phone: '+6212345678',
          },
        ],
      },
      source: 'query',
    });
  });
});

describe("the vendor's sample of the inbound statistics", () => {
  const statistics = async (view: string) => {
    const run = await runAirudder(airudderCredential(simulator), 'inbound', 'statistics.get', {
      start: '2025-11-10T00:00:00+08:00',
      end: '2025-11-12T14:30:00+08:00',
      view,
    });
    if (run.error !== undefined) throw new Error(run.error.message);
    return run.items.map(({ json }) => json);
  };

  it('comes out raw exactly as it is', async () => {
    const body = serveSample('statistics', 'airudder-inbound-statistics.json');
    expect(await statistics('raw')).toEqual([JSON.parse(body)]);
  });

  it('comes out by day: one flat item each, both books joined', async () => {
    const body = serveSample('statistics', 'airudder-inbound-statistics.json');
    const { data } = JSON.parse(body);
    const days = await statistics('days');
    expect(days.map(({ date }) => date)).toEqual(['2025-11-10', '2025-11-11', '2025-11-12']);
    expect(days[0]).toMatchObject({
      max_concurrent_call_count: 144,
      transfer_reason_distribution_entrance: 2327,
      one_call_problem_solve_rate: 0.3333,
      user_distribution_new_users: 3446,
      ticket_distribution_ticket_type_2: 23,
    });
    expect(days[0]).not.toHaveProperty('total_calls');
    expect(days[1].total_calls).toBe(data.realtime.daily.data_list[0].total_calls);
    for (const day of days) {
      for (const value of Object.values(day)) expect(typeof value).not.toBe('object');
    }
  });

  it('comes out by hour, with the time in ISO and as it came', async () => {
    const body = serveSample('statistics', 'airudder-inbound-statistics.json');
    const hours = (
      JSON.parse(body) as {
        data: { realtime: { hourly: { data_list: Array<{ time: string; total_calls: number }> } } };
      }
    ).data.realtime.hourly.data_list;
    const items = await statistics('hours');
    expect(items).toHaveLength(hours.length);
    expect(items[0].timeRaw).toBe(hours[0].time);
    expect(items[0].time).toBe(new Date(`${hours[0].time.replace(' ', 'T')}+08:00`).toISOString());
    expect(items[0].total_calls).toBe(hours[0].total_calls);
  });

  it('comes out in total, with every number of both books', async () => {
    const body = serveSample('statistics', 'airudder-inbound-statistics.json');
    const { data } = JSON.parse(body);
    const [totals] = await statistics('totals');
    expect(totals).toMatchObject({
      fake_receipts_count: data.offline.total.fake_receipts_count,
      transfer_success_rate: data.realtime.total.transfer_success_rate,
      intention_distribution_A: data.realtime.total.intention_distribution.A,
    });
  });
});
