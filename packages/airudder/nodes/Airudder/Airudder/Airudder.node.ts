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
import { resourceMapping } from '../panel/customer-data';
import { listSearch } from '../panel/list-search';
import { resources } from './actions/resources';

/** Tasks, workflows, the predictive dialer, inbound calls and the chatbot of AIRUDDER. */
export class Airudder implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Airudder',
    name: 'airudder',
    icon: { light: 'file:../airudder.svg', dark: 'file:../airudder.dark.svg' },
    group: ['output'],
    version: NODE_VERSIONS,
    defaultVersion: NEWEST_VERSION,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description:
      'Call people with the robots of AIRUDDER. Creating a task and adding contacts place real calls.',
    defaults: { name: 'Airudder' },
    inputs: GUARDED_INPUTS,
    outputs: describeOutputs(resources),
    usableAsTool: true,
    credentials: [{ name: 'airudderApi', required: true }],
    properties: describeResources(resources, 'task'),
  };

  methods = { listSearch, resourceMapping };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
