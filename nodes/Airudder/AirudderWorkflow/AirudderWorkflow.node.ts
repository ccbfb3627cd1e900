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

/** Workflows of AIRUDDER, and the direct API of its predictive dialer. */
export class AirudderWorkflow implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Workflow',
    name: 'airudderWorkflow',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description:
      'Run workflows of AIRUDDER: calls and messages that follow one another. Creating an instance and adding contacts place real calls.',
    defaults: { name: 'Airudder Workflow' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'airudderApi', required: true }],
    properties: describeResources(resources, 'workflowInstance'),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
