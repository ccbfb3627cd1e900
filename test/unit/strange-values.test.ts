import { NodeOperationError, type INode, type IWebhookFunctions } from 'n8n-workflow';
import { familyOf } from '../../nodes/Airudder/client/envelope';
import { hintedFacts } from '../../nodes/Airudder/events/hinted';
import { sessionFacts } from '../../nodes/Airudder/events/session';
import { toCallResult } from '../../nodes/Airudder/resources/call-result';
import { isOver, toTaskDetail } from '../../nodes/Airudder/resources/task-detail';
import { DoNotCallList } from '../../nodes/campaign/guards/do-not-call';
import { Attempts } from '../../nodes/campaign/guards/attempts';
import { Guards } from '../../nodes/campaign/guards/guards';
import { writtenHours } from '../../nodes/Sobot/resources/call-time-slot';
import { toCallResult as toSobotCallResult } from '../../nodes/Sobot/resources/call-result';
import { dialTimesOf } from '../../nodes/Sobot/resources/dial-times';
import { toIsoTime } from '../../nodes/Sobot/resources/values';
import { newCalls, stateAfter } from '../../nodes/Sobot/SobotICallPollTrigger/poll-state';
import { vendorTimeToIso } from '../../nodes/runtime/fields/instants';
import { readPush } from '../../nodes/runtime/push/push-body';
import { toNodeError } from '../../nodes/runtime/operation/errors';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 2, 4, 12);

describe('an error of n8n’s own', () => {
  const node = { name: 'Sobot', type: 't', typeVersion: 1 } as INode;

  it('keeps its words, and is told of which item it speaks', () => {
    const error = new NodeOperationError(node, 'No such field');
    expect(toNodeError(node, error)).toBe(error);
    expect(toNodeError(node, error, 3)).toMatchObject({ message: 'No such field' });
    expect(error.context.itemIndex).toBe(3);
    expect(toNodeError(node, error, 4).context.itemIndex).toBe(3);
  });

  it('may be anything that was thrown', () => {
    expect(toNodeError(node, new Error('broken'), 1).message).toBe('broken');
    expect(toNodeError(node, 'just words').message).toBe('just words');
  });
});

describe('a push whose body n8n has parsed', () => {
  const pushed = async (body: unknown, maxBytes = 100) =>
    await readPush(
      { getRequestObject: () => ({ body, headers: {} }) } as unknown as IWebhookFunctions,
      [],
      maxBytes,
    );

  it.each([[undefined], [null], [''], [{}]])('%j is an empty one', async (body) => {
    expect(await pushed(body)).toEqual({ text: '', body: undefined });
  });

  it('is taken as it is, unless it is too large', async () => {
    expect(await pushed({ a: 1 })).toEqual({ text: '{"a":1}', body: { a: 1 } });
    expect((await pushed({ a: 'x'.repeat(200) })).unreadable).toBe(413);
  });
});

describe('what AIRUDDER may say in other ways', () => {
  it.each([
    ['/service/cloud/task', 'cloud'],
    ['/service/callcenter/createtask', 'dialer'],
    ['/service/sms/send', 'sms'],
    ['/service/else', 'other'],
  ])('%s belongs to %s', (path, family) => expect(familyOf(path)).toBe(family));

  it.each([
    ['1772352000000', '2026-03-01T08:00:00.000Z'],
    ['1772352000', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01 16:00:00', '2026-03-01T08:00:00.000Z'],
    ['soon', null],
  ])('a time of a shape that is not published: %s', (time, expected) => {
    expect(hintedFacts({ time, task_id: 7 }, 'Asia/Shanghai')).toMatchObject({
      eventTime: expected,
      facts: { taskId: '7' },
    });
  });

  it.each([
    ['{"a":1}', { a: 1 }],
    ['yes, no', 'yes, no'],
    [['a'], ['a']],
  ])('several intentions as %j', (told, expected) => {
    const known = { taskId: 't', source: 'query' as const, zone: 'Asia/Shanghai' };
    const { details } = toCallResult({ Multi_intention: told }, known);
    expect(details.intentionDetails).toEqual(expected);
  });

  it('a call that ended before it began has no length', () => {
    const known = { taskId: 't', source: 'query' as const, zone: 'Asia/Shanghai' };
    const result = toCallResult(
      { StartTime: '2026-03-01 10:00:00', EndTime: '2026-03-01 09:00:00', Status: 'finished' },
      known,
    );
    expect([result.callDurationSeconds, result.outcome]).toEqual([null, 'notConnected']);
    expect(toCallResult({}, known).outcome).toBe('unknown');
  });

  it('a task without an ID or a status', () => {
    const detail = toTaskDetail({ detail: [{ CallID: 'c' }] }, null, 'UTC');
    expect([detail.taskId, detail.calls[0].taskId, isOver(detail)]).toEqual(['', null, false]);
  });

  it('a session without a moment of its own is dated by its end', () => {
    expect(sessionFacts({ session_id: 's' }, 'Asia/Shanghai').eventTime).toBeNull();
  });

  it('a time that is none', () => {
    expect(vendorTimeToIso('0001-01-01T00:00:00Z', 'UTC')).toBeNull();
    expect(vendorTimeToIso('tomorrow', 'UTC')).toBeNull();
  });
});

describe('what Sobot may say in other ways', () => {
  it('hours that are none, so that nobody knows when the task dials', () => {
    expect(() => writtenHours([''])).toThrow('');
    expect(() => writtenHours(['9'])).toThrow('');
  });

  it('a task with a period dials within it', () => {
    const info = {
      permanent: false,
      startTime: '2026-03-01T00:00:00.000Z',
      endTime: null,
      callingHours: ['09:00-12:00'],
    } as Parameters<typeof dialTimesOf>[0];
    expect(dialTimesOf(info)).toMatchObject({ from: Date.UTC(2026, 2, 1), until: undefined });
    expect(dialTimesOf({ ...info, permanent: true })).toMatchObject({ from: undefined });
  });

  it('a time beyond all calendars', () => {
    expect(toIsoTime('99999999999999999')).toBeNull();
    expect(toIsoTime('1630396800000')).toBe('2021-08-31T08:00:00.000Z');
  });

  it('a remark in other words than those that are documented', () => {
    const { transcript } = toSobotCallResult(
      { detail: { callid: 'c', status: 2 }, msg: [{ role: 1, content: 'Hi', remark: 'matched' }] },
      'query',
    );
    expect(transcript.map(({ matchedNode }) => matchedNode)).toEqual(['matched']);
  });
});

describe('what the poll trigger remembers', () => {
  const call = (callid: string, detail: object = {}) => ({
    detail: { callid, ...detail },
    msg: [],
    raw: {},
  });

  it('tells calls without an id apart by number and time', () => {
    const first = call('', { tel: '16000000001', start_time: NOON, status: 3 });
    const second = call('', { tel: '16000000001', start_time: NOON + 1, status: 3 });
    const empty = { polledAt: NOON, notBefore: 0, seen: {}, listed: {} };
    const state = stateAfter(empty, NOON, [], new Map([['t', [first]]]));
    expect(newCalls(state, 't', [first, second])).toEqual([second]);
  });

  it('is forgotten once it cannot turn up again', () => {
    const state = {
      polledAt: NOON - HOUR,
      notBefore: 0,
      seen: { old: { a: [NOON - 9 * HOUR, NOON - 9 * HOUR] as [number, number] } },
      listed: { old: NOON - 9 * HOUR, late: NOON - 60_000 },
    };
    const after = stateAfter(state, NOON, ['new'], new Map([['new', [call('b')]]]));
    expect(after.seen).toEqual({ new: { b: [NOON, NOON] } });
    expect(after.listed).toEqual({ late: NOON - 60_000, new: NOON });
  });
});

describe('guards', () => {
  it('find several endings of one length on the list', () => {
    const list = new DoNotCallList('');
    list.add('021 5550123', 'in a test');
    for (const digits of ['5550123', '5550123', '5550124']) {
      expect(list.has(digits)).toBe(digits === '5550123');
    }
  });

  it('name the later moment where a number was called too often in two ways', () => {
    const attempts = new Attempts({ aDay: 1, aWeek: 0, hoursBetween: 48 }, new Map());
    attempts.before('1', { today: 1, last: NOON - HOUR });
    expect(attempts.tooOften('1', 'c', ['UTC'], NOON)?.from).toBe(NOON + 47 * HOUR);
  });

  it('say never, not later, to one who may be called at no time', () => {
    const guards = new Guards({
      countryCode: '',
      attempts: { aDay: 1, aWeek: 0, hoursBetween: 0 },
      hours: { from: 540, until: 541, weekdays: new Set(), holidays: new Set() },
    });
    const row = { contactId: 'c', phone: '+62215550123', calls: { today: 1 } };
    guards.note(row);
    expect(guards.check(row, NOON)).toMatchObject({ outcome: 'notAllowed' });
  });
});
