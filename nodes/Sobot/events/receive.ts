import type {
  ICredentialDataDecryptedObject,
  IDataObject,
  INodeExecutionData,
  IWebhookFunctions,
} from 'n8n-workflow';
import type { CallResult } from '../../campaign/call-result';
import { MOST_ENTRIES, type Push } from '../../runtime/push/push-body';
import type { PushEvent, PushSettings, PushVendor } from '../../runtime/push/push-pipeline';
import { travellingParameters } from '../../runtime/push/push-security';
import { SOBOT_CREDENTIAL } from '../client/credential';
import { inOutputs } from './outputs';
import { callsInPush, PUSH_TEXT_FIELDS } from './result-push';
import { typedText } from '../../basics/values';

/**
 * What the vendor's own endpoints answer; what it expects from us is not documented (docs/vendors/sobot-icall.md,
 * 7.5).
 */
export const DEFAULT_REPLY = '{"ret_code":"000000","ret_msg":"success"}';

/** How the trigger takes what Sobot iCall pushes; the way through is `receivePush`. */
export const resultPushes: PushVendor<{ pushToken: string }> = {
  credential: SOBOT_CREDENTIAL,
  tokenName: 'Result Push Token',
  textFields: PUSH_TEXT_FIELDS,
  defaultReply: DEFAULT_REPLY,
  account: ({ pushToken }: ICredentialDataDecryptedObject) => ({
    pushToken: typedText(pushToken),
  }),
  events: wantedEvents,
  outputs: (context, items) =>
    inOutputs(items, context.getNodeParameter('splitOutcomes', false) === true),
};

/** An item for each call that is wanted, and one for each entry that nobody can read. */
function wantedEvents(
  context: IWebhookFunctions,
  push: Push,
  { includeRaw }: PushSettings,
): PushEvent[] {
  const triggerOn = context.getNodeParameter('triggerOn', 'any');
  const query = travellingParameters(context);
  const { calls, strange, failed } = callsInPush(push.body);
  const whole = calls.length + strange.length === 0 && failed.length === 1;
  const unread =
    strange.length > MOST_ENTRIES ? [push.text] : strange.map((entry) => JSON.stringify(entry));
  if (calls.length + unread.length + failed.length === 0) unread.push(push.text);
  const raw = includeRaw ? { raw: push.body as IDataObject } : {};
  return [
    ...calls
      .filter((call) => isWanted(call, triggerOn))
      .map((call) => ({
        item: item({ understood: true, ...(call as unknown as IDataObject), query, ...raw }),
        identity: call,
      })),
    ...failed.map(({ entry, ...facts }) =>
      strangeEvent(whole ? push.text : JSON.stringify(entry), { ...facts, query }),
    ),
    ...unread.map((text) => strangeEvent(text, { query })),
  ];
}

/** A push nobody can read, or that tells of a failure, is still somebody's result: it goes out with its whole text. */
function strangeEvent(rawText: string, facts: IDataObject): PushEvent {
  return {
    item: item({ understood: false, outcome: 'unknown', ...facts, rawText }),
    identity: rawText,
  };
}

function item(json: IDataObject): INodeExecutionData {
  return { json };
}

function isWanted(call: CallResult, triggerOn: unknown): boolean {
  if (triggerOn === 'answered') return call.answered;
  if (triggerOn === 'notAnswered') return !call.answered;
  return true;
}
