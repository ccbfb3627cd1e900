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

/** Inbound calls of AIRUDDER. */
export class AirudderInbound implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Inbound',
    name: 'airudderInbound',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Read the statistics of inbound calls that the robots of AIRUDDER answer',
    defaults: { name: 'Airudder Inbound' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'airudderApi', required: true }],
    properties: describeResources(resources, 'statistics'),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
