import {
  EVENT_KINDS,
  eventFacts,
  recognise,
  type TriggerName,
  UNKNOWN_EVENT,
} from '../airudder-events';
import fc from 'fast-check';
import { BlockList, isIP } from 'node:net';
import { checkCallingHours, type CallingHours } from '../../nodes/campaign/calling-hours';
import { InvalidInput } from '../../nodes/basics/invalid-input';
import { isInRanges, parseIpRange } from '../../nodes/basics/ip-range';
import { parseLenientJson } from '../../nodes/basics/lenient-json';
import { checkPhone, type PhoneRule } from '../../nodes/campaign/phone';
import { decrypt, encrypt, signature } from '../../nodes/Airudder/client/aes';
import { understood } from '../../nodes/runtime/push/push-body';
import { contactData, refuseContact } from '../../nodes/Sobot/resources/contact-data';
import { callsInPush, PUSH_TEXT_FIELDS } from '../../nodes/Sobot/events/result-push';
import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';

const RUNS = { numRuns: 1000 };

/** Any text: every Unicode character, lone surrogates and all. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

/** Text that looks like JSON, and is broken somewhere. */
const nearlyJson = fc
  .tuple(fc.json(), fc.nat(), anyText, fc.nat({ max: 5 }))
  .map(([json, at, junk, cut]) => {
    const place = at % (json.length + 1);
    return json.slice(0, place) + junk + json.slice(place + cut);
  });

const anyBody = fc.oneof(fc.jsonValue(), fc.anything());

const digitsOf = (text: string) => text.replace(/\D/g, '');

describe('the lenient parser', () => {
  it('reads what strict JSON reads without loss just as strict JSON does', () => {
    const lossless = fc.jsonValue({ maxDepth: 5 }).filter((value) => {
      const numbers = JSON.stringify(value).match(/-?\d+(?![\d.eE])/g) ?? [];
      return numbers.every((number) => Number.isSafeInteger(Number(number)));
    });
    fc.assert(
      fc.property(lossless, (value) => {
        const json = JSON.stringify(value);
        expect(parseLenientJson(json)).toEqual(JSON.parse(json));
      }),
      RUNS,
    );
  });

  it('never gives up on a push, and reports what it cannot read as a syntax error only', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearlyJson), (text) => {
        expect(() => understood(text, PUSH_TEXT_FIELDS)).not.toThrow();
        try {
          parseLenientJson(text, PUSH_TEXT_FIELDS);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      RUNS,
    );
  });

  it('changes no digit of a bare number, however long, in a field for ids', () => {
    const bare = fc.stringMatching(/^[0-9]{1,400}$/);
    fc.assert(
      fc.property(bare, (digits) => {
        expect(parseLenientJson(`{"callid": ${digits}}`, ['callid'])).toEqual({ callid: digits });
        const { any } = parseLenientJson(`{"any": ${digits}}`) as { any: unknown };
        expect(String(any)).toBe(digits);
      }),
      RUNS,
    );
  });
});

describe('the phone normaliser', () => {
  const rules: PhoneRule[] = ['china', 'international', 'any', { pattern: /^\+?\d+$/ }];
  const rule = fc.constantFrom(...rules);
  const phoneLike = fc.stringMatching(/^['+(]{0,2}[0-9０-９²⑳ .()\-–*eE+]{1,24}$/);

  it('never throws, whatever the row holds', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.anything()), rule, (value, chosen) => {
        const check = checkPhone(value, chosen);
        expect(check.ok ? check.phone : check.reason).not.toBe('');
      }),
      RUNS,
    );
  });

  it('never changes, adds or loses a digit; only the country code of China comes and goes', () => {
    const halfWidth = (typed: string) =>
      typed.replace(/[０-９]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
    fc.assert(
      fc.property(phoneLike, rule, (typed, chosen) => {
        const check = checkPhone(typed, chosen);
        if (!check.ok) return;
        const [before, after] = [digitsOf(halfWidth(typed)), digitsOf(check.phone)];
        const same =
          before === after ||
          (chosen === 'china' && [after, after.slice(1)].some((rest) => before.endsWith(rest)));
        expect([typed, check.phone, same]).toEqual([typed, check.phone, true]);
        expect(typed).not.toMatch(/[²⑳*eE]/);
      }),
      { numRuns: 5000 },
    );
  });

  it('leaves a number that is right already as it is', () => {
    const right = fc.oneof(
      fc.stringMatching(/^1[3-9][0-9]{9}$/).map((phone) => ['china', phone] as const),
      fc.stringMatching(/^\+[1-9][0-9]{6,13}$/).map((phone) => ['international', phone] as const),
      fc.stringMatching(/^[0-9]{5,15}$/).map((phone) => ['any', phone] as const),
    );
    fc.assert(
      fc.property(right, ([chosen, phone]) => {
        expect(checkPhone(phone, chosen)).toEqual({ ok: true, phone });
      }),
      RUNS,
    );
  });
});

describe('calling hours', () => {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const time = fc.oneof(
    fc
      .tuple(fc.nat({ max: 25 }), fc.nat({ max: 61 }), fc.boolean())
      .map(([hour, minute, full]) =>
        [hour, minute].map((part) => (full ? String(part).padStart(2, '0') : part)).join(':'),
      ),
    anyText,
  );
  const spans = fc.array(fc.record({ from: time, to: time }), { maxLength: 4 });

  it('are refused in words, or come out in order, one after the other, each within the day', () => {
    fc.assert(
      fc.property(spans, (typed) => {
        let checked: CallingHours[];
        try {
          checked = checkCallingHours(typed);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          return;
        }
        const moments = checked.flatMap(({ from, to }) => [from, to]);
        for (const moment of moments) expect(moment).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
        checked.forEach(({ from, to }, at) => {
          expect(minutes(from)).toBeLessThan(minutes(to));
          if (at > 0) expect(minutes(from)).toBeGreaterThanOrEqual(minutes(checked[at - 1].to));
        });
        expect(checkCallingHours(checked)).toEqual(checked);
      }),
      RUNS,
    );
  });
});

describe('address ranges', () => {
  const v4 = fc.ipV4();
  const v6 = fc.ipV6().filter((address) => isIP(address) === 6);

  it('agree with those of Node on every address and prefix', () => {
    const plain = fc.oneof(
      fc.tuple(v4, v4, fc.nat({ max: 32 }), fc.constant('ipv4' as const)),
      fc.tuple(v6, v6, fc.nat({ max: 128 }), fc.constant('ipv6' as const)),
    );
    const near = fc.tuple(plain, fc.boolean()).map(([[range, address, prefix, family], same]) => ({
      range,
      address: same ? range : address,
      prefix,
      family,
    }));
    fc.assert(
      fc.property(near, ({ range, address, prefix, family }) => {
        const mapped = family === 'ipv6' && /^(?:0*:)*:?(?:0*:)*ffff:/i.test(range + address);
        fc.pre(!mapped);
        const list = new BlockList();
        list.addSubnet(range, prefix, family);
        const parsed = parseIpRange(`${range}/${prefix}`);
        expect(parsed).toBeDefined();
        expect(isInRanges(address, parsed === undefined ? [] : [parsed])).toBe(
          list.check(address, family),
        );
      }),
      RUNS,
    );
  });

  it('never throw, and take nothing for an address that is none', () => {
    const odd = fc.oneof(anyText, fc.stringMatching(/^[0-9a-f:./%[\]]{0,40}$/));
    fc.assert(
      fc.property(odd, (text) => {
        const parsed = parseIpRange(text);
        isInRanges(text, parsed === undefined ? [] : [parsed]);
        if (parsed === undefined) return;
        const host = text
          .trim()
          .split('/')[0]
          .replace(/^\[|\]$/g, '')
          .replace(/%.*$/s, '');
        expect([host, isIP(host) > 0]).toEqual([host, true]);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the variables of a contact of Sobot', () => {
  it('come back as they went in, or the contact is refused', () => {
    const variables = fc.dictionary(
      fc.oneof(anyText, fc.constantFrom('__proto__', 'a|b')).filter((name) => name !== ''),
      fc.oneof(anyText, fc.constantFrom('x^y', '')),
    );
    fc.assert(
      fc.property(variables, (given) => {
        const contact = { contactId: 'c-1', phone: '16000000001', variables: given };
        if (refuseContact(contact) !== undefined) return;
        const { variable } = contactData(contact);
        const read = (variable ?? '')
          .split('|')
          .filter((pair) => pair !== '')
          .map((pair) => pair.split('^'));
        expect(read).toEqual(Object.entries(given));
      }),
      RUNS,
    );
  });
});

describe('encryption', () => {
  const key = fc.constantFrom('0123456789abcdef', 'k'.repeat(24), '密钥密钥密钥密钥密钥ab');
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

  it('gives back every byte, also zeros at the end', () => {
    const ending = fc.tuple(bytes, fc.nat({ max: 40 }));
    fc.assert(
      fc.property(ending, key, ([start, zeros], secret) => {
        const plain = Buffer.concat([start, Buffer.alloc(zeros)]);
        const opened = decrypt(encrypt(plain, secret), secret, signature(plain));
        expect(opened.ok && opened.plain.equals(plain)).toBe(true);
      }),
      RUNS,
    );
  });

  it('takes nothing that was changed, and throws at nothing', () => {
    fc.assert(
      fc.property(
        bytes,
        key,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (plain, secret, at, by) => {
          const sealed = Buffer.from(encrypt(plain, secret), 'base64');
          sealed[at % sealed.length] ^= by;
          expect(decrypt(sealed.toString('base64'), secret, signature(plain)).ok).toBe(false);
        },
      ),
      RUNS,
    );
    fc.assert(
      fc.property(anyText, key, anyText, (text, secret, signed) => {
        expect(decrypt(text, secret, signed).ok).toBe(false);
      }),
      RUNS,
    );
  });
});

describe('the recogniser of events', () => {
  const HOMES: TriggerName[] = ['task', 'workflow', 'inbound', 'chatbot'];
  const home = fc.constantFrom(...HOMES);

  it('never throws, and always says one of the events of its kinds', () => {
    const events = new Set(
      Object.values(EVENT_KINDS).flatMap((kinds) => kinds.map(({ value }) => value)),
    );
    fc.assert(
      fc.property(anyBody, home, (body, at) => {
        const { event, records } = recognise(body, at);
        expect([...events, UNKNOWN_EVENT]).toContain(event);
        expect(records.length).toBeGreaterThan(0);
        for (const record of records) eventFacts(event, record, 'Asia/Shanghai');
      }),
      RUNS,
    );
  });

  it('knows an example again whatever else the vendor adds to it that speaks of no other', () => {
    const examples = HOMES.flatMap((at) =>
      Object.values(EXAMPLE_EVENTS[at]).map((example) => [at, example(1)] as const),
    );
    // Of letters in which none of the words stands that tell events apart, such as "sms".
    const extra = fc.dictionary(fc.stringMatching(/^x_[qvxz]{1,10}$/), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...examples), extra, ([at, example], more) => {
        const known = recognise(example, at);
        expect(recognise({ ...more, ...(example as object) }, at).event).toBe(known.event);
      }),
      RUNS,
    );
  });

  it("reads Sobot's results out of anything without throwing", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        callsInPush(body);
        callsInPush({ result: { data: { detail: body, msg: body } } });
      }),
      RUNS,
    );
  });
});
