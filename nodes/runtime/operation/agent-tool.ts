import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { flag } from '../fields/option-values';

/** Whether an agent may call people; shown only where the node is an agent's tool. */
export const agentMayCallOption: INodeProperties = {
  displayName: 'Agent May Place Calls',
  name: 'agentMayCall',
  type: 'boolean',
  // No expression, and so none that the model fills in.
  noDataExpression: true,
  displayOptions: { show: { '@tool': [true] } },
  default: false,
  description:
    'Whether the AI agent may make real phones ring. Otherwise it gets what a dry run gives, and nobody is called.',
};

/** Whether an agent calls this node as a function, with one output. n8n 1 cannot be asked. */
export function isCalledByAgent(context: IExecuteFunctions): boolean {
  return 'isToolExecution' in context && context.isToolExecution();
}

/**
 * Whether an AI agent runs this node as its tool. Such a node has a type of its own, which ends in `Tool`; newer agents
 * let n8n's engine run it like any other node, and then nothing else tells.
 */
export function isAgentTool(context: IExecuteFunctions): boolean {
  return isCalledByAgent(context) || context.getNode().type.endsWith('Tool');
}

/** Why nothing is sent, if this is an agent's tool that may not place calls. */
function keptFromAgent(context: IExecuteFunctions, options: IDataObject): string | undefined {
  const mayCall = flag(options, agentMayCallOption.name, agentMayCallOption.displayName);
  return mayCall || !isAgentTool(context)
    ? undefined
    : 'Nobody was called, and nothing was sent. Calls by an agent are off: only the person who built this workflow can allow them, with the option "Agent May Place Calls" of this tool. Do not try again.';
}

/** Why a dry run is one that nobody chose, for its items; nothing if somebody did. */
export function reasonOfDryRun(context: IExecuteFunctions, options: IDataObject): IDataObject {
  const reason = keptFromAgent(context, options);
  return reason === undefined ? {} : { reason };
}

/** Whether nothing may be sent, by the user's choice or because an agent asks. */
export function isDryRun(context: IExecuteFunctions, options: IDataObject): boolean {
  return flag(options, 'dryRun', 'Dry Run') || keptFromAgent(context, options) !== undefined;
}

/** @throws InvalidInput where an agent's tool may not place calls, for operations that have no dry run */
export function refuseAgent(context: IExecuteFunctions, options: IDataObject): void {
  const reason = keptFromAgent(context, options);
  if (reason !== undefined) throw new InvalidInput('This tool may not place calls', reason);
}

/** @throws InvalidInput when an agent hands over more than one contact */
export function oneContactOnly(context: IExecuteFunctions): void {
  const { length } = context.getInputData();
  if (length < 2 || !isAgentTool(context)) return;
  throw new InvalidInput(
    `An agent calls one contact at a time, and ${length} came`,
    'Nobody was called. Call the tool once for each contact.',
  );
}
