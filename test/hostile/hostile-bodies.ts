import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** A request that no vendor would send. */
export interface HostileBody {
  name: string;
  body: Buffer;
  contentType: string;
  headers?: Record<string, string>;
  /** For every trigger, whichever share of the others it gets. */
  everywhere?: boolean;
}

const MEGABYTE = 1024 * 1024;

/** Where a value stands in the pushes of both vendors. */
const PLACES: Array<[place: string, around: (json: string) => string]> = [
  ['alone', (json) => json],
  ["in Sobot's result", (json) => `{"result":{"data":{"detail":${json},"msg":${json}}}}`],
  ["in a field of Sobot's result", (json) => sobot(`"outid":${json}`)],
  ["in a field of AIRUDDER's call", (json) => call(`"CallID":${json}`)],
  ["in AIRUDDER's list of calls", (json) => `{"TaskID":"t-1","detail":[${json}]}`],
  ["in the dialer's body", (json) => `{"type":"ContactStatus","body":${json}}`],
];

function sobot(field: string): string {
  return `{"result":{"data":{"detail":{"status":2,"callid":"c-1",${field}},"msg":[]}}}`;
}

function call(field: string): string {
  return `{"Status":"finished","CalleeNumber":"+12005550001",${field}}`;
}

/** Values that are no plain text or number, put wherever a vendor's value stands. */
const VALUES: Array<[name: string, json: string]> = [
  ['null', 'null'],
  ['a truth value', 'true'],
  ['an empty text', '""'],
  ['an empty list', '[]'],
  ['an empty object', '{}'],
  ['a list of lists', '[[[]]]'],
  ['a list of nulls', '[null,null]'],
  ['a number of 400 digits', '9'.repeat(400)],
  ['a negative number of 400 digits', `-${'1'.repeat(400)}`],
  ['a number beyond all bounds', '1e400'],
  ['minus zero', '-0'],
  ['a number with leading zeros', '000000123'],
  ['a decimal of 400 digits', `0.${'3'.repeat(400)}`],
  ['no number', 'NaN'],
  ['__proto__', '{"__proto__":{"polluted":true}}'],
  ['constructor.prototype', '{"constructor":{"prototype":{"polluted":true}}}'],
  ['methods of every object', '{"toString":null,"valueOf":1,"hasOwnProperty":0,"toJSON":"x"}'],
  ['repeated keys', '{"a":1,"a":2,"status":3,"status":"4","a":{"a":5}}'],
  ['a lone surrogate', '"\\ud800 \\udfff"'],
  ['a lone surrogate as a key', '{"\\udc00":1}'],
  ['NUL', '"a\\u0000b"'],
  ['an expression of n8n', '"={{ $env }} {{ $json }} ${process.exit()}"'],
  ['markup', '"<script>alert(1)</script>\'; DROP TABLE execution_entity; --"'],
  ['a text of 100,000 signs', `"${'x'.repeat(100_000)}"`],
  ['a nest of 200', `${'['.repeat(200)}${']'.repeat(200)}`],
];

const json = (name: string, body: string | Buffer): HostileBody => ({
  name,
  body: Buffer.isBuffer(body) ? body : Buffer.from(body),
  contentType: 'application/json',
});

const encoded = (name: string, encoding: string, body: Buffer): HostileBody => ({
  ...json(name, body),
  headers: { 'content-encoding': encoding },
});

function nests(): HostileBody[] {
  return [101, 1_000, 10_000, 100_000, 1_000_000].flatMap((depth) => [
    json(`lists, ${depth} deep`, `${'['.repeat(depth)}${']'.repeat(depth)}`),
    json(`objects, ${depth} deep`, `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
    json(`lists opened ${depth} times, never closed`, '['.repeat(depth)),
  ]);
}

/** As many fields as a body may have, for whoever looks at all of them for each of them. */
function manyFields(): HostileBody[] {
  const fields = (count: number, value: string) =>
    `{${Array.from({ length: count }, (_, at) => `"k${at}":${value}`).join(',')}}`;
  return [
    { ...json('150,000 fields', fields(150_000, '1')), everywhere: true },
    { ...json('60,000 fields of objects', fields(60_000, '{}')), everywhere: true },
  ];
}

/** Bodies of a size, each slow to read in a way of its own. */
function big(megabytes: number): HostileBody[] {
  const size = Math.floor(megabytes * MEGABYTE) - 100;
  const filled = (name: string, body: string | Buffer) => json(`${megabytes} MB of ${name}`, body);
  const keys = Array.from({ length: size / 15 }, (_, at) => `"k${at}":1`);
  return [
    filled('one text', `{"a":"${'x'.repeat(size - 10)}"}`),
    filled('digits', `{"callid":${'7'.repeat(size - 15)}}`),
    filled('zeros in a list', `[${'0,'.repeat(size / 2 - 2)}0]`),
    filled('empty objects in a list', `[${'{},'.repeat(size / 3 - 2)}{}]`),
    filled('calls', `[${'{"CallID":1},'.repeat(size / 13 - 2)}{}]`),
    filled('keys', `{${keys.join(',')}}`),
    filled('blanks', ' '.repeat(size)),
    filled('escapes', `"${'\\u0041'.repeat(size / 6 - 1)}"`),
    filled('opened texts', '"'.repeat(size)),
    filled('opened lists', '['.repeat(size)),
    filled('backslashes', `"${'\\'.repeat(size - 2)}`),
    filled('control signs', `"${'\u0001'.repeat(size - 2)}`),
    filled('plus signs', '+'.repeat(size)),
    filled('nothing', Buffer.alloc(size)),
    {
      ...filled(
        'fields of a form',
        Array.from({ length: size / 10 }, (_, at) => `f${at}=1`).join('&'),
      ),
      contentType: 'application/x-www-form-urlencoded',
    },
  ];
}

function bombs(): HostileBody[] {
  const zeros = (megabytes: number) => Buffer.alloc(megabytes * MEGABYTE);
  const blanks = Buffer.alloc(100 * MEGABYTE, ' ');
  const good = Buffer.from(sobot('"outid":"x"'));
  return [
    encoded('a gzip bomb of 100 MB', 'gzip', gzipSync(zeros(100))),
    encoded('a gzip bomb of 500 MB', 'gzip', gzipSync(zeros(500))),
    encoded('a gzip bomb of blanks', 'gzip', gzipSync(blanks)),
    encoded('a deflate bomb', 'deflate', deflateSync(zeros(100))),
    encoded('a brotli bomb', 'br', brotliCompressSync(zeros(50))),
    encoded('gzip inside gzip', 'gzip', gzipSync(gzipSync(good))),
    encoded('gzip that ends too soon', 'gzip', gzipSync(good).subarray(0, 30)),
    encoded('gzip with a wrong sum', 'gzip', withLastByteChanged(gzipSync(good))),
    encoded('no gzip at all', 'gzip', good),
    encoded('an encoding nobody knows', 'zstd-9000', good),
    json('gzip that does not say so', gzipSync(good)),
  ];
}

function withLastByteChanged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 5] ^= 0xff;
  return copy;
}

/** Bytes that are no UTF-8, and signs that have no place in JSON. */
function bytes(): HostileBody[] {
  const sequences: Array<[string, number[]]> = [
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate in UTF-8', [0xed, 0xa0, 0x80]],
    ['a sign beyond Unicode', [0xf5, 0x80, 0x80, 0x80]],
    ['a sign cut off', [0xe4, 0xb8]],
    ['0xFF', [0xff, 0xfe, 0xfd]],
    ['a zero byte', [0]],
    ['a bell', [7]],
    ['a line end', [10]],
    ['a byte order mark', [0xef, 0xbb, 0xbf]],
  ];
  return sequences.flatMap(([name, signs]) => [
    json(
      `${name} in a text`,
      Buffer.concat([Buffer.from('{"outid":"a'), Buffer.from(signs), Buffer.from('b"}')]),
    ),
    json(`${name} alone`, Buffer.from(signs)),
  ]);
}

function forms(): HostileBody[] {
  const good = sobot('"outid":"x"');
  const as = (contentType: string, body: string, name = contentType): HostileBody => ({
    name,
    body: Buffer.from(body),
    contentType,
  });
  const form = 'application/x-www-form-urlencoded';
  return [
    as('', good, 'no Content-Type'),
    as('application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    as('text/xml', `<a>${'<b>'.repeat(10_000)}</a>`),
    as('text/html', '<html><script>1</script></html>'),
    as('application/octet-stream', good),
    as('application/json; charset=utf-16', good),
    as('application/json; charset=nonsense', good),
    as('application/json; charset="', good),
    as('application/json/json;;;', good),
    as(form, 'result=', 'an empty form field'),
    as(form, 'result[__proto__][polluted]=true', 'a form with __proto__'),
    as(form, '__proto__[polluted]=true&constructor[prototype][polluted]=true', 'a form of methods'),
    as(form, `result${'[a]'.repeat(5_000)}=1`, 'a form, 5,000 deep'),
    as(form, '%', 'a form with a broken escape'),
    as(form, '%ff%fe=%00&%', 'a form of bytes'),
    as(form, `result=${encodeURIComponent('{"result":'.repeat(50))}`, 'a form with broken JSON'),
    as('multipart/form-data', good, 'multipart without a boundary'),
    as('multipart/form-data; boundary=x', good, 'multipart without parts'),
    as('multipart/form-data; boundary=x', '--x\r\n\r\n', 'multipart cut off'),
    as(
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n${good}\r\n--x--`,
      'multipart with __proto__',
    ),
    as(
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="f"; filename="../../x"\r\n\r\n${good}\r\n--x--`,
      'multipart with a file that leads elsewhere',
    ),
    as('application/json', '', 'nothing'),
    as('application/json', '{', 'one bracket'),
    as('application/json', `${good}${good}`, 'two bodies in one'),
    as('application/json', `/* note */ ${good}`, 'a comment'),
    as('application/json', good.replaceAll('"', "'"), 'single quotes'),
  ];
}

/** Some 250 bodies that try to crash, fill, confuse or pollute whoever reads them. */
export function hostileBodies(): HostileBody[] {
  return [
    ...VALUES.flatMap(([value, text]) =>
      PLACES.map(([place, around]) => json(`${value} ${place}`, around(text))),
    ),
    ...nests(),
    ...manyFields(),
    ...big(3.9),
    // Larger than the trigger takes, whatever is in them.
    ...big(10).slice(0, 3),
    { ...json('20 MB', 'x'.repeat(20 * MEGABYTE)), contentType: 'text/plain' },
    ...bombs(),
    ...bytes(),
    ...forms(),
  ];
}
