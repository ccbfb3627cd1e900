import type {
  ICredentialDataDecryptedObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
  IN8nHttpFullResponse,
} from 'n8n-workflow';
import { parseLenientJson } from '../../basics/lenient-json';
import { toFields, toText } from '../../basics/values';
import { networkFailure } from '../../runtime/http/exchange';
import { redact } from '../../runtime/http/secrets';
import { tried } from '../../basics/tried';
import { VendorFailure } from '../../runtime/http/vendor-failure';
import { accountOf, encrypted, secretsOf, VENDOR, type AirudderAccount } from './credential';
import { familyOf, verdictOn, type Verdict } from './envelope';
import { plainText } from './plain-text';

/** Where the key pair is exchanged for a token: once for everything, and once for the direct dialer API. */
const CLOUD_LOGIN = '/service/cloud/auth';
const DIRECT_LOGIN = '/service/callcenter/call/predict/auth';

/** Lists the tasks. */
const HARMLESS_READ = '/service/cloud/list';

const TIMEOUT_MS = 30_000;

/**
 * Exchanges app key and secret for a token that lives 24 hours. n8n calls this when it has none yet, when the
 * vendor says that it has expired, and for the credential's test button.
 *
 * Vendor page api-44712004; the direct API's login is in the docs/vendors/airudder.md, section 6.2. What the codes
 * 401, 403 and
 * 500 mean in particular is not documented, so the vendor's own words are handed on.
 *
 * @throws VendorFailure in words for the person who fills in the credential; nothing else was sent
 */
export async function fetchToken(
  helpers: IHttpRequestHelper['helpers'],
  credentials: ICredentialDataDecryptedObject,
): Promise<{ sessionToken: string }> {
  const account = checkedAccount(credentials);
  if (account.readyToken !== '') {
    await tryReadyToken(helpers, account);
    return { sessionToken: account.readyToken };
  }
  const path = account.direct ? DIRECT_LOGIN : CLOUD_LOGIN;
  const received = await ask(helpers, account, {
    method: 'POST',
    url: `${account.baseUrl}${path}`,
    body: { APPKey: account.appKey, APPSecret: account.appSecret },
  });
  return { sessionToken: tokenIn(received, account) };
}

/** A ready token is tried with a call that changes nothing, since nobody else would tell that it is refused. */
async function tryReadyToken(
  helpers: IHttpRequestHelper['helpers'],
  account: AirudderAccount,
): Promise<void> {
  const { status, verdict } = await ask(helpers, account, {
    method: 'GET',
    url: `${account.baseUrl}${HARMLESS_READ}`,
    headers: { Authorization: `${account.scheme} ${account.readyToken}` },
  });
  if (status === 401 || verdict.code === '401') {
    throw loginFailure(
      'AIRUDDER refused the token',
      'It lives for 24 hours: fetch a new one, or use app key and secret. "Word Before the Token" may be wrong too.',
      false,
    );
  }
  if (verdict.code === null) throw otherServer(status);
}

interface Answered {
  status: number;
  reply: unknown;
  verdict: Verdict;
}

async function ask(
  helpers: IHttpRequestHelper['helpers'],
  account: AirudderAccount,
  request: IHttpRequestOptions,
): Promise<Answered> {
  const options: IHttpRequestOptions = {
    ...request,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Airudder',
      ...request.headers,
    },
    timeout: TIMEOUT_MS,
    encoding: 'arraybuffer',
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
    disableFollowRedirect: true,
  };
  const sent = await tried(
    helpers.httpRequest(encrypted(options, account.aesKey)) as Promise<IN8nHttpFullResponse>,
  );
  if (!sent.ok) {
    const { message, advice, transient } = networkFailure(VENDOR, sent.error);
    throw loginFailure(message, transient ? advice : `${advice} No login was possible.`, transient);
  }
  const { statusCode: status, headers, body } = sent.value;
  const plain = await tried(
    Promise.resolve().then(() =>
      plainText(Buffer.from(body as unknown as ArrayBuffer), headers, account.aesKey),
    ),
  );
  if (!plain.ok) {
    const { message, advice } = plain.error as VendorFailure;
    throw loginFailure(message, advice, false);
  }
  const reply = parsed(plain.value.toString('utf8'));
  const { pathname } = new URL(request.url);
  return { status, reply, verdict: verdictOn(reply, familyOf(pathname)) };
}

function checkedAccount(credentials: ICredentialDataDecryptedObject): AirudderAccount {
  const account = accountOf(credentials);
  if (credentials.authentication === 'token') {
    if (account.readyToken === '') {
      throw loginFailure('"Token" of the AIRUDDER credential is empty', 'Paste the token.', false);
    }
    return account;
  }
  for (const [value, name] of [
    [account.appKey, 'App Key'],
    [account.appSecret, 'App Secret'],
  ]) {
    if (value === '') {
      throw loginFailure(
        `"${name}" of the AIRUDDER credential is empty`,
        'AIRUDDER staff hand out app key and app secret together.',
        false,
      );
    }
  }
  return account;
}

/** Codes that ask for fewer requests, of both families (docs/vendors/airudder.md, section 11). */
const TOO_MANY = ['429', '10705'];

function tokenIn({ status, reply, verdict }: Answered, account: AirudderAccount): string {
  if (status === 429 || TOO_MANY.includes(verdict.code ?? '')) {
    throw loginFailure(
      'AIRUDDER asks for fewer requests',
      'Wait a little, then run the node again.',
      true,
    );
  }
  if (status === 401 || status === 403 || (verdict.code !== null && !verdict.success)) {
    throw refusal(verdict, status, account);
  }
  const fields = toFields(reply);
  const token = toText(toFields(account.direct ? fields.body : fields.data).token);
  if (status === 200 && verdict.success && token !== null) return token;
  if (status >= 500) {
    throw loginFailure(
      `AIRUDDER broke down while logging in (HTTP ${status})`,
      'Try again in a few minutes.',
      true,
    );
  }
  throw otherServer(status);
}

function otherServer(status: number): LoginFailure {
  return loginFailure(
    `That address answered, but not like AIRUDDER (HTTP ${status})`,
    'Check the base URL; it is usually https://api.airudder.com. A proxy or a login page may answer instead.',
    false,
  );
}

/** Names the value that the vendor's own words point to, and both where they point to none. */
function refusal(verdict: Verdict, status: number, account: AirudderAccount): LoginFailure {
  const words = redact(verdict.message, secretsOf(account));
  const code = verdict.code ?? `HTTP ${status}`;
  const own = words === '' ? `(code ${code})` : `AIRUDDER's own words (code ${code}): ${words}`;
  if (verdict.code === '500' || verdict.code === '10201') {
    return loginFailure(
      'AIRUDDER has trouble on its own side',
      `Try again in a few minutes. ${own}`,
      true,
    );
  }
  const named = /secret/i.test(words)
    ? 'App Secret'
    : /key/i.test(words) || verdict.code === '10301'
      ? 'App Key'
      : undefined;
  return named === undefined
    ? loginFailure(
        'AIRUDDER refused the App Key or the App Secret',
        `Compare both with what AIRUDDER handed out, without blanks around them. ${own}`,
        false,
      )
    : loginFailure(
        `AIRUDDER refused the ${named}`,
        `Compare it with what AIRUDDER handed out, without blanks around it. ${own}`,
        false,
      );
}

/** A login that did not succeed; nothing else was sent. */
export class LoginFailure extends VendorFailure {}

/** The test button shows the message only, so it holds the advice as well. */
function loginFailure(what: string, advice: string, transient: boolean): LoginFailure {
  return new LoginFailure(`${what}. ${advice}`, { effect: 'none', transient });
}

function parsed(text: string): unknown {
  try {
    return parseLenientJson(text);
  } catch {
    return undefined;
  }
}
