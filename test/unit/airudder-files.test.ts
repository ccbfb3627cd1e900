import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';
import { airudderFileRequest } from '../../nodes/Airudder/client/request';
import { VendorFailure } from '../../nodes/runtime/http/vendor-failure';

const WAV = Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1');
const NOTHING_KNOWN = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
const MB = 1024 * 1024;

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: Buffer | string;
  maxBytes?: number;
}

/** Asks for a file called "recording" at a vendor that answers so. @returns what is stored, or what is told */
async function ask({ status = 200, headers = {}, body, maxBytes = MB }: Answer) {
  const context = {
    getCredentials: async () => ({ authentication: 'token', readyToken: 'ready-token' }),
    getNode: () => ({}),
    helpers: {
      httpRequestWithAuthentication: async () => ({
        statusCode: status,
        headers,
        body: Readable.from(body.length === 0 ? [] : [Buffer.from(body)]),
      }),
      async prepareBinaryData(data: Buffer | Readable, fileName: string, mimeType: string) {
        const parts: Buffer[] = [];
        for await (const part of Buffer.isBuffer(data) ? [data] : data) parts.push(part as Buffer);
        return { fileName, mimeType, data: Buffer.concat(parts).toString('latin1') };
      },
    },
  } as unknown as IExecuteFunctions;
  try {
    return await airudderFileRequest(
      context,
      // Never repeated, so that nothing here waits.
      { method: 'POST', path: '/service/cloud/recording', effect: 'change' },
      { name: 'recording', maxBytes },
    );
  } catch (error) {
    expect(error).toBeInstanceOf(VendorFailure);
    const { message, advice, effect } = error as VendorFailure;
    return { message, advice, effect };
  }
}

/** What a recording is called that comes with this header. */
async function nameFrom(disposition: string) {
  const headers = { 'content-type': 'audio/wav', 'content-disposition': disposition };
  const received = await ask({ headers, body: WAV });
  return 'file' in received ? received.file.fileName : undefined;
}

describe('a file in a reply', () => {
  it('is stored byte for byte, under the name that was wished for where the vendor gives none', async () => {
    expect(await ask({ body: WAV })).toEqual({
      file: { fileName: 'recording.wav', mimeType: 'audio/wav', data: WAV.toString('latin1') },
    });
  });

  it.each([
    ['attachment; filename="call 1.wav"', 'call 1.wav'],
    ['attachment; filename=call.wav', 'call.wav'],
    ['attachment; filename=call.wav; size=12', 'call.wav'],
    ['ATTACHMENT; FILENAME="call.wav"', 'call.wav'],
    [`attachment; filename="x.wav"; filename*=UTF-8''%E5%BD%95%E9%9F%B3.wav`, '录音.wav'],
    [`attachment; filename*=utf-8''a%20b.wav; size=12`, 'a b.wav'],
    [`attachment; filename*=UTF-8''100%.wav`, '100%.wav'],
    ['attachment; filename="  call.wav "', 'call.wav'],
  ])('is called as the vendor says: %s', async (disposition, name) => {
    expect(await nameFrom(disposition)).toBe(name);
  });

  it.each([
    ['attachment; filename="../../etc/call.wav"', 'call.wav'],
    ['attachment; filename="C:\\calls\\call.wav"', 'call.wav'],
    [`attachment; filename*=UTF-8''..%2F..%2Fcall.wav`, 'call.wav'],
  ])('never says into which folder it goes: %s', async (disposition, name) => {
    expect(await nameFrom(disposition)).toBe(name);
  });

  it.each(['attachment', 'attachment; filename=""', 'attachment; filename="calls/"', 'inline'])(
    'has the name that was wished for where that of the vendor is empty: %s',
    async (disposition) => {
      expect(await nameFrom(disposition)).toBe('recording.wav');
    },
  );

  it.each([
    ['audio/basic'],
    ['AUDIO/BASIC'],
    ['application/octet-stream'],
    ['application/zip'],
    ['application/x-zip-compressed'],
  ])('is one by its content type, where its bytes say nothing: %s', async (type) => {
    const headers = { 'content-type': `${type}; charset=binary` };
    expect(await ask({ headers, body: NOTHING_KNOWN })).toMatchObject({
      file: { fileName: 'recording.bin', mimeType: type },
    });
  });

  it.each(['text/plain', 'application/json', 'x-audio/basic', 'my-application/zip', ''])(
    'is none where neither says so: %s',
    async (type) => {
      const received = await ask({ headers: { 'content-type': type }, body: NOTHING_KNOWN });
      expect(received).not.toHaveProperty('file');
      expect(received).toHaveProperty('message');
    },
  );

  it.each(['{"code":200,"data":1}', ' \n{"code":200,"data":1}'])(
    'is none where it is an envelope under the content type of a file: %s',
    async (body) => {
      const received = await ask({ headers: { 'content-type': 'audio/wav' }, body });
      expect(received).toMatchObject({ reply: { data: 1 } });
    },
  );

  it.each([199, 300, 404, 500])('is none with HTTP status %i', async (status) => {
    expect(await ask({ status, body: WAV })).not.toHaveProperty('file');
  });

  it('is none where the reply says to be encrypted, and the credential has no key', async () => {
    expect(await ask({ headers: { 'is-encrypted': '1' }, body: WAV })).toMatchObject({
      message: 'AIRUDDER encrypts its replies, and the credential holds no AES key',
    });
  });

  it('beyond the size limit is not stored, whether the vendor says its size or not', async () => {
    const refused = {
      message: 'The file is larger than 0 MB',
      advice: 'Raise the option "Size Limit" if that is what you want.',
      effect: 'unknown',
    };
    const size = String(WAV.length);
    expect(await ask({ body: WAV, maxBytes: WAV.length - 1 })).toEqual(refused);
    const headers = { 'content-length': size };
    expect(await ask({ headers, body: WAV, maxBytes: WAV.length - 1 })).toEqual(refused);
    expect(await ask({ headers, body: WAV, maxBytes: WAV.length })).toHaveProperty('file');
  });
});
