import {
  NodeOperationError,
  type IDataObject,
  type IHookFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import type { CallResult } from '../../campaign/call-result';
import { MOST_ENTRIES, rawBodyParameter, readPush, type Push } from '../../runtime/push-body';
import { refusePush, refuseUnreadable, travellingParameters } from '../../runtime/push-security';
import { includeRawOption, sizeLimit, sizeLimitOption } from '../../runtime/push-options';
import { isSameToken } from '../../runtime/push-token';
import { settle } from '../../runtime/settle';
import { SOBOT_CREDENTIAL } from '../api/credential';
import { TOKEN_PARAMETER } from '../api/push-url';
import { callsInPush, PUSH_TEXT_FIELDS } from '../events/result-push';
import { inOutputs, OUTPUTS_EXPRESSION } from './outputs';

/** What the vendor's own endpoints answer; what it expects from us is not documented (reference, 7.5). */
const DEFAULT_REPLY = '{"ret_code":"000000","ret_msg":"success"}';

/** Query parameters that never leave the trigger. */
const SECRET_PARAMETERS = [TOKEN_PARAMETER, 'appid', 'signature'];

/** Starts a workflow for every call result that Sobot iCall pushes. */
export class SobotICallTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Sobot iCall Trigger',
    name: 'sobotICallTrigger',
    icon: { light: 'file:../sobot.svg', dark: 'file:../sobot.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle:
      '={{ { any: "any call result", answered: "answered calls", notAnswered: "calls not answered" }[$parameter["triggerOn"]] }}',
    description: 'Starts the workflow when Sobot iCall pushes the result of a call',
    eventTriggerDescription: 'Waiting for Sobot iCall to push a call result to the test URL',
    activationMessage:
      'Call results now start this workflow. Put its production URL into Result Push URL of Task: Create.',
    triggerPanel: {
      header: 'Receive call results from Sobot iCall',
      executionsHelp: {
        inactive:
          'Press the button to wait for one result at the test URL, for building the workflow. <br /><br />For real campaigns, publish the workflow and put the <b>production URL</b> into Result Push URL of Task: Create.',
        active:
          'Results that arrive at the production URL start this workflow; see them under Executions. <br /><br />Press the button to wait for one result at the test URL.',
      },
      activationHint:
        'Once the workflow is published, every result that arrives at the production URL starts it.',
    },
    defaults: { name: 'Sobot iCall Trigger' },
    inputs: [],
    outputs: OUTPUTS_EXPRESSION,
    credentials: [
      {
        name: 'sobotICallApi',
        required: true,
        displayOptions: { show: { authentication: ['pushToken'] } },
      },
    ],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        responseMode: 'onReceived',
        responseData: '',
        path: 'sobot',
      },
    ],
    properties: [
      {
        displayName:
          'Open <b>Webhook URLs</b> above, choose <b>Production URL</b> and copy it into Result Push URL of the Sobot iCall node (Task: Create). Then publish this workflow. Sobot keeps the URL of a task for good, and a test URL stops working after two minutes.',
        name: 'notice',
        type: 'notice',
        default: '',
      },
      rawBodyParameter,
      {
        displayName: 'Authentication',
        name: 'authentication',
        type: 'options',
        options: [
          {
            name: 'None',
            value: 'none',
            description: 'Everybody who knows the URL can start this workflow',
          },
          {
            name: 'Secret Token in the URL',
            value: 'pushToken',
            description:
              'Only pushes with the Result Push Token of the credential start this workflow; Task: Create adds it to the URL',
          },
        ],
        default: 'none',
        description:
          'How pushes prove that they come from your own tasks; Sobot does not sign them',
      },
      {
        displayName: 'Trigger On',
        name: 'triggerOn',
        type: 'options',
        options: [
          { name: 'Answered Calls', value: 'answered' },
          { name: 'Any Call Result', value: 'any' },
          { name: 'Calls Not Answered', value: 'notAnswered' },
        ],
        default: 'any',
      },
      {
        displayName: 'Output per Outcome',
        name: 'splitOutcomes',
        type: 'boolean',
        default: false,
        description:
          'Whether results leave by an output of their own for each kind of outcome: answered, unreached, refused, dead number, other',
      },
      {
        displayName: 'Options',
        name: 'additionalOptions',
        type: 'collection',
        placeholder: 'Add Option',
        default: {},
        options: [
          includeRawOption,
          {
            displayName: 'Reply',
            name: 'reply',
            type: 'string',
            default: DEFAULT_REPLY,
            description: 'The text that answers each push, always with status 200',
          },
          sizeLimitOption,
        ],
      },
    ],
  };

  /**
   * Sobot has no call to register an address: it is given when a task is created. Publishing is refused
   * when the trigger asks for a token that the credential does not hold, since every push would be
   * turned away without anybody noticing.
   */
  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        const missing = wantsToken(this) && (await expectedToken(this)) === '';
        if (missing) {
          throw new NodeOperationError(
            this.getNode(),
            'The credential holds no Result Push Token, so every result would be turned away',
            {
              description:
                'Write a long random text into Result Push Token of the credential, or set Authentication to None.',
            },
          );
        }
        return true;
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return true;
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return true;
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    if (!(await isAllowed(this)))
      return refusePush(this, 401, 'The token in the URL is missing or wrong');

    const options = this.getNodeParameter('additionalOptions', {}) as IDataObject;
    const push = await readPush(this, PUSH_TEXT_FIELDS, sizeLimit(options));
    if (push.unreadable !== undefined) {
      return refuseUnreadable(this, push.unreadable);
    }
    const { calls, strange } = callsInPush(push.body);
    const wanted = calls.filter((call) =>
      isWanted(call, this.getNodeParameter('triggerOn', 'any')),
    );
    const unread =
      strange.length > MOST_ENTRIES ? [push.text] : strange.map((entry) => JSON.stringify(entry));
    if (calls.length === 0 && unread.length === 0) unread.push(push.text);

    const items = [
      ...wanted.map((call) => understoodItem(this, call, push)),
      ...unread.map((rawText) => strangeItem(this, rawText)),
    ];
    const reply = this.getNodeParameter('additionalOptions.reply', DEFAULT_REPLY) as string;
    if (items.length === 0) return { webhookResponse: reply };
    const split = this.getNodeParameter('splitOutcomes', false) === true;
    return { webhookResponse: reply, workflowData: inOutputs(items, split) };
  }
}

function wantsToken(context: IWebhookFunctions | IHookFunctions): boolean {
  return context.getNodeParameter('authentication', 'none') === 'pushToken';
}

/** The credential's token; empty when there is none or the credential cannot be read. */
async function expectedToken(context: IWebhookFunctions | IHookFunctions): Promise<string> {
  const credential = await settle(context.getCredentials(SOBOT_CREDENTIAL));
  return credential.ok ? String(credential.value.pushToken ?? '').trim() : '';
}

async function isAllowed(context: IWebhookFunctions): Promise<boolean> {
  if (!wantsToken(context)) return true;
  const received = (context.getQueryData() as IDataObject)[TOKEN_PARAMETER];
  return isSameToken(received, await expectedToken(context));
}

function isWanted(call: CallResult, triggerOn: unknown): boolean {
  if (triggerOn === 'answered') return call.answered;
  if (triggerOn === 'notAnswered') return !call.answered;
  return true;
}

function understoodItem(
  context: IWebhookFunctions,
  call: CallResult,
  push: Push,
): INodeExecutionData {
  const raw = context.getNodeParameter('additionalOptions.includeRaw', false) === true;
  return {
    json: {
      understood: true,
      ...(call as unknown as IDataObject),
      query: travellingParameters(context, SECRET_PARAMETERS),
      ...(raw ? { raw: push.body as IDataObject } : {}),
    },
  };
}

/** A push nobody can read is still somebody's result: it goes out with its whole text. */
function strangeItem(context: IWebhookFunctions, rawText: string): INodeExecutionData {
  return {
    json: {
      understood: false,
      outcome: 'unknown',
      query: travellingParameters(context, SECRET_PARAMETERS),
      rawText,
    },
  };
}
