import { eventFacts, recognise, type TriggerName } from '../airudder-events';
import { MOST_ENTRIES } from '../../nodes/runtime/push/push-body';

const ZONE = 'Asia/Shanghai';

const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'x']));
const eventAt = (home: TriggerName, ...names: string[]) => recognise(named(...names), home).event;
const timeOf = (record: Record<string, unknown>) =>
  eventFacts('taskFinished', record, ZONE).eventTime;

describe('an event whose shape the vendor does not publish', () => {
  it.each<[TriggerName, string, string[]]>([
    ['task', 'taskFinished', ['TaskID', 'Status']],
    ['task', 'taskFinished', ['task_id', 'task_status']],
    ['task', 'planFinished', ['PlanID']],
    ['workflow', 'wabaMessageStatusChanged', ['waba_id', 'status']],
    ['workflow', 'wabaMessageStatusChanged', ['msgid', 'status']],
    ['workflow', 'wabaMessageStatusChanged', ['MsgStatus', 'msg_id']],
    ['workflow', 'smsStatusChanged', ['msg_id', 'sms_id', 'status']],
    ['inbound', 'inboundCallEnded', ['callid', 'endtime']],
    ['inbound', 'inboundCallEnded', ['call_id', 'hang_up_by']],
    ['inbound', 'inboundCallEnded', ['call_id', 'hangup']],
    ['inbound', 'inboundCallEnded', ['call_id', 'duration']],
    ['inbound', 'transferredToAgent', ['agentid']],
    ['inbound', 'transferredToAgent', ['agent_number']],
    ['inbound', 'transferredToAgent', ['transfer_begin_time']],
    ['inbound', 'transferredToAgent', ['seat']],
    ['chatbot', 'agentTransferRequested', ['seatid']],
    ['chatbot', 'agentTransferRequested', ['transfer']],
    ['chatbot', 'messageStatusChanged', ['msgid', 'status']],
    ['chatbot', 'messageStatusChanged', ['MessageID', 'status']],
    ['chatbot', 'messageStatusChanged', ['message_id', 'status']],
    ['chatbot', 'templateMessageSent', ['template_name', 'failed']],
    ['chatbot', 'sessionEnded', ['sessionend']],
    ['chatbot', 'sessionEnded', ['session_end_time']],
    ['chatbot', 'sessionSummarized', ['summary']],
  ])('at the %s trigger is %s, however its names are written: %j', (home, event, names) => {
    expect(eventAt(home, ...names)).toBe(event);
  });

  it.each<[TriggerName, string[]]>([
    ['task', ['TaskID']],
    ['task', ['TaskID', 'status_of_it']],
    ['workflow', ['waba_id']],
    ['workflow', ['msg_id']],
    ['inbound', ['call_id']],
    ['inbound', ['duration']],
    ['inbound', ['agent_id', 'hang_up']],
    ['inbound', ['agent_id', 'hangup']],
    ['inbound', ['agent_id', 'endtime']],
    ['chatbot', ['msg_id']],
    ['chatbot', ['status']],
    ['chatbot', ['template_name']],
  ])('at the %s trigger is unknown where half of it is missing: %j', (home, names) => {
    expect(eventAt(home, ...names)).toBe('unknown');
  });

  it('is told by who sent it: a user answers, the bot does not', () => {
    const from = (sender_type: string, more = {}) =>
      recognise({ sender_type, ...more }, 'chatbot').event;
    expect(from('user')).toBe('userMessage');
    expect(from('user', { reply: {} })).toBe('userResponded');
    expect(from('chatbot')).toBe('botReplied');
    expect(from('chatbot', { reply: {} })).toBe('botReplied');
  });

  it('says that it is likely only, and is one record, the layer in which it was found', () => {
    const fields = named('TaskID', 'Status');
    for (const body of [fields, { data: fields }, { body: fields }]) {
      expect(recognise(body, 'task')).toEqual({
        event: 'taskFinished',
        recognisedBy: 'hint',
        records: [fields],
        strange: [],
      });
    }
    expect(recognise({ a: 1 }, 'task')).toEqual({
      event: 'unknown',
      recognisedBy: null,
      records: [{ a: 1 }],
      strange: [],
    });
  });

  it('has the time of its names, in seconds, milliseconds, or as the account writes it', () => {
    expect(timeOf({ end_time: '1759291200' })).toBe('2025-10-01T04:00:00.000Z');
    expect(timeOf({ EndTime: 1759291200000 })).toBe('2025-10-01T04:00:00.000Z');
    expect(timeOf({ time: '2025-10-01 12:00:00' })).toBe('2025-10-01T04:00:00.000Z');
    expect(timeOf({ start_time: '1759291200', end_time: '1759291260', send_time: '' })).toBe(
      '2025-10-01T04:01:00.000Z',
    );
    expect(timeOf({ end_time: '1759291260', start_time: '1759291200' })).toBe(
      '2025-10-01T04:01:00.000Z',
    );
  });

  it.each([
    '17592912000',
    '175929120000',
    '17592912000000',
    'x1759291200',
    'on 2025-10-01',
    0,
    '0',
  ])('has no time where there is only %p', (end_time) => {
    expect(timeOf({ end_time })).toBeNull();
  });

  it.each([
    ['caller', '+12005550001'],
    ['caller_number', '+12005550001'],
    ['CallerNumber', '+12005550001'],
    ['caller_name', undefined],
    ['first_caller', undefined],
  ])('of an inbound call has the phone number that stands in %s: %p', (name, phone) => {
    const { facts } = eventFacts('inboundCallEnded', { [name]: '+12005550001' }, ZONE);
    expect(facts.phone).toBe(phone);
  });
});

describe('calls in a push', () => {
  const call = { CallID: '1', CalleeNumber: '+12005550001', Status: 'finished' };
  const cancelled = { CallID: '', CalleeNumber: '+12005550002', Status: 'cancelled' };

  it('are the documented shape where each has its id, and likely where one was never placed', () => {
    const by = (body: unknown) => recognise(body, 'task').recognisedBy;
    expect([by(call), by([call, call])]).toEqual(['documented', 'documented']);
    expect([by(cancelled), by([call, cancelled])]).toEqual(['hint', 'hint']);
  });

  it.each([
    { CallID: null, Status: 'finished' },
    { CallID: '', CalleeNumber: '+12005550001' },
    { CalleeNumber: '', Status: 'finished' },
  ])('are none without an id, or a number and a status: %j', (body) => {
    expect(recognise(body, 'workflow').event).toBe('unknown');
  });

  it('are found behind whatever stands before them, with the ids that stand beside them', () => {
    const body = {
      note: null,
      other: { a: 1 },
      list: [],
      TaskID: 't',
      TaskName: { no: 'text' },
      planID: 'p',
      GroupName: 'g',
      idle: 'x',
      named: 'x',
      subtask: 'x',
      detail: [call, null, cancelled],
    };
    expect(recognise(body, 'task')).toMatchObject({
      event: 'callCompleted',
      records: [
        { TaskID: 't', planID: 'p', GroupName: 'g', ...call },
        { TaskID: 't', planID: 'p', GroupName: 'g', ...cancelled },
      ],
      strange: [null],
    });
    const [record] = recognise(body, 'task').records;
    for (const name of ['idle', 'named', 'subtask', 'TaskName']) {
      expect(record).not.toHaveProperty(name);
    }
  });

  it('are not the earlier tries that AIRUDDER lists beside them', () => {
    expect(recognise({ TaskID: 't', RedailCall: [call] }, 'task').event).toBe('unknown');
  });

  it('are those of a workflow as soon as one of them says so', () => {
    expect(recognise([call, { ...call, workflow_id: 'w' }], 'task').event).toBe(
      'workflowCallCompleted',
    );
  });

  it('alone have nothing strange beside them', () => {
    expect(recognise(call, 'task').strange).toEqual([]);
    expect(recognise({ data: call }, 'task').strange).toEqual([]);
  });

  it('are taken up to the most that a push may hold', () => {
    const many = (count: number) => recognise(Array(count).fill(call), 'task');
    expect(many(MOST_ENTRIES).records).toHaveLength(MOST_ENTRIES);
    expect(many(MOST_ENTRIES + 1).event).toBe('unknown');
  });

  it('say that a push told of them', () => {
    expect(eventFacts('callCompleted', call, ZONE).facts.source).toBe('push');
  });
});
