import type {
  INodeProperties,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { rawBodyParameter } from '../../runtime/push/push-body';
import { publishing, receivePush } from '../../runtime/push/push-pipeline';
import { outputsExpression } from '../events/outputs';
import type { TriggerName } from '../events/event';
import { pushVendor } from '../events/receive';
import { triggerTexts } from '../events/trigger-parts';
import { triggerProperties } from '../events/trigger-properties';

const PRODUCTS: Array<{ name: string; value: TriggerName; description: string }> = [
  { name: 'Chatbot', value: 'chatbot', description: 'Messages of the WhatsApp chatbot' },
  { name: 'Inbound Calls', value: 'inbound', description: 'Calls that robots answer' },
  { name: 'Tasks and Calls', value: 'task', description: 'Tasks, plans, and their calls' },
  {
    name: 'Workflows',
    value: 'workflow',
    description: 'Workflows at AIRUDDER, and the predictive dialer',
  },
];

const vendor = pushVendor((context) => context.getNodeParameter('product') as TriggerName);

/** The fields of one product's events, shown while it is chosen. */
function fieldsOf(product: TriggerName): INodeProperties[] {
  const fields = triggerProperties(product).filter(({ name }) => name !== rawBodyParameter.name);
  return fields.map((field) => ({
    ...field,
    displayOptions: {
      ...field.displayOptions,
      show: { product: [product], ...field.displayOptions?.show },
    },
  }));
}

/** The outputs of the product that is chosen; n8n evaluates this in the editor and for each run. */
function outputs(): INodeTypeDescription['outputs'] {
  const inner = (product: TriggerName) =>
    String(outputsExpression(product)).replace(/^=\{\{|\}\}$/g, '');
  const cases = PRODUCTS.map(
    ({ value }) => `$parameter["product"] === "${value}" ? (${inner(value)}) : `,
  );
  return `={{ ${cases.join('')}[{ type: 'main' }] }}`;
}

/** Starts the workflow when AIRUDDER pushes an event of the product that is chosen. */
export class AirudderTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Trigger',
    name: 'airudderTrigger',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["triggerOn"].length + " kinds of event" }}',
    description:
      'Calls people with the robots of AIRUDDER, and starts a workflow for every event of a call, a workflow or a chat',
    ...triggerTexts,
    defaults: { name: 'Airudder Trigger' },
    inputs: [],
    outputs: outputs(),
    credentials: [{ name: 'airudderApi', required: false }],
    webhooks: [
      {
        name: 'default',
        httpMethod: 'POST',
        responseMode: '={{ $parameter["responseMode"] || "onReceived" }}',
        responseData: '={{ $parameter["responseMode"] === "lastNode" ? "firstEntryJson" : "" }}',
        path: 'airudder',
      },
    ],
    properties: [
      {
        displayName: 'Product',
        name: 'product',
        type: 'options',
        noDataExpression: true,
        options: PRODUCTS,
        default: 'task',
        description: 'What AIRUDDER tells about',
      },
      rawBodyParameter,
      ...PRODUCTS.flatMap(({ value }) => fieldsOf(value)),
    ],
  };

  webhookMethods = publishing(vendor);

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receivePush(this, vendor);
  }
}
