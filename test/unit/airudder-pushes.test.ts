import type { IHookFunctions } from 'n8n-workflow';
import { encrypt, signature } from '../../nodes/Airudder/client/aes';
import type { TriggerName } from '../../nodes/Airudder/events/event';
import { pushVendor } from '../../nodes/Airudder/events/receive';
import { ANYTHING_ELSE } from '../../nodes/Airudder/events/stored-triggers';
import { sample } from './fixtures';
import { eventsOf, SETTINGS, webhookContext } from './webhook-context';

const KEY = 'n8nTestKey_16chr';
const ACCOUNT = { pushToken: 'token', aesKey: KEY, zone: 'Asia/Shanghai' };

const LIST_COMPLETED = sample('airudder-workflow-list-completion.json');
const CUSTOM_API = sample('airudder-custom-api-push.json');

/** What the workflow trigger makes of a push. */
function events(
  body: unknown,
  parameters: Record<string, unknown> = {},
  {
    trigger = 'workflow' as TriggerName,
    settings = {},
    request = {} as Parameters<typeof webhookContext>[1],
    account = ACCOUNT as typeof ACCOUNT | null,
  } = {},
) {
  const context = webhookContext(parameters, request);
  return eventsOf(pushVendor(trigger), body, context, settings, account ?? undefined);
}

const items = (...args: Parameters<typeof events>) => events(...args).map(({ item }) => item.json);

describe('a push of AIRUDDER', () => {
  it('is an item with its facts, if the user wants that event', () => {
    const [item, ...others] = items(LIST_COMPLETED, { triggerOn: ['contactListCompleted'] });
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      event: 'contactListCompleted',
      recognisedBy: 'documented',
      contactId: 'case-42',
    });
    for (const name of ['body', 'raw', 'airudderSign']) expect(item).not.toHaveProperty(name);
    expect(items(LIST_COMPLETED, { triggerOn: [ANYTHING_ELSE] })).toEqual([]);
    expect(items(LIST_COMPLETED, { triggerOn: 'contactListCompleted' })).toHaveLength(1);
    expect(items(LIST_COMPLETED)).toEqual([]);
  });

  it('has what travelled with it, and nothing secret', () => {
    const request = {
      query: { token: 'secret', campaign: 'north' },
      headers: { 'x-airudder-sign': 'sign' },
    };
    const before = Date.now();
    const [item] = items(LIST_COMPLETED, { triggerOn: 'contactListCompleted' }, { request });
    expect(item.query).toEqual({ campaign: 'north' });
    expect(item.airudderSign).toBe('sign');
    const receivedAt = Date.parse(String(item.receivedAt));
    expect(receivedAt).toBeGreaterThanOrEqual(before);
    expect(receivedAt).toBeLessThanOrEqual(Date.now());
  });

  it('has what the vendor sent beside it if the user wants that', () => {
    const settings = { includeRaw: true };
    const [item] = items(LIST_COMPLETED, { triggerOn: 'contactListCompleted' }, { settings });
    expect(item.raw).toEqual(LIST_COMPLETED);
  });

  it('is read in the zone of the account, or in the usual one', () => {
    const call = {
      CallID: '1',
      TaskID: '2',
      Status: 'x',
      CallEndTime: '2026-01-01 12:00:00',
    };
    const at = (account: typeof ACCOUNT | null) =>
      items(call, { triggerOn: 'callCompleted' }, { trigger: 'task', account })[0].eventTime;
    expect(at(ACCOUNT)).toBe('2026-01-01T04:00:00.000Z');
    expect(at(null)).toBe('2026-01-01T04:00:00.000Z');
    expect(at({ ...ACCOUNT, zone: 'UTC' })).toBe('2026-01-01T12:00:00.000Z');
  });

  it('is the same event when it comes again, and another one with other facts', () => {
    const identities = (body: unknown) =>
      events(body, { triggerOn: 'callCompleted' }, { trigger: 'task' }).map(
        ({ identity }) => identity,
      );
    const call = { CallID: '1', TaskID: '2', Status: 'x' };
    expect(identities(call)).toEqual(identities({ ...call, Remark: 'later' }));
    expect(identities(call)).not.toEqual(identities({ ...call, CallID: '3' }));
    // Without ids, the whole record tells.
    const bare = { CallID: ' ', Remark: 'a' };
    expect(identities(bare)).toHaveLength(1);
    expect(identities(bare)).not.toEqual(identities({ ...bare, Remark: 'b' }));
  });

  it('of another trigger is anything else there, with its body', () => {
    const elsewhere = { trigger: 'task' as TriggerName };
    const [item] = items(LIST_COMPLETED, { triggerOn: [ANYTHING_ELSE] }, elsewhere);
    expect(item).toMatchObject({ event: 'contactListCompleted', body: LIST_COMPLETED });
    expect(items(LIST_COMPLETED, { triggerOn: ['contactListCompleted'] }, elsewhere)).toEqual([]);
  });

  it('whose shape is likely only comes with its body', () => {
    const body = { task_id: '1', status: 'finished' };
    const [item] = items(body, { triggerOn: ['taskFinished'] }, { trigger: 'task' });
    expect(item).toMatchObject({ event: 'taskFinished', recognisedBy: 'hint', body });
  });

  describe('that nobody knows', () => {
    it('is an item with its body, and is told by its text when it comes again', () => {
      const [{ item, identity }] = events({ odd: 1 }, { triggerOn: [ANYTHING_ELSE] });
      expect(item.json).toMatchObject({
        event: 'unknown',
        recognisedBy: null,
        eventTime: null,
        body: { odd: 1 },
      });
      expect(item.json.query).toEqual({});
      expect(item.json).not.toHaveProperty('rawText');
      expect(identity).toEqual(['unknown', '{"odd":1}']);
    });

    it('and that is no JSON is an item with its text', () => {
      const [item] = items('odd', { triggerOn: [ANYTHING_ELSE] });
      expect(item).toMatchObject({ event: 'unknown', rawText: 'odd' });
      expect(item).not.toHaveProperty('body');
    });

    it('is nothing where the user does not want it', () => {
      expect(items({ odd: 1 }, { triggerOn: ['callCompleted'] })).toEqual([]);
    });
  });

  describe('whose list holds strange entries', () => {
    const call = { CallID: '1', TaskID: '2', Status: 'x' };
    const odd = (count: number) => Array.from({ length: count }, (_, at) => ({ odd: at }));
    const mixed = (count: number, triggerOn: string[]) =>
      items([call, ...odd(count)], { triggerOn }, { trigger: 'task' }).map(({ event, body }) => [
        event,
        body,
      ]);

    it('has an item for each of them, if the user wants that', () => {
      expect(mixed(2, ['callCompleted', ANYTHING_ELSE])).toEqual([
        ['callCompleted', undefined],
        ['unknown', { odd: 0 }],
        ['unknown', { odd: 1 }],
      ]);
      expect(mixed(2, ['callCompleted'])).toEqual([['callCompleted', undefined]]);
      expect(mixed(1, [ANYTHING_ELSE])).toEqual([['unknown', { odd: 0 }]]);
    });

    it('has one item for all where there are too many', () => {
      expect(mixed(10_001, [ANYTHING_ELSE])).toEqual([['unknown', odd(10_001)]]);
      expect(mixed(10_000, [ANYTHING_ELSE])).toHaveLength(10_000);
    });
  });
});

describe('a custom API node', () => {
  const asked = (responseMode?: string) =>
    events(CUSTOM_API, { triggerOn: ['customApiPush'], responseMode });

  it('gets an answer each time it asks, where it waits for one', () => {
    expect(asked('lastNode')[0].everyTime).toBe(true);
    expect(asked('onReceived')[0].everyTime).toBe(false);
    expect(asked()[0].everyTime).toBe(false);
    const others = events(LIST_COMPLETED, {
      triggerOn: ['contactListCompleted'],
      responseMode: 'lastNode',
    });
    expect(others[0].everyTime).toBe(false);
  });

  it('is answered by the run where the user says so', () => {
    const vendor = pushVendor('workflow');
    expect(vendor.waitsForRun?.(webhookContext({ responseMode: 'lastNode' }))).toBe(true);
    expect(vendor.waitsForRun?.(webhookContext())).toBe(false);
  });

  it('is refused without its ids where AIRUDDER is to confirm it, and nothing else is', async () => {
    const vendor = pushVendor('workflow');
    const custom = (json: Record<string, string>) => [
      { item: { json: { event: 'customApiPush', ...json } }, identity: '' },
    ];
    const verified = async (json: Record<string, string>, checkPushes: unknown) =>
      await vendor.verify?.(webhookContext(), custom(json), {
        ...SETTINGS,
        options: { checkPushes } as never,
      });
    expect(await verified({}, false)).toBeUndefined();
    const ids = { workflowId: 'w', nodeId: 'n', phone: '1' };
    for (const missing of Object.keys(ids)) {
      expect(await verified({ ...ids, [missing]: '' }, true)).toEqual({
        status: 403,
        reason: 'AIRUDDER does not confirm this push',
      });
    }
    expect(await verified({ ...ids, event: 'callCompleted' }, true)).toBeUndefined();
    await expect(verified({}, 'perhaps')).rejects.toThrow('"Check Custom API Pushes" is perhaps');
  });
});

describe('an encrypted push', () => {
  const plain = '{"CallID":007,"odd":1}';
  const encrypted = { 'is-encrypted': '1', signed: signature(plain) };
  const opened = (
    text: string,
    {
      headers = encrypted as Record<string, unknown>,
      account = ACCOUNT as typeof ACCOUNT | null,
      authentication = 'pushToken',
    } = {},
  ) => {
    const context = webhookContext({ authentication }, { headers });
    return pushVendor('task').open?.(context, { text, body: undefined }, account ?? undefined);
  };
  const refused = {
    status: 401,
    reason: 'The push is not encrypted with the agreed key',
  };

  it.each([
    ['as it is', encrypt(plain, KEY)],
    ['as JSON text', `"${encrypt(plain, KEY)}"`],
    ['with spaces around it', ` ${encrypt(plain, KEY)}\n`],
  ])('is read %s, and ids in it stay as they are', (_, text) => {
    expect(opened(text)).toEqual({ text: plain, body: { CallID: '007', odd: 1 } });
  });

  it('is refused with another signature or without one, and without a key', () => {
    const text = encrypt(plain, KEY);
    expect(opened(text, { headers: { ...encrypted, signed: signature('other') } })).toEqual(
      refused,
    );
    expect(opened(text, { headers: { 'is-encrypted': '1' } })).toEqual(refused);
    expect(opened(text, { account: { ...ACCOUNT, aesKey: '' } })).toEqual(refused);
    expect(opened(text, { account: null })).toEqual(refused);
  });

  it('is asked for where the user says so; otherwise others are taken as they are', () => {
    const others = { headers: {} };
    expect(opened('plain', { ...others, authentication: 'encryption' })).toEqual(refused);
    expect(opened('plain', others)).toEqual({ text: 'plain', body: undefined });
  });
});

describe('a trigger that would turn away every push is not published', () => {
  const check = (
    parameters: Record<string, unknown>,
    account: Partial<typeof ACCOUNT> = {},
    options = {},
  ) =>
    pushVendor('workflow').check?.(
      webhookContext(parameters) as unknown as IHookFunctions,
      { ...ACCOUNT, ...account },
      options,
    );

  it.each(['token with spaces', 'käse', 'a/b', ''])(
    'with the push token "%s", which no address can hold',
    (pushToken) => {
      expect(() => check({}, { pushToken })).toThrow('that an address cannot hold');
      expect(() => check({ authentication: 'none' }, { pushToken })).not.toThrow();
    },
  );

  it('unless its token is made of what an address can hold', () => {
    expect(() => check({}, { pushToken: 'aZ09-_.~' })).not.toThrow();
  });

  it('without a key where pushes are to be encrypted', () => {
    const encryption = { authentication: 'encryption' };
    expect(() => check(encryption, { aesKey: '' })).toThrow('holds no AES Key');
    expect(() => check(encryption)).not.toThrow();
  });

  it('without a credential where AIRUDDER is to be asked', () => {
    const none = { authentication: 'none' };
    const context = webhookContext(none) as unknown as IHookFunctions;
    const checked = (checkPushes: boolean) =>
      pushVendor('workflow').check?.(context, undefined, { checkPushes });
    expect(() => checked(true)).toThrow('needs a credential to ask AIRUDDER with');
    expect(() => checked(false)).not.toThrow();
    expect(() => check(none, {}, { checkPushes: true })).not.toThrow();
  });

  it('says what to do', () => {
    const advising = (advice: string) =>
      expect.objectContaining({ advice: expect.stringContaining(advice) as string }) as Error;
    expect(() => check({}, { pushToken: 'a b' })).toThrow(advising('Use letters, digits'));
    expect(() => check({ authentication: 'encryption' }, { aesKey: '' })).toThrow(
      advising('Choose a credential with the AES key'),
    );
  });
});

describe('the account of AIRUDDER', () => {
  it('is judged by its push token, key and zone', () => {
    const data = { pushToken: 'token', aesSecretKey: KEY, appKey: 'a' };
    expect(pushVendor('task').account(data)).toEqual(ACCOUNT);
  });
});

describe('the outputs of a trigger', () => {
  const all = ['callCompleted', 'taskFinished', 'planFinished', 'unknown', 'userMessage'].map(
    (event) => ({ json: { event } }),
  );
  const outputs = (splitEvents: unknown) =>
    pushVendor(() => 'task').outputs(webhookContext({ splitEvents }), all);

  it('is one where nobody split it', () => {
    expect(outputs(undefined)).toEqual([all]);
    expect(outputs('true')).toEqual([all]);
  });

  it('are one for each of its events, and one for anything else', () => {
    const [call, task, plan, unknown, other] = all;
    expect(outputs(true)).toEqual([[call], [plan], [task], [unknown, other]]);
  });
});
