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

const vendor = pushVendor('task');

/** Starts the workflow when AIRUDDER pushes an event of a task, a plan or a call. */
export class AirudderTaskTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Task Trigger',
    name: 'airudderTaskTrigger',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["triggerOn"].length + " kinds of event" }}',
    description:
      'Calls people with the robots of AIRUDDER, and starts a workflow for every event of a task, a plan or a call',
    ...triggerTexts,
    defaults: { name: 'Airudder Task Trigger' },
    inputs: [],
    outputs: outputsExpression('task'),
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
    properties: triggerProperties('task'),
  };

  webhookMethods = publishing(vendor);

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receivePush(this, vendor);
  }
}
