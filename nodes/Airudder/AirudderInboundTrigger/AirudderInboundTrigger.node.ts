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

const vendor = pushVendor('inbound');

/** Starts the workflow when AIRUDDER pushes an event of an inbound call. */
export class AirudderInboundTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Inbound Trigger',
    name: 'airudderInboundTrigger',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["triggerOn"].length + " kinds of event" }}',
    description:
      'Reads the statistics of calls that the robots of AIRUDDER answer, and starts a workflow for every such call',
    ...triggerTexts,
    defaults: { name: 'Airudder Inbound Trigger' },
    inputs: [],
    outputs: outputsExpression('inbound'),
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
    properties: triggerProperties('inbound'),
  };

  webhookMethods = publishing(vendor);

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receivePush(this, vendor);
  }
}
