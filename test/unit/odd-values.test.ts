import { Readable } from 'node:stream';
import { encrypted } from '../../nodes/Airudder/client/credential';
import { secondsToIso, millisecondsToIso } from '../../nodes/Airudder/events/times';
import { fileWish } from '../../nodes/Airudder/panel/file-fields';
import { heldIn } from '../../nodes/Airudder/resources/held-contacts';
import { dialerOutcome } from '../../nodes/Airudder/resources/dialer-outcome';
import { pairRejections } from '../../nodes/Airudder/resources/rejections';
import { callsInPush } from '../../nodes/Sobot/events/result-push';
import { countryCode } from '../../nodes/runtime/guards/country-code';
import { holidaysIn, hoursRule } from '../../nodes/runtime/guards/calling-hours';
import { consentRule } from '../../nodes/runtime/guards/consent';
import { extensionInLink } from '../../nodes/runtime/files/file-names';
import type { IExecuteFunctions } from 'n8n-workflow';
import { firstBytes, readAll, type IncomingBody } from '../../nodes/runtime/files/incoming-file';
import { networkFailure } from '../../nodes/runtime/http/exchange';
import { knowledgeOf } from '../../nodes/sending/reconcile';
import { understood } from '../../nodes/runtime/push/push-body';

describe('what somebody typed under Country Code', () => {
  it.each([
    ['', 'china', '86'],
    ['', 'international', ''],
    [undefined, 'international', ''],
    ['62', 'international', '62'],
    ['+62', 'international', '62'],
    ['00 44', 'china', '44'],
  ])('%j is, with numbers checked as %s, %j', (typed, rule, code) => {
    expect(countryCode(typed, rule)).toBe(code);
  });

  it.each(['ID', '0', '12345'])('%j is refused in words', (typed) => {
    expect(() => countryCode(typed, 'china')).toThrow(/which is no calling code/);
  });
});

describe('calling hours', () => {
  it('are 09:00 to 20:00 but on Sundays, if nothing is set', () => {
    const { from, until, weekdays } = hoursRule({});
    expect([from, until, [...weekdays]]).toEqual([540, 1200, [1, 2, 3, 4, 5, 6]]);
  });

  it('may be on days of one’s own', () => {
    const { weekdays } = hoursRule({ days: 'own', ownDays: 'mon, Saturday' });
    expect([...weekdays]).toEqual([1, 6]);
  });

  it('know holidays as text, as a list, and as one date', () => {
    expect(holidaysIn('2026-04-06, 12-25', 'x')).toEqual(['2026-04-06', '12-25']);
    expect(holidaysIn(['12-25'], 'x')).toEqual(['12-25']);
    const date = { toString: () => '2026-04-06T00:00' };
    expect(holidaysIn(date, 'x')).toEqual(['2026-04-06']);
    expect(holidaysIn(null, 'x')).toEqual([]);
    expect(() => holidaysIn('Easter', 'the cell')).toThrow('the cell holds "Easter"');
  });
});

describe('consent', () => {
  it.each([
    [{}, { must: 'filled' }],
    [{ must: 'true' }, { must: 'true' }],
    [{ must: 'recent' }, { must: 'recent', days: 365 }],
  ])('%j means %j', (settings, rule) => expect(consentRule(settings)).toEqual(rule));
});

describe('times of AIRUDDER', () => {
  it.each([
    [secondsToIso('1772352000'), '2026-03-01T08:00:00.000Z'],
    [secondsToIso(0), null],
    [secondsToIso('x'), null],
    [secondsToIso('9'.repeat(15)), null],
    [millisecondsToIso('1772352000000'), '2026-03-01T08:00:00.000Z'],
    [millisecondsToIso(null), null],
    [millisecondsToIso(-5), null],
  ])('%s', (told, expected) => expect(told).toBe(expected));
});

describe('a call of the predictive dialer', () => {
  it.each<[string | null, number | null, string, string | null]>([
    ['ringing', null, 'dialing', null],
    ['HANGUP', 3, 'busy', 'busy'],
    ['HANGUP', 99, 'unknown', null],
    [null, null, 'unknown', null],
  ])('in state %s with reason %s is %s', (state, code, outcome, reason) => {
    expect(dialerOutcome(state, code)).toEqual({ outcome, reason });
  });
});

describe('who a task holds', () => {
  const contact = (contactId: string, phone: string) => ({ contactId, phone, variables: {} });
  it('is told by number and ID, also where one number stands for several', () => {
    const contacts = [contact('a', '+1'), contact('b', '+1'), contact('c', '+2')];
    const calls = [
      { contactId: 'a', phone: '+1' },
      { contactId: 'b', phone: '+1' },
      { contactId: 'c', phone: null },
    ];
    expect(heldIn(contacts, calls).map(({ contactId }) => contactId)).toEqual(['a', 'b']);
  });
});

describe('rejected contacts that AIRUDDER names oddly', () => {
  const contacts = [
    { contactId: 'a', phone: '+12005550001', variables: {} },
    { contactId: 'b', phone: '+12005550001', variables: {} },
  ];
  it.each<[unknown, string[], number]>([
    ['+12005550001', ['a', 'b'], 0],
    [undefined, [], 0],
    ['', [], 0],
    ['+12005559999', [], 1],
    [[{ deep: { Comments: 'b' } }, null], ['b'], 1],
  ])('%j', (list, paired, unpaired) => {
    const told = pairRejections(list, contacts, 'Comments');
    expect([[...told.reasons.keys()], told.unpaired.length]).toEqual([paired, unpaired]);
  });
});

describe('a request to AIRUDDER', () => {
  const url = 'https://a.example/service/x';
  it('carries lists and objects in its query, and nothing for what is not given', () => {
    const qs = { ids: ['1', '2'], filter: { a: 1 }, none: null } as never;
    expect(encrypted({ url, qs }, '').url).toBe(
      `${url}?ids=1&ids=2&filter=${encodeURIComponent('{"a":1}')}`,
    );
  });

  it('takes a body that is text as it is, and hides query and body where a key is agreed', () => {
    const asIs = encrypted({ url, method: 'POST', body: '{"a":1}' }, '');
    expect(String(asIs.body)).toBe('{"a":1}');
    const key = 'n8nTestKey_16chr';
    const post = encrypted({ url, method: 'POST', body: { a: 1 }, qs: { q: 1 } }, key);
    expect([post.url, post.headers?.['Is-Encrypted']]).toEqual([`${url}?q=1`, '1']);
    expect(String(post.body)).not.toContain('"a"');
    expect(encrypted({ url, qs: { q: 'secret' } }, key).url).not.toContain('secret');
    expect(encrypted({ url }, key).url).toBe(url);
  });
});

describe('the name of a file', () => {
  it.each([
    ['https://a.example/x/call.MP3?sign=1', 'mp3'],
    ['https://a.example/call', undefined],
    ['no link', undefined],
  ])('ends as its link %s does: %s', (link, ending) => {
    expect(extensionInLink(link)).toBe(ending);
  });

  it('is never empty', () => {
    expect(fileWish({ fileName: '???' }, 'x').name).toBe('-');
    expect(fileWish({ fileName: 'case 7' }, 'x').name).toBe('case-7');
    expect(fileWish({}, '').name).toBe('file');
  });
});

describe('a file that arrives', () => {
  const IDLE = 60_000;
  const limits = { maxBytes: 100, idleMs: IDLE };
  const context = {} as IExecuteFunctions;
  const stream = (chunks: Iterable<Buffer> | AsyncIterable<Buffer>) =>
    Readable.from(chunks, { objectMode: false }) as unknown as IncomingBody;
  async function* broken() {
    yield Buffer.from('abc');
    throw new Error('cut');
  }

  it('shows its first bytes and keeps them; an empty one has none', async () => {
    const whole = stream([Buffer.from('abcdef')]);
    expect(String(await firstBytes(whole, IDLE))).toBe('abcdef');
    expect(String(await readAll(context, whole, { ...limits, effect: 'none' }))).toBe('abcdef');
    expect(await firstBytes(stream([]), IDLE)).toHaveLength(0);
    const ended = stream([]);
    await firstBytes(ended, IDLE);
    expect(await firstBytes(ended, IDLE)).toHaveLength(0);
  });

  it('is refused when it is too large or breaks off, with what that means', async () => {
    await expect(
      readAll(context, stream([Buffer.alloc(9)]), { ...limits, maxBytes: 5, effect: 'none' }),
    ).rejects.toThrow('larger than');
    await expect(
      readAll(context, stream(broken()), { ...limits, effect: 'none' }),
    ).rejects.toMatchObject({
      message: 'The file broke off while it was fetched',
      advice: 'Run the node again.',
    });
    await expect(
      readAll(context, stream(broken()), { ...limits, effect: 'unknown' }),
    ).rejects.toMatchObject({
      advice: expect.stringContaining('The request itself was carried out'),
    });
  });
});

describe('what n8n throws for a request that got no answer', () => {
  const chained = (link: object) => Object.assign(new Error('outer'), { cause: link });
  it.each<[object, string, string]>([
    [chained({ code: 'ECONNREFUSED' }), 'nothing is listening at that address', 'none'],
    [chained({ httpCode: 'ETIMEDOUT' }), 'no reply came in time', 'unknown'],
    [chained({ name: 'AbortError' }), 'the execution was stopped before a reply came', 'unknown'],
    [{ name: 'CanceledError' }, 'the execution was stopped before a reply came', 'unknown'],
    [{ code: 'ESOMETHING' }, 'the connection broke before a reply came', 'unknown'],
    [{}, 'the connection broke before a reply came', 'unknown'],
    ['no object' as unknown as object, 'the connection broke before a reply came', 'unknown'],
  ])('%o says: %s', (error, words, effect) => {
    const failure = networkFailure('Sobot iCall', error);
    expect(failure.message).toContain(words);
    expect(failure.effect).toBe(effect);
  });
});

describe('a body that nobody would push', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  it.each([
    ['nests of 50 layers', nested(50), true],
    ['nests of 150 layers', nested(150), false],
    ['200,001 values', JSON.stringify(Array(200_001).fill(0)), false],
    ['a bare number', '5', false],
    ['a form without JSON', 'a=b&c=d', false],
    ['a multipart form without JSON', '--x\r\n\r\nhello\r\n--x--', false],
  ])('%s is data: %s', (_, text, isData) => {
    expect(understood(text, []) !== undefined).toBe(isData);
  });

  it('with more calls than a vendor has is one item', () => {
    const calls = Array.from({ length: 10_001 }, (_, at) => ({
      result: { data: { detail: { callid: `c-${at}`, status: 2 }, msg: [] } },
    }));
    const { calls: found, strange } = callsInPush(calls);
    expect([found.length, strange.length]).toEqual([0, 1]);
  });

  it('with a code that Sobot does not document still says that something failed', () => {
    const { failed } = callsInPush({ ret_code: '399999', ret_msg: 'x' });
    expect(JSON.stringify(failed)).toContain('does not document');
  });
});

describe('what a call result says of a contact', () => {
  it.each([
    ['noRecord', 'notFound'],
    ['pending', 'waiting'],
    ['dialing', 'waiting'],
    ['cancelled', 'cancelled'],
    ['answered', 'called'],
    ['busy', 'called'],
  ])('%s: %s', (outcome, known) => {
    expect(knowledgeOf({ outcome } as Parameters<typeof knowledgeOf>[0]).known).toBe(known);
  });
});
