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
import { listSearch, loadOptions } from '../panel/list-search';

/** Calling tasks, contacts and call results of Sobot iCall V1. */
export class SobotICall implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Sobot iCall',
    name: 'sobotICall',
    icon: { light: 'file:../sobot.svg', dark: 'file:../sobot.dark.svg' },
    group: ['output'],
    version: NODE_VERSIONS,
    defaultVersion: NEWEST_VERSION,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description:
      'Run outbound calling campaigns with the Sobot iCall robot. Adding contacts places real calls.',
    defaults: { name: 'Sobot iCall' },
    inputs: GUARDED_INPUTS,
    outputs: describeOutputs(resources),
    usableAsTool: true,
    credentials: [{ name: 'sobotICallApi', required: true }],
    properties: describeResources(resources, 'task'),
  };

  methods = { listSearch, loadOptions };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
