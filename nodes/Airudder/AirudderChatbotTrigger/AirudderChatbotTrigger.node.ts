import type {
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { publishing, receivePush } from '../../runtime/push/push-pipeline';
import { outputsExpression } from '../events/outputs';
import { pushVendor } from '../events/receive';
import { triggerTexts } from '../events/trigger-parts';
import { triggerProperties } from '../events/trigger-properties';

const vendor = pushVendor('chatbot');

/** Starts the workflow when AIRUDDER pushes an event of a chatbot. */
export class AirudderChatbotTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Chatbot Trigger',
    name: 'airudderChatbotTrigger',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["triggerOn"].length + " kinds of event" }}',
    description:
      'Uses the WhatsApp chatbot of AIRUDDER, and starts a workflow for every event of it',
    ...triggerTexts,
    defaults: { name: 'Airudder Chatbot Trigger' },
    inputs: [],
    outputs: outputsExpression('chatbot'),
    credentials: [{ name: 'airudderApi', required: false }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        responseMode: 'onReceived',
        responseData: '',
        path: 'airudder',
      },
    ],
    properties: triggerProperties('chatbot'),
  };

  webhookMethods = publishing(vendor);

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receivePush(this, vendor);
  }
}
