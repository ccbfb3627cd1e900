import {
  NodeOperationError,
  type IDataObject,
  type IHookFunctions,
  type INodeExecutionData,
  type INodeType,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import type { IpRange } from '../../basics/ip-range';
import { flag } from '../fields/option-values';
import { keepsRawBody, readPush, type Push } from './push-body';
import { currentAccount, readAccount, recentAccount, type CredentialReader } from './push-account';
import { sizeLimit } from './push-options';
import { allowedRanges, isFromAllowedAddress, refusePush, refuseUnreadable } from './push-security';
import { isSameToken, TOKEN_PARAMETER } from './push-token';
import { doubtRepeat, forgetRepeat, isRepeated } from './repeats';
import { tried } from '../../basics/tried';
import { clock } from '../clock';

/** One thing that happened, as an item. */
export interface PushEvent {
  item: INodeExecutionData;
  /** What makes it the same event when it is pushed again; anything JSON. */
  identity: unknown;
  /** Starts a run each time it comes, since the vendor waits for an answer. */
  everyTime?: boolean;
}

/** The options that every trigger has, checked, and all others as they came. */
export interface PushSettings {
  ranges: IpRange[];
  ignoreRepeats: boolean;
  includeRaw: boolean;
  reply: string;
  maxBytes: number;
  options: IDataObject;
}

/** A push that is turned away: HTTP status, and why. */
export interface Refused {
  status: number;
  reason: string;
}

/** What differs between the vendors that push; the way through is the same for all, see `receivePush`. */
export interface PushVendor<Account extends { pushToken: string }>
  extends CredentialReader<Account> {
  /** What the credential calls the agreed secret. */
  tokenName: string;
  /** Fields whose bare numbers are ids or phone numbers, see `parseLenientJson`. */
  textFields: readonly string[];
  defaultReply: string;
  /** What else must be right before a trigger is published. @throws InvalidInput that says what to fill in */
  check?(context: IHookFunctions, account: Account | undefined, options: IDataObject): void;
  /** Decrypts a push that is encrypted, and turns away one that is not what was agreed. */
  open?(context: IWebhookFunctions, push: Push, account: Account | undefined): Push | Refused;
  /** The events in a push that the user wants; one that nobody can read is an event as well. */
  events(
    context: IWebhookFunctions,
    push: Push,
    settings: PushSettings,
    account: Account | undefined,
  ): PushEvent[];
  /** Asks the vendor whether events are genuine. */
  verify?(
    context: IWebhookFunctions,
    events: PushEvent[],
    settings: PushSettings,
  ): Promise<Refused | undefined>;
  /** Puts items into the trigger's outputs. */
  outputs(context: IWebhookFunctions, items: INodeExecutionData[]): INodeExecutionData[][];
  /** Whether the vendor is answered by the run, not at once. */
  waitsForRun?(context: IWebhookFunctions): boolean;
}

/**
 * What n8n calls when a trigger is published or unpublished. No vendor has a call to register an address, so nothing is
 * created or deleted there; publishing is refused where pushes would get lost, see `checkTrigger`.
 */
export function publishing<Account extends { pushToken: string }>(vendor: PushVendor<Account>) {
  return {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await checkTrigger(this, vendor);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return true;
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return true;
      },
    },
  } satisfies INodeType['webhookMethods'];
}

/**
 * Refuses to publish a trigger that would lose or turn away every push: a credential that cannot be used, no token
 * where one is asked for, an address list that cannot be read, or stored JSON without the setting that keeps n8n from
 * parsing the body.
 *
 * @throws NodeOperationError that says what to fill in
 */
async function checkTrigger<Account extends { pushToken: string }>(
  context: IHookFunctions,
  vendor: PushVendor<Account>,
): Promise<boolean> {
  const checked = await tried(checkedSettings(context, vendor));
  if (checked.ok) return true;
  if (!(checked.error instanceof InvalidInput)) throw checked.error;
  const { message, advice } = checked.error;
  throw new NodeOperationError(context.getNode(), message, { description: advice });
}

async function checkedSettings<Account extends { pushToken: string }>(
  context: IHookFunctions,
  vendor: PushVendor<Account>,
): Promise<void> {
  const { options } = settingsOf(context, vendor);
  if (!keepsRawBody(context)) {
    throw new InvalidInput(
      'This trigger lacks its hidden setting, so n8n would refuse pushes that are not strict JSON, and they would be lost',
      'Its stored JSON holds "options" without "binaryData": true. Delete the node and add it again from the panel, or correct the JSON: "options": { "binaryData": true }. Visible options are under "additionalOptions".',
    );
  }
  const chosen = context.getNode().credentials?.[vendor.credential] !== undefined;
  const credential = await tried(readAccount(context, vendor));
  if (chosen && !credential.ok && credential.error instanceof InvalidInput) throw credential.error;
  const account = credential.ok ? credential.value : undefined;
  if (wantsToken(context) && (account?.pushToken ?? '') === '') {
    throw new InvalidInput(
      `The credential holds no ${vendor.tokenName}, so every push would be turned away`,
      `Choose a credential, write a long random text into its ${vendor.tokenName}, or set Authentication to None.`,
    );
  }
  vendor.check?.(context, account, options);
}

/**
 * Receives one push: allowed → read → opened → recognised → verified → repeats → outputs. Whatever can be received is
 * answered with 200, understood or not; nothing is dropped without the user's choice.
 */
export async function receivePush<Account extends { pushToken: string }>(
  context: IWebhookFunctions,
  vendor: PushVendor<Account>,
): Promise<IWebhookResponseData> {
  const settings = settingsOf(context, vendor);
  const refuse = ({ status, reason }: Refused) => refusePush(context, status, reason);
  if (!isFromAllowedAddress(context, settings.ranges)) {
    return refuse({ status: 403, reason: 'This address may not push here' });
  }
  const recent = await recentAccount(context, vendor);
  let { account } = recent;
  let push = await admitted(context, vendor, settings, account);
  if ('reason' in push && recent.isOlder) {
    // By a credential that somebody changed a moment ago, perhaps.
    account = await currentAccount(context, vendor);
    push = await admitted(context, vendor, settings, account);
  }
  if ('reason' in push) return refuse(push);
  if (push.unreadable !== undefined) return await refuseUnreadable(context, push.unreadable);

  const events = vendor.events(context, push, settings, account);
  const refused = await vendor.verify?.(context, events, settings);
  if (refused !== undefined) return refuse(refused);

  const fresh = events.filter((event) => !settings.ignoreRepeats || isFresh(context, event));
  const { reply } = settings;
  if (fresh.length === 0) return { webhookResponse: reply };
  const workflowData = vendor.outputs(
    context,
    fresh.map(({ item }) => item),
  );
  return vendor.waitsForRun?.(context) === true
    ? { workflowData }
    : { webhookResponse: reply, workflowData };
}

/** A push with the agreed token, read and opened. */
async function admitted<Account extends { pushToken: string }>(
  context: IWebhookFunctions,
  vendor: PushVendor<Account>,
  settings: PushSettings,
  account: Account | undefined,
): Promise<Push | Refused> {
  if (wantsToken(context) && !carriesToken(context, account)) {
    return { status: 401, reason: 'The token in the URL is missing or wrong' };
  }
  const received = await readPush(context, vendor.textFields, settings.maxBytes);
  if (received.unreadable !== undefined) return received;
  return vendor.open?.(context, received, account) ?? received;
}

/** @throws InvalidInput for an option that cannot be used */
function settingsOf<Account extends { pushToken: string }>(
  context: IWebhookFunctions | IHookFunctions,
  { defaultReply }: PushVendor<Account>,
): PushSettings {
  const options = context.getNodeParameter('additionalOptions', {}) as IDataObject;
  return {
    ranges: allowedRanges(options.allowedAddresses),
    ignoreRepeats: flag(options, 'ignoreRepeats', 'Ignore Repeats', true),
    includeRaw: flag(options, 'includeRaw', 'Include Raw Push'),
    reply: String(options.reply ?? defaultReply),
    maxBytes: sizeLimit(options),
    options,
  };
}

function wantsToken(context: IWebhookFunctions | IHookFunctions): boolean {
  return context.getNodeParameter('authentication', 'pushToken') === 'pushToken';
}

function carriesToken(
  context: IWebhookFunctions,
  account: { pushToken: string } | undefined,
): boolean {
  const received = (context.getQueryData() as IDataObject)[TOKEN_PARAMETER];
  return isSameToken(received, account?.pushToken ?? '');
}

/**
 * Whether an event has not been here before. If n8n answers its push with an error, the event is forgotten, so that the
 * vendor's next try starts a run. A vendor that does not wait for the answer has started one all the same, unless n8n
 * would have answered with an error later on.
 */
function isFresh(context: IWebhookFunctions, { item, identity, everyTime }: PushEvent): boolean {
  if (everyTime === true) return true;
  const place = `${context.getWorkflow().id}/${context.getNode().id}/${context.getMode()}`;
  const same = [identity, item.json.query];
  if (isRepeated(place, same, clock().now())) return false;
  const response = context.getResponseObject();
  response.once('close', () => {
    const isRefused = () => response.statusCode >= 300;
    if (!response.writableFinished) doubtRepeat(place, same, isRefused);
    else if (isRefused()) forgetRepeat(place, same);
  });
  return true;
}
