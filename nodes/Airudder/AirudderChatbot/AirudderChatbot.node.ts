import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { describeResources } from '../../runtime/operation/description';
import { runOperation } from '../../runtime/operation/router';
import { resources } from './actions/resources';

/** The WhatsApp chatbot of AIRUDDER. */
export class AirudderChatbot implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Chatbot',
    name: 'airudderChatbot',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Use the WhatsApp chatbot of AIRUDDER. Some requests send real messages.',
    defaults: { name: 'Airudder Chatbot' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'airudderApi', required: true }],
    properties: describeResources(resources, 'apiRequest'),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
