import type {
  IDataObject,
  IHookFunctions,
  INodeExecutionData,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { InvalidInput } from '../../campaign/invalid-input';
import type { IpRange } from '../../campaign/ip-range';
import { toFields, toText } from '../../campaign/values';
import { flag } from '../../runtime/option-values';
import { MOST_ENTRIES, readPush, understood, type Push } from '../../runtime/push-body';
import { sizeLimit } from '../../runtime/push-options';
import {
  allowedRanges,
  isFromAllowedAddress,
  refusePush,
  refuseUnreadable,
  travellingParameters,
} from '../../runtime/push-security';
import { isSameToken } from '../../runtime/push-token';
import { forgetRepeat, isRepeated } from '../../runtime/repeats';
import { settle } from '../../runtime/settle';
import { decrypt } from '../api/aes';
import {
  accountOf,
  AIRUDDER_CREDENTIAL,
  DEFAULT_ZONE,
  type AirudderAccount,
} from '../api/credential';
import { isEncrypted } from '../api/plain-text';
import { verifyPush } from '../api/verify-push';
import { eventFacts } from './event-items';
import { EVENT_KINDS, UNKNOWN_EVENT, type TriggerName } from './kinds';
import { recognise } from './recognise';
import { ANYTHING_ELSE, DEFAULT_REPLY } from './trigger-properties';

const TOKEN_PARAMETER = 'token';

/** Fields whose bare numbers are ids or phone numbers. */
const TEXT_FIELDS = [
  'CallID',
  'CalleeNumber',
  'Comments',
  'RobotID',
  'TaskID',
  'call_id',
  'callee',
  'callee_number',
  'caller_number',
  'callid',
  'case_id',
  'channel_id',
  'mainNumber',
  'node_id',
  'nodetask_id',
  'phoneNumber',
  'privateData',
  'robot_id',
  'taskId',
  'task_id',
  'workflow_id',
];

type Context = IWebhookFunctions | IHookFunctions;

/**
 * Refuses to publish a trigger that would turn away every push: no credential, no token or no key where one is
 * asked for, or an address list that cannot be read.
 *
 * @throws NodeOperationError that says what to fill in
 */
export async function checkTrigger(context: IHookFunctions): Promise<boolean> {
  const refuse = (message: string, description: string) =>
    new NodeOperationError(context.getNode(), message, { description });
  const options = await settle(Promise.resolve().then(() => settingsOf(context)));
  if (!options.ok) {
    const { message, advice } = options.error as InvalidInput;
    throw refuse(message, advice);
  }
  const chosen = context.getNode().credentials?.[AIRUDDER_CREDENTIAL] !== undefined;
  const credential = await settle(readCredential(context));
  if (chosen && !credential.ok && credential.error instanceof InvalidInput) {
    throw refuse(credential.error.message, credential.error.advice);
  }
  const account = credential.ok ? credential.value : undefined;
  const mode = context.getNodeParameter('authentication', 'pushToken');
  if (mode === 'pushToken') {
    const token = account?.pushToken ?? '';
    if (token === '') {
      throw refuse(
        'The credential holds no Push Token, so every push would be turned away',
        'Choose a credential, write a long random text into its Push Token, or set Authentication to None.',
      );
    }
    if (!/^[\w.~-]+$/.test(token)) {
      throw refuse(
        'The Push Token of the credential has signs that an address cannot hold as they are',
        'Use letters, digits, and - _ . ~ only.',
      );
    }
  }
  if (mode === 'encryption' && (account?.aesKey ?? '') === '') {
    throw refuse(
      'The credential holds no AES Key, so every push would be turned away',
      'Choose a credential with the AES key agreed with AIRUDDER, or choose another Authentication.',
    );
  }
  if (options.value.checkPushes && account === undefined) {
    throw refuse(
      '"Check Custom API Pushes" needs a credential to ask AIRUDDER with',
      'Choose a credential, or turn the option off.',
    );
  }
  return true;
}

/** The options of a trigger, checked. */
interface TriggerSettings {
  ranges: IpRange[];
  checkPushes: boolean;
  ignoreRepeats: boolean;
  includeRaw: boolean;
  reply: string;
  maxBytes: number;
}

/** @throws InvalidInput for an option that cannot be used */
function settingsOf(context: Context): TriggerSettings {
  const options = context.getNodeParameter('additionalOptions', {}) as IDataObject;
  return {
    ranges: allowedRanges(options.allowedAddresses),
    checkPushes: flag(options, 'checkPushes', 'Check Custom API Pushes'),
    ignoreRepeats: flag(options, 'ignoreRepeats', 'Ignore Repeats', true),
    includeRaw: flag(options, 'includeRaw', 'Include Raw Push'),
    reply: String(options.reply ?? DEFAULT_REPLY),
    maxBytes: sizeLimit(options),
  };
}

/**
 * Receives one push: checks where it comes from, decrypts it, tells which events it holds, and starts a run
 * for those that are wanted. Whatever can be received is answered with 200, understood or not; nothing is
 * dropped without the user's choice.
 */
export async function receivePush(
  context: IWebhookFunctions,
  trigger: TriggerName,
): Promise<IWebhookResponseData> {
  const settings = settingsOf(context);
  const credential = await settle(readCredential(context));
  const account = credential.ok ? credential.value : undefined;
  if (!isFromAllowedAddress(context, settings.ranges)) {
    return refusePush(context, 403, 'This address may not push here');
  }
  const mode = context.getNodeParameter('authentication', 'pushToken');
  if (mode === 'pushToken' && !carriesToken(context, account)) {
    return refusePush(context, 401, 'The token in the URL is missing or wrong');
  }

  const received = await readPush(context, TEXT_FIELDS, settings.maxBytes);
  if (received.unreadable !== undefined) {
    return refuseUnreadable(context, received.unreadable);
  }
  const opened = openedPush(context, received, account);
  if (opened === 'refused' || (mode === 'encryption' && opened === 'plain')) {
    return refusePush(context, 401, 'The push is not encrypted with the agreed key');
  }
  const push = opened === 'plain' ? received : opened;
  const items = wantedItems(context, trigger, push, account?.zone ?? DEFAULT_ZONE, settings);

  if (settings.checkPushes) {
    const verified = await verifiedItems(context, items);
    if (verified === 'refused') {
      return refusePush(context, 403, 'AIRUDDER does not confirm this push');
    }
    if (verified === 'unasked') return refusePush(context, 503, 'AIRUDDER could not be asked');
  }

  const fresh = items.filter((item) => !settings.ignoreRepeats || isFresh(context, item));
  const { reply } = settings;
  if (fresh.length === 0) return { webhookResponse: reply };
  const workflowData = inOutputs(
    context,
    trigger,
    fresh.map(({ item }) => item),
  );
  return waitsForRun(context) ? { workflowData } : { webhookResponse: reply, workflowData };
}

interface Received {
  item: INodeExecutionData;
  identity: unknown;
}

function wantedItems(
  context: IWebhookFunctions,
  trigger: TriggerName,
  push: Push,
  zone: string,
  { includeRaw }: TriggerSettings,
): Received[] {
  const { event, recognisedBy, records, strange } = recognise(push.body, trigger);
  const wanted = [context.getNodeParameter('triggerOn', [])].flat() as string[];
  const own = EVENT_KINDS[trigger].some(({ value }) => value === event);
  const sign = toText(context.getHeaderData()['x-airudder-sign']);
  const common = {
    receivedAt: new Date().toISOString(),
    ...(sign === null ? {} : { airudderSign: sign }),
    query: travellingParameters(context, [TOKEN_PARAMETER]),
  };
  const unknown = (body: object, identity: unknown): Received => ({
    item: {
      json: {
        event: UNKNOWN_EVENT,
        recognisedBy: null,
        eventTime: null,
        ...common,
        ...body,
      } as IDataObject,
    },
    identity,
  });
  const others = !wanted.includes(ANYTHING_ELSE)
    ? []
    : strange.length > MOST_ENTRIES
      ? [strange]
      : strange;
  const unread = others.map((body) => unknown({ body }, body));
  if (!wanted.includes(own ? event : ANYTHING_ELSE)) return unread;
  if (event === UNKNOWN_EVENT) {
    return [
      unknown(push.body === undefined ? { rawText: push.text } : { body: push.body }, push.text),
    ];
  }
  const known = records.map((record): Received => {
    const { eventTime, identity, facts } = eventFacts(event, record, zone);
    const json = {
      event,
      recognisedBy,
      eventTime,
      ...common,
      ...facts,
      ...(recognisedBy === 'hint' || !own ? { body: push.body } : {}),
      ...(includeRaw ? { raw: push.body } : {}),
    };
    const told = identity.some((part) => part !== null && part !== undefined);
    return {
      item: { json: json as unknown as IDataObject },
      identity: told ? identity : record,
    };
  });
  return [...known, ...unread];
}

/**
 * Whether an event has not been here before. A custom API node that waits for an answer must get one each time it
 * asks. If the push is not taken after all, the event is forgotten, so that the vendor's next try starts a run.
 */
function isFresh(context: IWebhookFunctions, { item: { json }, identity }: Received): boolean {
  if (json.event === 'customApiPush' && waitsForRun(context)) return true;
  const place = `${context.getWorkflow().id}/${context.getNode().id}/${context.getMode()}`;
  const same = [json.event, identity, json.query];
  if (isRepeated(place, same, Date.now())) return false;
  const response = context.getResponseObject();
  response.once('close', () => {
    const taken = response.writableFinished && response.statusCode < 300;
    if (!taken) forgetRepeat(place, same);
  });
  return true;
}

function waitsForRun(context: IWebhookFunctions): boolean {
  return context.getNodeParameter('responseMode', 'onReceived') !== 'onReceived';
}

const VERIFY_WITHIN_MS = 10_000;

/** Asks the vendor about pushes of custom API nodes, once and briefly, since it waits for our answer. */
async function verifiedItems(
  context: IWebhookFunctions,
  items: Received[],
): Promise<'confirmed' | 'refused' | 'unasked'> {
  for (const { item } of items) {
    if (item.json.event !== 'customApiPush') continue;
    const [workflowId, nodeId, callee] = [
      toText(item.json.workflowId),
      toText(item.json.nodeId),
      toText(item.json.phone),
    ];
    if (workflowId === null || nodeId === null || callee === null) return 'refused';
    const push = { workflowId, nodeId, callee, caseId: toText(item.json.contactId) };
    const answer = await settle(verifyPush(context, push, VERIFY_WITHIN_MS, 'change'));
    if (!answer.ok) return 'unasked';
    if (!answer.value.confirmed) return 'refused';
  }
  return 'confirmed';
}

/**
 * Decrypts a push: `plain` when it is not encrypted, `refused` when it does not open with the credential's key or
 * does not match its signature. That pushes are encrypted like replies is inferred (reference, G3).
 */
function openedPush(
  context: IWebhookFunctions,
  push: Push,
  account: AirudderAccount | undefined,
): Push | 'plain' | 'refused' {
  const headers = context.getHeaderData() as Record<string, unknown>;
  if (!isEncrypted(headers)) return 'plain';
  if (account === undefined || account.aesKey === '') return 'refused';
  const text = push.text.trim().replace(/^"|"$/g, '');
  const decrypted = decrypt(text, account.aesKey, String(headers.signed ?? ''));
  if (!decrypted.ok) return 'refused';
  const plain = decrypted.plain.toString('utf8');
  return { text: plain, body: understood(plain, TEXT_FIELDS) };
}

function inOutputs(
  context: IWebhookFunctions,
  trigger: TriggerName,
  items: INodeExecutionData[],
): INodeExecutionData[][] {
  if (context.getNodeParameter('splitEvents', false) !== true) return [items];
  const kinds = EVENT_KINDS[trigger].map(({ value }) => value);
  return [
    ...kinds.map((kind) => items.filter(({ json }) => json.event === kind)),
    items.filter(({ json }) => !kinds.includes(String(json.event))),
  ];
}

function carriesToken(context: IWebhookFunctions, account: AirudderAccount | undefined): boolean {
  const received = toFields(context.getQueryData())[TOKEN_PARAMETER];
  return isSameToken(received, account?.pushToken ?? '');
}

/** @throws InvalidInput for a credential that cannot be used, and n8n's own error where there is none */
async function readCredential(context: Context): Promise<AirudderAccount> {
  return accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
}
