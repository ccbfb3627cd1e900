import { decrypt, encrypt, isAesKey, signature } from '../../nodes/Airudder/client/aes';

const KEY = 'n8nTestKey_16chr';

/** The reference's vectors, checked there with Node and OpenSSL. */
const VECTORS: Array<[name: string, plain: string, cipher: string, hash: string]> = [
  [
    'a query of 20 bytes',
    'TaskID=demo-task-001',
    'dL/CxxoIXPMM/9Y2WIr9Q94TE2dO/DCIzQrldDtk15g=',
    '0e31ee502d5928d39a417a65abcdd3bd7069bcf3e54ed8eb3e0450e14b056b83',
  ],
  [
    'JSON of 56 bytes',
    '{"TaskID":"demo-task-001","CalleeNumber":"+12025550123"}',
    'QVeWj9Lu8knO8s2HqdYM9o7yNw0Pw+WKYSg/Ff7HafLd+PJe/qraV/GSWVF7+9pm6UjQLbxZgXkFLw6lojWm8Q==',
    'fd1143856234f14dab98b7d6362e775161043b11387e6089bc1fc5dc80fb46ba',
  ],
  [
    'exactly 16 bytes',
    '0123456789abcdef',
    'bbWRwBvBJTKcq8qoc5czZisMOaTwzIMXuJ+7DmT8tv4=',
    '9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f',
  ],
  [
    'text that is not ASCII',
    '{"TaskName":"Café 测试"}',
    't4nHGJrHcZQyEvhHIoWRbiad+DrvFkqQFnpuLE1XGsI=',
    '1609d9c78562fc6728fe95fd160185fad3caae9a2d2db23cdb997ca713dff876',
  ],
];

describe('AES transport', () => {
  it.each(VECTORS)(
    '%s: encrypts, signs and decrypts as the reference says',
    (_, plain, cipher, hash) => {
      expect(encrypt(plain, KEY)).toBe(cipher);
      expect(signature(plain)).toBe(hash);
      expect(decrypt(cipher, KEY, hash)).toEqual({ ok: true, plain: Buffer.from(plain, 'utf8') });
    },
  );

  it.each([
    ['nothing', ''],
    ['a multiple of 16', 'x'.repeat(64)],
    ['Chinese', '您好，请问是张先生吗？'.repeat(3)],
    ['a megabyte', 'é'.repeat(512 * 1024)],
    ['text that ends with zero bytes', 'abc\0\0'],
    ['a file that ends with silence', `RIFF${'\0'.repeat(40)}`],
  ])('%s survives the way there and back', (_, plain) => {
    const decrypted = decrypt(encrypt(plain, KEY), KEY, signature(plain));
    expect(decrypted.ok && decrypted.plain.toString('utf8')).toBe(plain);
  });

  it.each([24, 32])('takes keys of %d bytes too', (length) => {
    const key = 'k'.repeat(length);
    expect(isAesKey(key)).toBe(true);
    expect(decrypt(encrypt('hello', key), key, signature('hello')).ok).toBe(true);
  });

  it('refuses keys of any other length', () => {
    expect([1, 15, 17, 33].map((length) => isAesKey('k'.repeat(length)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(isAesKey('é'.repeat(8))).toBe(true);
  });

  it('tells a wrong key, a changed text, a missing signature and plain text apart', () => {
    const plain = '{"code":200,"status":"OK","data":{"TaskID":"1"}}';
    const cipher = encrypt(plain, KEY);
    const problem = (...values: Parameters<typeof decrypt>) => {
      const result = decrypt(...values);
      return result.ok ? undefined : result.problem;
    };
    expect(problem(cipher, 'another16charkey', signature(plain))).toBe('wrongKey');
    expect(problem(cipher, KEY, signature('other'))).toBe('changed');
    expect(problem(cipher, KEY, '')).toBe('unsigned');
    expect(problem(plain, KEY, signature(plain))).toBe('notEncrypted');
    const tampered = Buffer.from(cipher, 'base64');
    tampered[3] ^= 1;
    expect(problem(tampered.toString('base64'), KEY, signature(plain))).toBe('changed');
    expect(problem(cipher, KEY, 'no hash at all')).toBe('changed');
    const unreadable = encrypt('\u0001'.repeat(40), KEY);
    expect(problem(unreadable, KEY, signature('other'))).toBe('wrongKey');
  });

  it.each([
    ['nothing', ''],
    ['less than a byte', 'A'],
    ['less than a block', 'QUJD'],
    ['a block and a half', Buffer.alloc(24).toString('base64')],
    ['a cipher with something before it', `é${VECTORS[0][2]}`],
    ['a cipher with something after it', `${VECTORS[0][2]}}`],
  ])('%s is no encrypted text', (_, text) => {
    expect(decrypt(text, KEY, VECTORS[0][3])).toEqual({ ok: false, problem: 'notEncrypted' });
  });

  it('takes blanks around the text and its signature, and a signature in capitals', () => {
    const [, plain, cipher, hash] = VECTORS[0];
    const decrypted = decrypt(`\n${cipher} `, KEY, ` ${hash.toUpperCase()}\n`);
    expect(decrypted).toEqual({ ok: true, plain: Buffer.from(plain) });
  });

  it('takes a text of whole blocks that came without padding', () => {
    const padded = Buffer.from(encrypt('0123456789abcdef', KEY), 'base64');
    const bare = padded.subarray(0, 16).toString('base64');
    expect(decrypt(bare, KEY, signature('0123456789abcdef')).ok).toBe(true);
  });
});
