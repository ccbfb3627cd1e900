import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { GUARDED_INPUTS } from '../../runtime/guards/fields';
import { NEWEST_VERSION, NODE_VERSIONS } from '../../runtime/operation/versions';
import { describeOutputs, describeResources } from '../../runtime/operation/description';
import { runOperation } from '../../runtime/operation/router';
import { resources } from './actions/resources';

/** Workflows of AIRUDDER, and the direct API of its predictive dialer. */
export class AirudderWorkflow implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder Workflow',
    name: 'airudderWorkflow',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['output'],
    version: NODE_VERSIONS,
    defaultVersion: NEWEST_VERSION,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description:
      'Run workflows of AIRUDDER: calls and messages that follow one another. Creating an instance and adding contacts place real calls.',
    defaults: { name: 'Airudder Workflow' },
    inputs: GUARDED_INPUTS,
    outputs: describeOutputs(resources),
    usableAsTool: true,
    credentials: [{ name: 'airudderApi', required: true }],
    properties: describeResources(resources, 'workflowInstance'),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
