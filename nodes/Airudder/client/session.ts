import type { IAdditionalCredentialOptions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { RequestContext } from '../../runtime/http/context';
import { alreadyRead } from '../../runtime/http/credential-of-run';
import { isStopped, pause } from '../../runtime/http/stop';
import { tried, type Tried } from '../../basics/tried';
import { executionStopped } from '../../runtime/http/vendor-failure';
import { accountOf, AIRUDDER_CREDENTIAL } from './credential';
import { LoginFailure } from './login';

const LOOK_FOR_TOKEN_EVERY_MS = 100;

/** Logins under way in this process, by credential. */
const logins = new Map<string, Promise<Tried<unknown>>>();
let loginsEnded = 0;

/** Sends the request once; with the options given, n8n logs in first. */
export type Send<T> = (credentialOptions?: IAdditionalCredentialOptions) => Promise<T>;

/**
 * Sends a request with the token that n8n has stored, and logs in where there is none or the vendor says that
 * it has expired; then the request goes out once more, which is safe, since a request without a valid token is
 * never carried out.
 *
 * n8n refreshes tokens by itself only after HTTP status 401, and then once for every parallel request. Here
 * the token is read again first, since another execution may have renewed it, and of all requests that find
 * it expired one logs in while the others wait for the token it stores.
 *
 * @param isExpired whether the vendor refused the token
 */
export async function withSession<T>(
  context: RequestContext,
  send: Send<T>,
  isExpired: (result: T) => boolean,
): Promise<T> {
  let refused: string | undefined;
  for (;;) {
    const endedBefore = loginsEnded;
    const data = await context.getCredentials(AIRUDDER_CREDENTIAL);
    // A login that ended while the credential was read has stored a token that this reading may not show.
    if (endedBefore !== loginsEnded) continue;
    const { readyToken, sessionToken } = accountOf(data);
    if (readyToken !== '') return await send();

    if (sessionToken !== '' && sessionToken !== refused) {
      const result = await send();
      if (!isExpired(result)) return result;
      refused = sessionToken;
      continue;
    }
    const key = credentialKey(context, data);
    const underWay = logins.get(key);
    if (underWay === undefined) {
      const result = await loginAndSend(context, key, data, send);
      // Another worker may have logged in at the same moment and made our token useless; its own is stored.
      return isExpired(result) ? await send() : result;
    }
    await newTokenOrEnd(context, underWay, sessionToken);
  }
}

async function loginAndSend<T>(
  context: RequestContext,
  key: string,
  data: ICredentialDataDecryptedObject,
  send: Send<T>,
): Promise<T> {
  const withoutToken = { ...data, sessionToken: '' };
  const sending = send(alreadyRead(context, AIRUDDER_CREDENTIAL, withoutToken));
  const ended = tried(sending);
  logins.set(key, ended);
  await ended;
  logins.delete(key);
  loginsEnded += 1;
  return await sending;
}

/**
 * Waits until the login has stored another token, or its request has ended.
 *
 * @throws LoginFailure when the login failed: another try with the same values would fail as well
 */
async function newTokenOrEnd(
  context: RequestContext,
  underWay: Promise<Tried<unknown>>,
  stale: string,
): Promise<void> {
  let ended: Tried<unknown> | undefined;
  void underWay.then((result) => {
    ended = result;
  });
  while (ended === undefined) {
    await pause(context, LOOK_FOR_TOKEN_EVERY_MS);
    if (isStopped(context)) throw executionStopped();
    const { sessionToken } = accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
    if (sessionToken !== stale) return;
  }
  if (!ended.ok && ended.error instanceof LoginFailure) throw ended.error;
}

function credentialKey(context: RequestContext, data: ICredentialDataDecryptedObject): string {
  const { id } = context.getNode().credentials?.[AIRUDDER_CREDENTIAL] ?? {};
  return id ?? `${String(data.baseUrl)}/${String(data.appKey)}`;
}
