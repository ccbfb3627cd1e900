import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { byName } from '../../runtime/operation/description';
import { InvalidInput } from '../../basics/invalid-input';
import { toPieces, typedText } from '../../basics/values';
import { toEpochMs, wallClock } from '../../runtime/fields/instants';
import { wholeNumber } from '../../runtime/fields/option-values';
import { checkedPushUrl } from '../../runtime/push/push-url';
import { NAIVE_TIME } from '../resources/create-task';
import { dialerAccount } from '../resources/dialer-tasks';
import { moreFields, moreFieldsOption, requiredText } from './fields';
import { clock } from '../../runtime/clock';

/** Names an existing task of the dialer. */
export const dialerTaskIdField: INodeProperties = {
  displayName: 'Dialer Task ID',
  name: 'dialerTaskId',
  type: 'string',
  required: true,
  default: '={{ $json.taskId }}',
  placeholder: 'e.g. 82caed2ecc5029c9eb7efea50e83466f',
  description: 'The ID that Dialer Task: Create returned, or that Dialer Task: Get Many shows',
};

/** The id of the task for an item. @throws InvalidInput when it is empty */
export function dialerTaskId(context: IExecuteFunctions, itemIndex: number): string {
  return requiredText(context, 'dialerTaskId', 'Dialer Task ID', itemIndex);
}

/** What a new task is called, and whom its calls go to. */
export const newDialerTaskFields: INodeProperties[] = [
  {
    displayName: 'Task Name',
    name: 'taskName',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. spring-promo-week-9',
    description:
      'Name of the new task, of letters, digits, hyphens and underscores. A name can be used once in an account; keep it when you run the same list again, so that nobody is called twice.',
  },
  {
    displayName: 'Skill Group',
    name: 'groupName',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. Sales Team',
    description: 'Name of the group of agents, as the AIRUDDER console shows it',
  },
  {
    displayName: 'Start',
    name: 'start',
    type: 'dateTime',
    default: '',
    description:
      'When calling begins; empty means that it is not scheduled. Sent as the clock shows it in the time zone of the account, see the credential.',
  },
];

/**
 * Settings of a new task that have a name here, shown by name with those of the operation itself.
 */
export function newDialerTaskOptions(...more: INodeProperties[]): INodeProperties[] {
  return byName([...taskOptions, ...more]);
}

const taskOptions: INodeProperties[] = [
  moreFieldsOption,
  {
    displayName: 'Agents',
    name: 'agents',
    type: 'string',
    default: '',
    placeholder: 'e.g. anna, budi',
    description: 'Names of the agents who take calls, separated by commas; empty means the group',
  },
  {
    displayName: 'Redial Interval',
    name: 'bulkCallInterval',
    type: 'number',
    typeOptions: { minValue: 60 },
    default: 60,
    description:
      'How long to wait before unanswered numbers are called again (bulkCallInterval), at least 60. AIRUDDER does not say in which unit.',
  },
  {
    displayName: 'Redials',
    name: 'repeatTimes',
    type: 'number',
    typeOptions: { minValue: 0 },
    default: 0,
    description: 'How often an unanswered number is called again (repeatTimes)',
  },
  {
    displayName: 'Remark',
    name: 'remark',
    type: 'string',
    default: '',
    description: 'A note that the AIRUDDER console shows',
  },
  {
    displayName: 'Result Push URL',
    name: 'callback',
    type: 'string',
    default: '',
    placeholder: 'e.g. https://n8n.example.com/webhook/…/airudder',
    description:
      'Production URL of an Airudder Workflow Trigger, which starts a workflow for every change of a call, the task and its agents. The Push Token of the credential is added by itself.',
  },
];

/**
 * The body of a new task without its contacts. docs/vendors/airudder.md, section 6.2; mark C: known from one public
 * client.
 */
export async function newDialerTask(
  context: IExecuteFunctions,
  itemIndex: number,
  taskName: string,
  options: IDataObject,
): Promise<IDataObject> {
  const { zone, baseUrl, pushToken } = await dialerAccount(context);
  const startMs = dialerTaskStart(context, itemIndex);
  if (startMs !== undefined && startMs < clock().now()) {
    throw new InvalidInput('"Start" lies in the past', 'Leave it empty to begin without a time.');
  }
  const pushUrl = checkedPushUrl(typedText(options.callback), baseUrl, pushToken, {
    vendor: 'AIRUDDER',
    trigger: 'Airudder Workflow Trigger',
    without: 'read results with Dialer Task: Get',
  });
  const agents = toPieces(options.agents);
  const given: Array<[key: string, value: unknown]> = [
    ['agentName', agents.length === 0 ? undefined : agents],
    ['bulkCallInterval', numberIn(options, 'bulkCallInterval', 'Redial Interval', 60)],
    ['repeatTimes', numberIn(options, 'repeatTimes', 'Redials', 0)],
    ['remark', options.remark],
    ['callback', pushUrl === '' ? undefined : Buffer.from(pushUrl, 'utf8').toString('base64')],
  ];
  return {
    taskName,
    groupName: requiredText(context, 'groupName', 'Skill Group', itemIndex),
    startTime: startMs === undefined ? '' : wallClock(startMs, zone, NAIVE_TIME),
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== '')),
    ...moreFields(options),
  } as IDataObject;
}

/** When calling begins, in epoch milliseconds; undefined if it is not scheduled. @throws InvalidInput for no date */
export function dialerTaskStart(context: IExecuteFunctions, itemIndex: number): number | undefined {
  const start = context.getNodeParameter('start', itemIndex, '');
  return start === '' || start === null || start === undefined
    ? undefined
    : toEpochMs(start, context.getTimezone(), 'Start');
}

/** The name of the new task for an item. @throws InvalidInput for one that AIRUDDER refuses (code 10518) */
export function dialerTaskName(context: IExecuteFunctions, itemIndex: number): string {
  const name = requiredText(context, 'taskName', 'Task Name', itemIndex, 'Give the task a name.');
  if (/^[\w-]+$/.test(name)) return name;
  throw new InvalidInput(
    `"Task Name" holds signs that AIRUDDER refuses: ${name}`,
    'Use letters, digits, hyphens and underscores only.',
    itemIndex,
  );
}

function numberIn(
  options: IDataObject,
  name: string,
  displayName: string,
  least: number,
): number | undefined {
  if (options[name] === undefined || options[name] === '') return undefined;
  return wholeNumber(options, name, displayName, { byDefault: least, least, most: 1_000_000 });
}
