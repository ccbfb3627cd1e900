import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { toText } from '../../basics/values';
import { flag } from '../../runtime/fields/option-values';
import { MOST_ENTRIES, understood, type Push } from '../../runtime/push/push-body';
import type {
  PushEvent,
  PushSettings,
  PushVendor,
  Refused,
} from '../../runtime/push/push-pipeline';
import { travellingParameters } from '../../runtime/push/push-security';
import { tried } from '../../basics/tried';
import { decrypt } from '../client/aes';
import {
  accountOf,
  AIRUDDER_CREDENTIAL,
  DEFAULT_ZONE,
  type AirudderAccount,
} from '../client/credential';
import { isEncrypted } from '../client/plain-text';
import { verifyPush } from '../resources/verify-push';
import type { TriggerName } from './event';
import { UNKNOWN_EVENT } from './index';
import { inOutputs } from './outputs';
import { recognise } from './recognise';
import { ANYTHING_ELSE, isKnownTo } from './stored-triggers';
import { DEFAULT_REPLY } from './trigger-properties';

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

/** What of an account pushes are judged by. */
type PushSecrets = Pick<AirudderAccount, 'pushToken' | 'aesKey' | 'zone'>;

/**
 * How a trigger takes what AIRUDDER pushes; the way through is `receivePush`.
 *
 * @param trigger whose events are its own
 */
export function pushVendor(
  trigger: TriggerName | ((context: IWebhookFunctions) => TriggerName),
): PushVendor<PushSecrets> {
  const triggerOf = typeof trigger === 'function' ? trigger : () => trigger;
  return {
    credential: AIRUDDER_CREDENTIAL,
    tokenName: 'Push Token',
    textFields: TEXT_FIELDS,
    defaultReply: DEFAULT_REPLY,
    account(data) {
      const { pushToken, aesKey, zone } = accountOf(data);
      return { pushToken, aesKey, zone };
    },
    check: checkMore,
    open: opened,
    events: (context, push, settings, account) =>
      wantedEvents(context, triggerOf(context), push, account?.zone ?? DEFAULT_ZONE, settings),
    verify: verified,
    outputs: (context, items) => inOutputs(context, triggerOf(context), items),
    waitsForRun,
  };
}

/** @throws InvalidInput for what only AIRUDDER's triggers can have wrong */
function checkMore(
  context: IHookFunctions,
  account: PushSecrets | undefined,
  options: IDataObject,
): void {
  const mode = context.getNodeParameter('authentication', 'pushToken');
  if (mode === 'pushToken' && !/^[\w.~-]+$/.test(account?.pushToken ?? '')) {
    throw new InvalidInput(
      'The Push Token of the credential has signs that an address cannot hold as they are',
      'Use letters, digits, and - _ . ~ only.',
    );
  }
  if (mode === 'encryption' && (account?.aesKey ?? '') === '') {
    throw new InvalidInput(
      'The credential holds no AES Key, so every push would be turned away',
      'Choose a credential with the AES key agreed with AIRUDDER, or choose another Authentication.',
    );
  }
  if (checksPushes(options) && account === undefined) {
    throw new InvalidInput(
      '"Check Custom API Pushes" needs a credential to ask AIRUDDER with',
      'Choose a credential, or turn the option off.',
    );
  }
}

/** @throws InvalidInput for an option that is neither on nor off */
function checksPushes(options: IDataObject): boolean {
  return flag(options, 'checkPushes', 'Check Custom API Pushes');
}

function wantedEvents(
  context: IWebhookFunctions,
  trigger: TriggerName,
  push: Push,
  zone: string,
  { includeRaw }: PushSettings,
): PushEvent[] {
  const wanted = [context.getNodeParameter('triggerOn', [])].flat() as string[];
  const recognised = recognise(push.body, trigger);
  const { event, recognisedBy, records, strange } = isKnownTo(wanted, recognised.event)
    ? recognised
    : { event: undefined, recognisedBy: null, records: [], strange: [] };
  const own = event?.trigger === trigger;
  const sign = toText(context.getHeaderData()['x-airudder-sign']);
  const common = {
    receivedAt: new Date().toISOString(),
    ...(sign === null ? {} : { airudderSign: sign }),
    query: travellingParameters(context),
  };
  const unknown = (body: object, identity: unknown): PushEvent => ({
    item: {
      json: {
        event: UNKNOWN_EVENT,
        recognisedBy: null,
        eventTime: null,
        ...common,
        ...body,
      } as IDataObject,
    },
    identity: [UNKNOWN_EVENT, identity],
  });
  const others = !wanted.includes(ANYTHING_ELSE)
    ? []
    : strange.length > MOST_ENTRIES
      ? [strange]
      : strange;
  const unread = others.map((body) => unknown({ body }, body));
  if (!wanted.includes(own ? event.value : ANYTHING_ELSE)) return unread;
  if (event === undefined) {
    return [
      unknown(push.body === undefined ? { rawText: push.text } : { body: push.body }, push.text),
    ];
  }
  const known = records.map((record): PushEvent => {
    const { eventTime, identity, facts } = event.facts(record, zone);
    const json = {
      event: event.value,
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
      identity: [event.value, told ? identity : record],
      // A custom API node that waits for an answer must get one each time it asks.
      everyTime: event.value === 'customApiPush' && waitsForRun(context),
    };
  });
  return [...known, ...unread];
}

function waitsForRun(context: IWebhookFunctions): boolean {
  return context.getNodeParameter('responseMode', 'onReceived') !== 'onReceived';
}

const VERIFY_WITHIN_MS = 10_000;

/** Asks the vendor about pushes of custom API nodes, once and briefly, since it waits for our answer. */
async function verified(
  context: IWebhookFunctions,
  events: PushEvent[],
  { options }: PushSettings,
): Promise<Refused | undefined> {
  if (!checksPushes(options)) return undefined;
  const notConfirmed = { status: 403, reason: 'AIRUDDER does not confirm this push' };
  for (const { item } of events) {
    if (item.json.event !== 'customApiPush') continue;
    const [workflowId, nodeId, callee] = [
      toText(item.json.workflowId),
      toText(item.json.nodeId),
      toText(item.json.phone),
    ];
    if (workflowId === null || nodeId === null || callee === null) return notConfirmed;
    const push = { workflowId, nodeId, callee, caseId: toText(item.json.contactId) };
    const answer = await tried(verifyPush(context, push, VERIFY_WITHIN_MS, 'change'));
    if (!answer.ok) return { status: 503, reason: 'AIRUDDER could not be asked' };
    if (!answer.value.confirmed) return notConfirmed;
  }
  return undefined;
}

/**
 * Decrypts a push, and turns away one that does not open with the credential's key or does not match its signature.
 * That pushes are encrypted like replies is inferred (docs/vendors/airudder.md, G3).
 */
function opened(
  context: IWebhookFunctions,
  push: Push,
  account: PushSecrets | undefined,
): Push | Refused {
  const refused = { status: 401, reason: 'The push is not encrypted with the agreed key' };
  const headers = context.getHeaderData() as Record<string, unknown>;
  if (!isEncrypted(headers)) {
    return context.getNodeParameter('authentication', '') === 'encryption' ? refused : push;
  }
  if (account === undefined || account.aesKey === '') return refused;
  const text = push.text.trim().replace(/^"|"$/g, '');
  const decrypted = decrypt(text, account.aesKey, String(headers.signed ?? ''));
  if (!decrypted.ok) return refused;
  const plain = decrypted.plain.toString('utf8');
  return { text: plain, body: understood(plain, TEXT_FIELDS) };
}
