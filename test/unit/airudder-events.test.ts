import { EVENT_KINDS, eventFacts, recognise, type TriggerName } from '../airudder-events';
import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { fixture } from './fixtures';

const ZONE = 'Asia/Shanghai';
const HOMES = ['task', 'workflow', 'inbound', 'chatbot'] as const;

const read = (name: string) => JSON.parse(fixture(name)) as Record<string, unknown>;
const factsOf = (name: string, home: TriggerName = 'workflow') => {
  const { event, recognisedBy, records } = recognise(read(name), home);
  return { event, recognisedBy, ...eventFacts(event, records[0], ZONE) };
};

describe('documented shapes', () => {
  it.each([
    ['airudder-workflow-list-completion.json', 'contactListCompleted'],
    ['airudder-workflow-status-change.json', 'workflowStatusChanged'],
    ['airudder-custom-api-push.json', 'customApiPush'],
    ['airudder-pds-task-status.json', 'dialerTaskChanged'],
    ['airudder-pds-contact-status.json', 'dialerContactChanged'],
    ['airudder-pds-agent-status.json', 'dialerAgentChanged'],
  ])('%s is %s at whichever trigger it arrives', (file, event) => {
    for (const home of HOMES) {
      expect(recognise(read(file), home)).toMatchObject({ event, recognisedBy: 'documented' });
    }
  });

  it('a chatbot session that ended belongs to the workflow, or to the chatbot where that is asked', () => {
    const body = read('airudder-chatbot-session-end.json');
    expect(recognise(body, 'workflow').event).toBe('chatbotSessionEnded');
    expect(recognise(body, 'chatbot').event).toBe('sessionEnded');
  });

  it('contacts that were never called, without ids, are not taken for one another', () => {
    const uncalled = (last: number) => ({
      CalleeNumber: `+1200555000${last}`,
      Status: 'not called',
    });
    const [first, second] = [uncalled(1), uncalled(2)].map(
      (record) => eventFacts('callCompleted', record, ZONE).identity,
    );
    expect(first).not.toEqual(second);
  });

  it('a call of a task, alone or in a list, with the ids that stand beside it', () => {
    const call = { CallID: '1', CalleeNumber: '+12005550001', Status: 'finished' };
    const at = (body: unknown, home: TriggerName = 'task') => recognise(body, home);
    expect(at(call)).toMatchObject({ event: 'callCompleted', records: [call] });
    expect(at({ ...call, workflow_id: 'w' }).event).toBe('workflowCallCompleted');
    expect(at(call, 'workflow').event).toBe('callCompleted');
    expect(at({ ...call, workflow_id: 'w' }, 'inbound').event).toBe('workflowCallCompleted');
    expect(at({ data: call, TaskID: 't' }).records).toEqual([{ TaskID: 't', ...call }]);
    expect(at([call, { ...call, CallID: '2' }]).records).toHaveLength(2);
    expect(at({ TaskID: 't', detail: [call, call] }).records).toHaveLength(2);
  });
});

describe('calls that were never placed', () => {
  const call = { CallID: '1', CalleeNumber: '+12005550001', Status: 'finished' };
  const cancelled = { TaskID: 't', CallID: '', CalleeNumber: '+12005550002', Status: 'cancelled' };

  it('have no call id and are calls all the same, alone, in a list, and with redials beside them', () => {
    expect(recognise(cancelled, 'task')).toMatchObject({ event: 'callCompleted' });
    expect(recognise([call, cancelled, { x: 1 }], 'task')).toMatchObject({
      event: 'callCompleted',
      records: [call, cancelled],
      strange: [{ x: 1 }],
    });
    const redialled = { ...cancelled, RedailCall: [{ CallID: 'r1' }, { CallID: 'r2' }] };
    expect(recognise(redialled, 'task').records).toEqual([redialled]);
  });

  it('keep what nobody knows of them', () => {
    const { facts } = eventFacts('callCompleted', { ...call, ic_question_status: 'ok' }, ZONE);
    expect(facts.details).toMatchObject({ more: { ic_question_status: 'ok' } });
  });
});

describe('shapes that the vendor does not publish', () => {
  it('a task of a plan is no plan', () => {
    const body = { PlanID: 'p', TaskID: 't', Status: 'finished' };
    expect(recognise(body, 'task').event).toBe('taskFinished');
  });

  it('two sessions of a chatbot are two events', () => {
    const identity = (session_id: string) =>
      eventFacts('sessionEnded', { session_id, session_end_reason: 'user' }, ZONE).identity;
    expect(identity('s1')).not.toEqual(identity('s2'));
  });

  it('only the moment of the event is its time, not a plan or a length', () => {
    const timeOf = (record: Record<string, unknown>) =>
      eventFacts('taskFinished', record, ZONE).eventTime;
    expect(timeOf({ ScheduleEndTime: '2030-01-01 00:00:00', ring_time: '20' })).toBeNull();
    expect(timeOf({ EndTime: '2026-03-01 09:00:00', ScheduleEndTime: '2030-01-01 00:00:00' })).toBe(
      '2026-03-01T01:00:00.000Z',
    );
  });

  it('of an inbound call, the phone number is the caller', () => {
    const record = { call_id: 'c', callee_number: '+12005550000', caller_number: '+12005550001' };
    expect(eventFacts('inboundCallEnded', record, ZONE).facts.phone).toBe('+12005550001');
  });

  it.each(HOMES)('each example of %s is taken for what it is', (home) => {
    for (const [event, example] of Object.entries(EXAMPLE_EVENTS[home])) {
      expect([home, recognise(example(1), home).event]).toEqual([home, event]);
    }
  });

  it('every kind of event has an example in the simulator', () => {
    for (const home of HOMES) {
      expect(Object.keys(EXAMPLE_EVENTS[home]).sort()).toEqual(
        EVENT_KINDS[home].map(({ value }) => value).sort(),
      );
    }
  });

  it.each([null, undefined, 1, 'text', [], {}, { a: 1 }, [1, 2], { __proto__: null }])(
    '%p is unknown, and nothing is thrown',
    (body) => {
      for (const home of HOMES) expect(recognise(body, home).event).toBe('unknown');
    },
  );

  it('ids, status and time are found by their names', () => {
    const { facts, eventTime } = eventFacts(
      'wabaMessageStatusChanged',
      {
        workflow_id: 7,
        msg_id: 'm',
        callee: '+12005550001',
        status: 'read',
        timestamp: 1759291200,
      },
      ZONE,
    );
    expect(facts).toEqual({
      workflowId: '7',
      messageId: 'm',
      phone: '+12005550001',
      status: 'read',
    });
    expect(eventTime).toBe('2025-10-01T04:00:00.000Z');
  });
});

describe('facts', () => {
  it('of a contact that went through a workflow', () => {
    expect(factsOf('airudder-workflow-list-completion.json').facts).toEqual({
      workflowId: 'wf_demo_1',
      workflowName: 'spring-promo',
      contactId: 'case-42',
      phone: '+12025550123',
      nodes: [
        {
          nodeTaskId: 'nt_1',
          nodeTaskName: 'First call',
          nodeType: 'PLACEHOLDER_NODE_TYPE',
          taskId: 'task_demo_1',
        },
        {
          nodeTaskId: 'nt_2',
          nodeTaskName: 'Follow-up message',
          nodeType: 'PLACEHOLDER_NODE_TYPE',
          taskId: null,
        },
      ],
    });
  });

  it('of a workflow whose status changed', () => {
    const { facts } = factsOf('airudder-workflow-status-change.json');
    expect(facts).toMatchObject({
      status: 'PLACEHOLDER_WORKFLOW_STATUS',
      nodes: [{ taskStatus: 'PLACEHOLDER_TASK_STATUS' }, { taskStatus: null }],
    });
  });

  it('of a custom API node, with fields whose names are not known', () => {
    expect(factsOf('airudder-custom-api-push.json').facts).toMatchObject({
      nodeId: 'node_1',
      contactId: 'case-42',
      phone: '+12025550123',
      contactName: 'Ana',
      fields: { extra_a: '' },
    });
  });

  it('of a chatbot session, with what was said', () => {
    const { facts, eventTime } = factsOf('airudder-chatbot-session-end.json');
    expect(eventTime).toBe('2025-10-01T06:31:00.000Z');
    expect(facts).toMatchObject({
      phone: '+12025550123',
      status: 'closed',
      endReason: 'robot',
      startTime: '2025-10-01T06:26:40.000Z',
      intentions: ['E'],
      variables: { name: 'Ana' },
      transcriptText: 'Robot: Hello Ana, would you like a call back?\nCustomer: Yes',
      messages: [
        { messageId: 'm0', type: 'system', text: '' },
        { messageId: 'm1', type: 'template' },
        { messageId: 'm2', type: 'button', text: 'Yes', replyTo: 'm1' },
      ],
    });
  });

  it('of the predictive dialer: the vendor writes state and State', () => {
    expect(factsOf('airudder-pds-contact-status.json')).toMatchObject({
      eventTime: '2025-10-01T06:26:40.000Z',
      facts: {
        state: 'HANGUP',
        outcome: 'busy',
        retryable: true,
        statusCode: 3,
        contactId: 'case-42',
        callId: 'pds_call_demo_1',
        details: { hangupReason: 'busy', customer: { account_id: '7' } },
      },
    });
    expect(factsOf('airudder-pds-agent-status.json').facts).toMatchObject({
      state: 'TALKRESULT',
      answered: true,
      details: { agentName: 'agent01', results: { 'Promised amount': '100' } },
    });
    expect(factsOf('airudder-pds-task-status.json').facts).toMatchObject({ finished: true });
  });

  it('of a call: the fields every vendor has, with the redials the vendor spells RedailCall', () => {
    const { data } = read('airudder-task-detail.json') as { data: { detail: object[] } };
    const { records, event } = recognise({ TaskID: 't-1', ...data.detail[0] }, 'task');
    const { facts, eventTime } = eventFacts(event, records[0], ZONE);
    expect(eventTime).toBe('2023-10-19T06:13:26.000Z');
    expect(facts).toMatchObject({
      taskId: 't-1',
      contactId: 'C12345567',
      outcome: 'answered',
      details: { redials: [{ resultLabel: 'F' }] },
    });
  });
});

describe('a push that comes again', () => {
  const identityOf = (event: string, record: Record<string, unknown>) =>
    eventFacts(event, record, ZONE).identity;

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['contactListCompleted', { workflow_id: 'w', case_id: 'c-1' }, { case_id: 'c-2' }],
    ['contactListCompleted', { workflow_id: 'w', rows: [{ nodetask_id: 'a' }] }, { rows: [] }],
    ['workflowStatusChanged', { workflow_id: 'w', actions: ['a'] }, { actions: ['b'] }],
    ['customApiPush', { node_id: 'n', callee: {}, a: 1 }, { a: 2 }],
    ['dialerTaskChanged', { taskId: 't', state: 'Started' }, { state: 'Finished' }],
    ['dialerTaskChanged', { taskId: 't', timestamp: '1' }, { timestamp: '2' }],
    ['dialerContactChanged', { taskId: 't', callid: 'a' }, { callid: 'b' }],
    ['dialerContactChanged', { taskId: 't', phoneNumber: '1' }, { phoneNumber: '2' }],
    ['dialerAgentChanged', { taskId: 't', state: 'TALK' }, { state: 'TALKRESULT' }],
    ['chatbotSessionEnded', { workflow_id: 'w', session_id: 'a' }, { session_id: 'b' }],
    ['chatbotSessionEnded', { workflow_id: 'w', callee: '1' }, { callee: '2' }],
    ['callCompleted', { TaskID: 't', CallID: 'a' }, { CallID: 'b' }],
    ['workflowCallCompleted', { workflow_id: 'w', case_id: 'c' }, { workflow_id: 'x' }],
    ['workflowCallCompleted', { nodetask_id: 'n', case_id: 'c' }, { nodetask_id: 'o' }],
    ['smsStatusChanged', { sms_id: 'a', status: 'sent' }, { status: 'delivered' }],
  ])('is the same %s while it says the same, and another one otherwise', (event, record, other) => {
    expect(identityOf(event, { ...record })).toEqual(identityOf(event, record));
    expect(identityOf(event, { ...record, ...other })).not.toEqual(identityOf(event, record));
  });
});

describe('shapes that are nearly documented', () => {
  it.each<[string, unknown]>([
    ['a custom API push without a contact', { node_id: 'n', callee: null }],
    ['a custom API push with a list in its place', { node_id: 'n', callee: [] }],
    ['a custom API push without a node', { callee: {} }],
    ['a push of the dialer with a list in its body', { type: 'ContactStatus', body: [] }],
    ['a push of the dialer with a text in its body', { type: 'ContactStatus', body: 'x' }],
    ['messages without the end of a session', { messages: [] }],
  ])('%s is none', (_, body) => {
    expect(recognise(body, 'workflow')).toMatchObject({ event: 'unknown', recognisedBy: null });
  });

  it('a session at the chatbot is likely, since the documented one is that of workflows', () => {
    const body = read('airudder-chatbot-session-end.json');
    expect(recognise(body, 'workflow')).toMatchObject({ recognisedBy: 'documented' });
    expect(recognise(body, 'chatbot')).toMatchObject({ recognisedBy: 'hint', records: [body] });
    expect(recognise({ ...body, seat_id: 's' }, 'chatbot').event).toBe('sessionEnded');
    expect(recognise({ messages: [], session_start_time: 'x' }, 'chatbot').event).toBe('unknown');
  });
});

describe('a session', () => {
  const sessionOf = (record: object) => {
    const { facts, eventTime } = eventFacts('chatbotSessionEnded', { ...record }, ZONE);
    return { ...facts, eventTime } as Record<string, unknown>;
  };

  it.each([['--'], [''], [undefined]])(
    'has no intention where the robot found none: %p',
    (intention) => {
      expect(sessionOf({ intention }).intentions).toEqual([]);
    },
  );

  it('has the time of its end where it says no other', () => {
    expect(sessionOf({ session_end_time: '2025-10-01T06:31:00Z' }).eventTime).toBe(
      '2025-10-01T06:31:00.000Z',
    );
    expect(
      sessionOf({ timestamp: 1759300200, session_end_time: '2025-10-01T06:31:00Z' }).eventTime,
    ).toBe('2025-10-01T06:30:00.000Z');
  });

  it('numbers its messages, reads each kind of text, and says who wrote them', () => {
    const text = { sender_type: 'user', content: { text: 'Yes' } };
    const card = { sender_type: 'bot', content: { type: 'card', card: { body: 'Pay now?' } } };
    const menu = { sender_type: 'seat', content: { type: 'menu', menu: { text: 'One or two?' } } };
    const { messages, transcript } = sessionOf({ messages: [text, card, menu] });
    expect((messages as Array<Record<string, unknown>>).map(({ number }) => number)).toEqual([
      1, 2, 3,
    ]);
    expect(
      (transcript as Array<Record<string, unknown>>).map(({ role, text: said }) => [role, said]),
    ).toEqual([
      ['customer', 'Yes'],
      ['robot', 'Pay now?'],
      ['unknown', 'One or two?'],
    ]);
  });
});

describe('the predictive dialer', () => {
  it('ends a call where it hangs up, and a task where it is finished', () => {
    const timestamp = '1759291200000';
    const call = (state: string) => eventFacts('dialerContactChanged', { state, timestamp }, ZONE);
    expect(call('HANGUP').facts.endTime).toBe('2025-10-01T04:00:00.000Z');
    expect(call('RINGING').facts.endTime).toBeNull();
    expect(call('RINGING').facts.source).toBe('push');
    const task = (state: string) => eventFacts('dialerTaskChanged', { state, timestamp }, ZONE);
    expect([task('Finished'), task('Started')].map(({ facts }) => facts.finished)).toEqual([
      true,
      false,
    ]);
  });

  it('tells of a moment only where there is one', () => {
    for (const timestamp of ['', '0', 'soon', '-5']) {
      expect(eventFacts('dialerTaskChanged', { timestamp }, ZONE).eventTime).toBeNull();
    }
  });
});

it('a custom API push names its workflow', () => {
  const { facts } = eventFacts(
    'customApiPush',
    { workflow_id: 'w', workflow_name: 'Spring', node_id: 'n', callee: {} },
    ZONE,
  );
  expect(facts).toMatchObject({ workflowId: 'w', workflowName: 'Spring' });
});
