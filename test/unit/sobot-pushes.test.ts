import { DEFAULT_REPLY, resultPushes } from '../../nodes/Sobot/events/receive';
import { eventsOf, webhookContext } from './webhook-context';

/** What a trigger makes of a push. */
function events(body: unknown, parameters = {}, settings = {}, query = {}) {
  return eventsOf(resultPushes, body, webhookContext(parameters, { query }), settings);
}

const items = (...args: Parameters<typeof events>) => events(...args).map(({ item }) => item.json);

/** A result of a call. @param status 2 is answered, 5 is not */
const result = (callid: string, status = 2) => ({
  result: { data: { detail: { callid, outid: `contact ${callid}`, status }, msg: [] } },
});

describe('a push of Sobot iCall', () => {
  it('is an item with the call result, and the query parameters that may travel', () => {
    const query = { token: 'secret', appid: 'id', signature: 'hash', campaign: 'north' };
    const [call] = items(result('1'), {}, {}, query);
    expect(call).toMatchObject({ understood: true, callId: '1', contactId: 'contact 1' });
    expect(call.query).toEqual({ campaign: 'north' });
    expect(call).not.toHaveProperty('raw');
  });

  it('has what the vendor sent beside it if the user wants that', () => {
    expect(items(result('1'), {}, { includeRaw: true })[0].raw).toEqual(result('1'));
  });

  it.each([
    ['any', ['1', '2']],
    ['answered', ['1']],
    ['notAnswered', ['2']],
  ])('starts a run for the calls that are wanted: %s', (triggerOn, expected) => {
    const calls = items([result('1'), result('2', 5)], { triggerOn });
    expect(calls.map(({ callId }) => callId)).toEqual(expected);
  });

  it('is the same event when it comes again, and another one with another result', () => {
    const [first] = events(result('1'));
    expect(events(result('1'))[0].identity).toEqual(first.identity);
    expect(events(result('1', 5))[0].identity).not.toEqual(first.identity);
  });

  it('that nobody can read is an item with its whole text', () => {
    const [unread] = events('{"odd": 1}', {}, {}, { campaign: 'north' });
    expect(unread).toEqual({
      item: {
        json: {
          understood: false,
          outcome: 'unknown',
          query: { campaign: 'north' },
          rawText: '{"odd": 1}',
        },
      },
      identity: '{"odd": 1}',
    });
  });

  it('that is unread in part has an item for each part', () => {
    const all = items([result('1'), { odd: 1 }, { odd: 2 }], { triggerOn: 'notAnswered' });
    expect(all.map(({ rawText }) => rawText)).toEqual(['{"odd":1}', '{"odd":2}']);
  });

  it('with too many unread parts has one item for all', () => {
    const odd = Array.from({ length: 10_001 }, (_, at) => ({ odd: at }));
    expect(items(odd)).toHaveLength(1);
    expect(items(odd)[0].rawText).toBe(JSON.stringify(odd));
    expect(items(odd.slice(1))).toHaveLength(10_000);
  });

  it('that tells of a failure says of which call', () => {
    const failed = { result: { ...result('1').result, ret_code: '100001' } };
    const text = `${JSON.stringify(failed)} `;
    const [item] = items(text);
    expect(item).toMatchObject({
      understood: false,
      outcome: 'unknown',
      callId: '1',
      contactId: 'contact 1',
      rawText: text,
    });
    expect(item.reason).toContain('100001');
    // Among others, only its own part.
    const part = JSON.stringify(failed.result);
    const rawTexts = (body: unknown) => items(body).map(({ rawText }) => rawText);
    expect(rawTexts([result('2'), failed])).toEqual([undefined, part]);
    expect(rawTexts([failed, { odd: 1 }])).toEqual([part, '{"odd":1}']);
  });
});

describe('the account of Sobot', () => {
  it('is judged by its push token, without the spaces around it', () => {
    expect(resultPushes.account({ pushToken: ' token ' })).toEqual({ pushToken: 'token' });
    expect(resultPushes.account({})).toEqual({ pushToken: '' });
  });

  it('expects the reply of its own endpoints', () => {
    expect(JSON.parse(DEFAULT_REPLY)).toEqual({ ret_code: '000000', ret_msg: 'success' });
  });
});

describe('the outputs of the trigger', () => {
  const all = ['answered', 'noAnswer', 'rejected', 'vacant', 'unknown'].map((outcome) => ({
    json: { outcome },
  }));

  it('is one where nobody split it', () => {
    expect(resultPushes.outputs(webhookContext(), all)).toEqual([all]);
    expect(resultPushes.outputs(webhookContext({ splitOutcomes: 'true' }), all)).toEqual([all]);
  });

  it('are five where the user splits results, in the order of the canvas', () => {
    const outputs = resultPushes.outputs(webhookContext({ splitOutcomes: true }), all);
    expect(outputs).toEqual(all.map((item) => [item]));
  });
});
