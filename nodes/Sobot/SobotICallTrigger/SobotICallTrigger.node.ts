import type {
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { rawBodyParameter } from '../../runtime/push/push-body';
import {
  allowedAddressesOption,
  ignoreRepeatsOption,
  includeRawOption,
  replyOption,
  sizeLimitOption,
} from '../../runtime/push/push-options';
import { publishing, receivePush } from '../../runtime/push/push-pipeline';
import { DEFAULT_REPLY, resultPushes } from '../events/receive';
import { OUTPUTS_EXPRESSION } from '../events/outputs';

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
    description:
      'Calls people with the Sobot iCall robot, and starts a workflow for the result of every call',
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
          'Choose a credential that holds a <b>Result Push Token</b>, a long random text of your own. Open <b>Webhook URLs</b> above, choose <b>Production URL</b> and copy it into Result Push URL of the Sobot iCall node (Task: Create), which adds the token. Then publish this workflow. Sobot keeps the URL of a task for good, and a test URL stops working after two minutes.',
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
        default: 'pushToken',
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
          allowedAddressesOption,
          ignoreRepeatsOption,
          includeRawOption,
          replyOption(DEFAULT_REPLY),
          sizeLimitOption,
        ],
      },
    ],
  };

  webhookMethods = publishing(resultPushes);

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receivePush(this, resultPushes);
  }
}
