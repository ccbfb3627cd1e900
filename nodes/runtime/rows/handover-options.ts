import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { before, since, TWO_RANKS_SINCE } from '../operation/versions';

/** What protects contacts and the vendor; its defaults need no hand. What a manager decides is all the rest. */
const PROTECTING = new Set([
  'batchSize',
  'checkAfterwards',
  'lookBackDays',
  'lookup',
  'requestsPerSecond',
  'sendCaseId',
  'skipSent',
  'timeout',
  'waitBeforeAgain',
]);

/**
 * The options of an operation that hands contacts over, in two ranks: Options for what people decide, Sending for what
 * protects. Nodes that were stored before there were two keep all of them under Options.
 */
export function optionsInTwoRanks(options: INodeProperties[]): INodeProperties[] {
  const isProtecting = ({ name }: INodeProperties) => PROTECTING.has(name);
  return [
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: options.map((option) =>
        isProtecting(option)
          ? { ...option, displayOptions: { show: before(TWO_RANKS_SINCE) } }
          : option,
      ),
    },
    {
      displayName: 'Sending',
      name: 'sending',
      type: 'collection',
      placeholder: 'Add Setting',
      displayOptions: { show: since(TWO_RANKS_SINCE) },
      default: {},
      description: 'What keeps sending safe. It is set so that nobody needs to touch it.',
      options: options.filter(isProtecting),
    },
  ];
}

/** What is chosen in both, by name. @param itemIndex the first item of a task, for what describes that task */
export function handoverOptions(context: IExecuteFunctions, itemIndex = 0): IDataObject {
  return {
    ...(context.getNodeParameter('options', itemIndex, {}) as IDataObject),
    ...(context.getNodeParameter('sending', itemIndex, {}) as IDataObject),
  };
}
