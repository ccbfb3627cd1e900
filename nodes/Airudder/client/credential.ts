import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { isZone } from '../../runtime/fields/instants';
import { encrypt, isAesKey, signature } from './aes';
import { typedText } from '../../basics/values';

export const AIRUDDER_CREDENTIAL = 'airudderApi';

export const VENDOR = 'AIRUDDER';

export const DEFAULT_BASE_URL = 'https://api.airudder.com';

/**
 * Evidence in the vendor's samples points to China time; no document says so (docs/vendors/airudder.md, section 2.6).
 */
export const DEFAULT_ZONE = 'Asia/Shanghai';

/** A credential as requests need it. */
export interface AirudderAccount {
  /** Without a slash at the end. */
  baseUrl: string;
  appKey: string;
  appSecret: string;
  /** A token that the user typed; the key pair is not used then. */
  readyToken: string;
  /** The token n8n fetched last; empty when there is none yet. */
  sessionToken: string;
  /** The word before the token. */
  scheme: string;
  /** Empty when requests go unencrypted. */
  aesKey: string;
  /** What the addresses that AIRUDDER pushes to carry; empty when there is none. */
  pushToken: string;
  /** IANA name of the zone in which the account reads and writes times without a zone. */
  zone: string;
  /** Whether the token is that of the predictive dialer's direct API, which has a login of its own. */
  direct: boolean;
}

/**
 * Reads the credential's fields, with the usual values where they are empty.
 *
 * @throws InvalidInput when the base URL, the time zone or the AES key cannot be used
 */
export function accountOf(data: ICredentialDataDecryptedObject): AirudderAccount {
  const text = (name: string) => typedText(data[name]);
  const baseUrl = (text('baseUrl') || DEFAULT_BASE_URL).replace(/\/+$/, '');
  if (!/^https?:\/\/[^\s/]+$/i.test(baseUrl)) {
    throw new InvalidInput(
      'The base URL of the AIRUDDER credential is not the address of a host',
      `It is usually ${DEFAULT_BASE_URL}, without a path.`,
    );
  }
  const aesKey = text('aesSecretKey');
  if (aesKey !== '' && !isAesKey(aesKey)) {
    throw new InvalidInput(
      'The AES key of the AIRUDDER credential has the wrong length',
      'It has 16 characters (24 and 32 are possible too). Copy it again, or leave it empty to send requests unencrypted.',
    );
  }
  const zone = text('timeZone') || DEFAULT_ZONE;
  if (!isZone(zone)) {
    throw new InvalidInput(
      `The time zone of the AIRUDDER credential is not known: ${zone}`,
      'Write the name of a zone such as Asia/Jakarta.',
    );
  }
  return {
    baseUrl,
    appKey: text('appKey'),
    appSecret: text('appSecret'),
    readyToken: data.authentication === 'token' ? text('readyToken') : '',
    sessionToken: text('sessionToken'),
    scheme: text('authorizationScheme') || 'Token',
    aesKey,
    pushToken: text('pushToken'),
    zone,
    direct: data.product === 'direct',
  };
}

/** Every secret of a credential, to be taken out of texts that people read. */
export function secretsOf(account: AirudderAccount): string[] {
  return [
    account.appKey,
    account.appSecret,
    account.readyToken,
    account.sessionToken,
    account.aesKey,
    account.pushToken,
  ];
}

/** Puts the token into a request and, with an AES key, encrypts and signs it. n8n calls this for each request. */
export function signRequest(
  credentials: ICredentialDataDecryptedObject,
  request: IHttpRequestOptions,
): IHttpRequestOptions {
  const account = accountOf(credentials);
  const token = account.readyToken || account.sessionToken;
  return encrypted(
    {
      ...request,
      headers: { ...request.headers, Authorization: `${account.scheme} ${token}` },
    },
    account.aesKey,
  );
}

/**
 * Encrypts a request: the whole query of a GET, or the whole JSON text of a body, and the two headers that go
 * with it. The base64 goes out as bytes and as part of the address, so that no HTTP client writes it anew.
 * Source: docs/vendors/airudder.md, section 13.
 *
 * @param aesKey an empty one leaves the request alone
 */
export function encrypted(request: IHttpRequestOptions, aesKey: string): IHttpRequestOptions {
  const { qs, body: given, ...rest } = request;
  const body = (request.method ?? 'GET') === 'GET' ? undefined : given;
  const query = queryText(qs);
  const json = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  if (aesKey === '') {
    return {
      ...rest,
      url: withQuery(rest.url, query),
      ...(body === undefined ? {} : { body: Buffer.from(json) }),
    };
  }
  const headers = {
    ...rest.headers,
    'Is-Encrypted': '1',
    Signed: signature(body === undefined ? query : json),
  };
  if (body !== undefined) {
    const url = withQuery(rest.url, query);
    return { ...rest, url, headers, body: Buffer.from(encrypt(json, aesKey)) };
  }
  return { ...rest, url: withQuery(rest.url, query === '' ? '' : encrypt(query, aesKey)), headers };
}

function withQuery(url: string, query: string): string {
  return query === '' ? url : `${url}?${query}`;
}

/** A query as one url-encoded text; lists repeat their name, objects travel as JSON. */
function queryText(query: IHttpRequestOptions['qs']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const entry of Array.isArray(value) ? value : [value]) {
      if (entry === null || entry === undefined) continue;
      parameters.append(name, typeof entry === 'object' ? JSON.stringify(entry) : String(entry));
    }
  }
  return parameters.toString();
}
