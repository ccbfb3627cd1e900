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

const vendor = pushVendor('workflow');

/** Starts the workflow when AIRUDDER pushes an event of a workflow or of the predictive dialer. */
export class AirudderWorkflowTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Workflow Trigger',
    name: 'airudderWorkflowTrigger',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["triggerOn"].length + " kinds of event" }}',
    description:
      'Calls and messages people with workflows of AIRUDDER, and starts a workflow for every event of them or of the predictive dialer',
    ...triggerTexts,
    defaults: { name: 'Airudder Workflow Trigger' },
    inputs: [],
    outputs: outputsExpression('workflow'),
    credentials: [{ name: 'airudderApi', required: false }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        responseMode: '={{ $parameter["responseMode"] }}',
        responseData: '={{ $parameter["responseMode"] === "lastNode" ? "firstEntryJson" : "" }}',
        path: 'airudder',
      },
    ],
    properties: triggerProperties('workflow'),
  };

  webhookMethods = publishing(vendor);

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receivePush(this, vendor);
  }
}
