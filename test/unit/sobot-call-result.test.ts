import { parseLenientJson } from '../../nodes/basics/lenient-json';
import { toCallResult } from '../../nodes/Sobot/resources/call-result';
import { callsInPush } from '../../nodes/Sobot/events/result-push';
import { MOST_ENTRIES } from '../../nodes/runtime/push/push-body';
import { fixture, sample } from './fixtures';

type Reply = { data: { detail: Record<string, unknown>; msg: unknown[] } };

describe("the simplified call result, on the vendor's samples", () => {
  it('of the result push, with contact id (R23) and matched script branch (R22)', () => {
    const { calls, strange } = callsInPush(parseLenientJson(fixture('sobot-push.raw')));
    expect([calls.length, strange.length]).toEqual([1, 0]);
    const [call] = calls;
    expect(call).toEqual({
      taskId: null,
      contactId: '1234554321123666',
      callId: 'soboticallbcf37279feb441ee99f33a9814d26b00',
      outcome: 'answered',
      statusCode: 2,
      answered: true,
      retryable: false,
      phone: '18207736077',
      phoneMasked: false,
      callerNumber: '02180344315',
      intentions: ['有意向购买', '满意'],
      intentionRaw: '有意向购买\u0001满意',
      startTime: '2019-12-17T03:02:29.868Z',
      answerTime: '2019-12-17T03:02:39.848Z',
      endTime: '2019-12-17T03:03:09.308Z',
      callDurationSeconds: 39.44,
      talkDurationSeconds: 29.46,
      userMessageCount: 1,
      recordingUrl:
        'http://sobot-test.oss-cn-beijing.com/call/ai/123456/20191217/20191217110230_soboticallbcf37279feb441ee99f33a9814d26b00.wav',
      deleted: null,
      transcript: [
        expect.objectContaining({
          role: 'robot',
          matchedNode: null,
          time: '2019-12-17T03:02:30.959Z',
        }),
        {
          role: 'customer',
          text: '挺好的',
          time: '2019-12-17T03:03:04.241Z',
          offset: null,
          matchedNode: '开场白#肯定',
        },
        expect.objectContaining({ role: 'robot', time: '2019-12-17T03:03:04.243Z' }),
      ],
      transcriptText: expect.stringMatching(/^Robot: 您好.*\nCustomer: 挺好的\nRobot: 了解了/),
      details: {},
      source: 'push',
    });
  });

  it('of one contact (2.9): masked number, empty intention, message times as text', () => {
    const { data } = sample<Reply>('sobot-query_task_data.json');
    const call = toCallResult(data, 'query', { taskId: 't', contactId: 'c' });
    expect(call).toMatchObject({
      taskId: 't',
      contactId: 'c',
      callId: 'soboticallebb1c75dc9794510aa0c1ed76fb0c576',
      outcome: 'answered',
      phone: '182****6077',
      phoneMasked: true,
      intentions: [],
      callDurationSeconds: 55.04,
      talkDurationSeconds: 39.46,
      source: 'query',
    });
    expect(call.transcript.map(({ role }) => role)).toEqual(['robot', 'customer']);
  });

  it('of a time span (2.19): everything is text, "0" is no time (R4), a message does not mean answered (R19)', () => {
    const { data } = sample<{ data: Array<Reply['data']> }>('sobot-query_time_task_data.json');
    const calls = data.map((record) => toCallResult(record, 'query'));
    expect(calls[0]).toMatchObject({
      outcome: 'noAnswer',
      answered: false,
      retryable: true,
      answerTime: null,
      endTime: '2020-01-15T10:42:54.374Z',
      talkDurationSeconds: 0,
      deleted: true,
      phone: '18201666077',
    });
    expect(calls[1]).toMatchObject({ deleted: false, answered: false });
    expect(calls[1].transcript).toHaveLength(2);
  });
});

describe('values that drift', () => {
  const detail = (fields: Record<string, unknown>) =>
    toCallResult({ detail: { callid: 'x', ...fields } }, 'push');

  it.each([
    [0, 'pending'],
    [1, 'dialing'],
    [2, 'answered'],
    [3, 'noAnswer'],
    [4, 'poweredOff'],
    [5, 'suspended'],
    [6, 'vacant'],
    [7, 'rejected'],
    [9, 'busy'],
  ])('status %i is %s, as number and as text (R2)', (status, outcome) => {
    expect(detail({ status }).outcome).toBe(outcome);
    expect(detail({ status: String(status) }).outcome).toBe(outcome);
  });

  it.each([8, 10, -1, '', null, 'x'])('status %j is unknown (R30)', (status) => {
    expect(detail({ status }).outcome).toBe('unknown');
  });

  it('splits labels joined by U+0001, also by its six-character escape, and drops empty ones (R24)', () => {
    expect(detail({ intention_name: 'a\u0001b' }).intentions).toEqual(['a', 'b']);
    expect(detail({ intention_name: 'a\\u0001 b \u0001' }).intentions).toEqual(['a', 'b']);
    expect(detail({ intention_name: '' }).intentions).toEqual([]);
  });

  it('trims call ids (R18), and tidies recording links (R26)', () => {
    expect(detail({ callid: ' soboticall1' }).callId).toBe('soboticall1');
    expect(detail({ voice_url: 'http: \\/\\/host\\/a b.wav' }).recordingUrl).toBe(
      'http://host/ab.wav',
    );
    expect(detail({ voice_url: '' }).recordingUrl).toBeNull();
  });

  it('sorts the transcript by time (R20), and keeps lines without a time in their place', () => {
    const { transcript } = toCallResult(
      {
        detail: { callid: 'x' },
        msg: [
          { msg: 'third', date_time: 3_000, sender_type: 1 },
          { msg: 'no time', date_time: '0', sender_type: 0 },
          { msg: 'first', date_time: '1000', sender_type: '1' },
        ],
      },
      'query',
    );
    expect(transcript.map(({ text }) => text)).toEqual(['first', 'no time', 'third']);
  });
});

describe('finding calls in a push (R34)', () => {
  const record = { detail: { callid: 'x', status: 2 }, msg: [] };
  it.each([
    ['as documented', { result: { data: record, ret_code: '000000' } }],
    ['without result', { data: record }],
    ['bare', record],
    ['a list of results', [{ result: { data: record } }]],
    ['a list inside data', { result: { data: [record] } }],
  ])('%s', (_, body) => {
    expect(callsInPush(body).calls.map(({ callId }) => callId)).toEqual(['x']);
  });

  it('several calls in one push come out as several', () => {
    expect(callsInPush({ result: { data: [record, record] } }).calls).toHaveLength(2);
  });

  it('an entry of a list that holds no call is kept apart, not dropped', () => {
    const { calls, strange } = callsInPush([{ result: { data: record } }, { other: 1 }, 'text']);
    expect(calls).toHaveLength(1);
    expect(strange).toEqual([{ other: 1 }, 'text']);
  });

  it.each(['000000', 0, '0', undefined])('ret_code %j means success', (ret_code) => {
    const { calls, failed } = callsInPush({ result: { data: record, ret_code } });
    expect([calls.length, failed.length]).toEqual([1, 0]);
  });

  it('a result that Sobot itself marks as failed is no call result, and says whose it was', () => {
    const detail = { callid: 'x', outid: 'c-1', status: 2 };
    const bad = { data: { detail, msg: [] }, ret_code: 329999 };
    const { calls, failed } = callsInPush([{ result: bad }, { result: { data: record } }]);
    expect(calls).toHaveLength(1);
    expect(failed).toEqual([
      {
        reason:
          'Sobot marks this push as failed (code 329999: Sobot iCall has trouble on its own side)',
        contactId: 'c-1',
        callId: 'x',
        entry: bad,
      },
    ]);
  });

  it.each([
    [null],
    ['text'],
    [{}],
    [{ result: {} }],
    [[]],
    [{ detail: 'x' }],
    [{ result: { data: { msg: [] } } }],
  ])('%j holds none', (body) => {
    expect(callsInPush(body).calls).toEqual([]);
  });

  it('says that a push told of them, and that nothing strange was beside them', () => {
    const { calls, strange } = callsInPush({ result: { data: record } });
    expect(calls[0].source).toBe('push');
    expect(strange).toEqual([]);
  });

  it('looks for them five layers deep, not deeper', () => {
    const inLists = (depth: number, value: unknown): unknown =>
      depth === 0 ? value : [inLists(depth - 1, value)];
    expect(callsInPush(inLists(4, record)).calls).toHaveLength(1);
    expect(callsInPush(inLists(5, record)).calls).toHaveLength(0);
  });

  it('keeps an empty list in a list apart, and hands on a full one', () => {
    expect(callsInPush([[], [record]])).toMatchObject({ strange: [[]], calls: [{ callId: 'x' }] });
  });

  it('are taken up to the most that a push may hold; a larger one is strange as a whole', () => {
    const many = (count: number) => callsInPush(Array(count).fill(record));
    expect(many(MOST_ENTRIES).calls).toHaveLength(MOST_ENTRIES);
    const { calls, strange, failed } = many(MOST_ENTRIES + 1);
    expect([calls.length, strange.length, failed.length]).toEqual([0, 1, 0]);
  });
});
