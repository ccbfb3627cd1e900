import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { tried } from '../../basics/tried';
import { sameForAll } from '../fields/expression';
import { groupedInSlices } from '../rows/in-slices';
import { flag, wholeNumber } from '../fields/option-values';
import { taskId } from '../fields/task-locator';
import { VendorFailure } from '../http/vendor-failure';
import { isAgentTool } from '../operation/agent-tool';
import type { SortOperation } from '../operation/operation';
import { asleepWith, waitInSteps, type Waiting } from './wait-in-steps';

/** How far a task is. */
export interface Progress {
  /** What is said of the task, with its counts. */
  facts: IDataObject;
  contacts: number;
  /** How many of them were called, or will not be any more. */
  done: number;
  /** Whether the vendor says that it is over. */
  isOver: boolean;
}

/** What n8n keeps of this node while its execution sleeps. */
interface WaitingForTasks extends Waiting {
  /** Tasks that an earlier look found, by id. */
  there?: Record<string, Found>;
}

/** A task that was found. */
interface Found {
  last: Progress;
  /** How many looks since did not find it. */
  missed: number;
}

/** A vendor may leave a task out of a reply; one that it leaves out so often is gone. */
const MISSED_AT_MOST = 2;

/** Reads how far a task is. @throws InvalidInput for a task that there is not */
export type ReadProgress = (
  context: IExecuteFunctions,
  taskId: string,
  options: IDataObject,
) => Promise<Progress>;

const HOUR_MS = 60 * 60_000;

/**
 * Task: Wait Until Finished. Asks in growing steps how far the tasks of all items are. In between the node waits
 * itself, or n8n puts the execution to sleep: it goes on where it stopped by passing the items on, so the output Not
 * Yet leads back to this node.
 *
 * @param task the vendor's field that picks a task
 * @param timeout the vendor's Options, which hold nothing but the timeout
 */
export function waitUntilFinished(
  task: INodeProperties,
  timeout: INodeProperties,
  read: ReadProgress,
): SortOperation {
  return {
    name: 'Wait Until Finished',
    value: 'waitUntilFinished',
    action: 'Wait until tasks are finished',
    description: 'Wait until all contacts of a task are called, or a share of them is',
    outputs: ['Finished'],
    outputsIf: { parameter: 'sleep', outputs: ['Not Yet', 'Finished'] },
    fields: [task, ...waitFields, timeout],
    runSorted: async (context) => await waitFor(context, read),
  };
}

/** How an execution waits; with it on, the operation has the output Not Yet. */
export const sleepField: INodeProperties = {
  displayName: 'Sleep While Waiting',
  name: 'sleep',
  type: 'boolean',
  // An agent waits for its tool.
  displayOptions: { show: { '@tool': [false] } },
  default: false,
  description:
    'Whether n8n puts the execution to sleep between two looks, so that it survives a restart and holds no worker. Connect the output Not Yet back to the input of this node.',
};

const waitFields: INodeProperties[] = [
  {
    displayName: 'Finished When',
    name: 'finishedWhen',
    type: 'options',
    options: [
      { name: 'A Share Is Called', value: 'share' },
      { name: 'All Contacts Are Called', value: 'all' },
    ],
    default: 'all',
    description: 'What to wait for',
  },
  {
    displayName: 'Share (%)',
    name: 'share',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 100 },
    displayOptions: { show: { finishedWhen: ['share'] } },
    default: 90,
    description: 'How many of a hundred contacts must have been called',
  },
  {
    displayName: 'Give Up After (Hours)',
    name: 'giveUpAfter',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 720 },
    default: 24,
    description: 'How long to wait at most; then the counts come out as they are',
  },
  sleepField,
];

async function waitFor(
  context: IExecuteFunctions,
  read: ReadProgress,
): Promise<INodeExecutionData[][]> {
  const settings: IDataObject = {
    giveUpAfter: context.getNodeParameter('giveUpAfter', 0, 24) as number,
    sleep: context.getNodeParameter('sleep', 0, false) as boolean,
    share: context.getNodeParameter('share', 0, 90) as number,
  };
  const limit = wholeNumber(settings, 'giveUpAfter', 'Give Up After (Hours)', {
    byDefault: 24,
    least: 1,
    most: 720,
  });
  const share = wholeNumber(settings, 'share', 'Share (%)', { byDefault: 90, least: 1, most: 100 });
  const isShare = context.getNodeParameter('finishedWhen', 0, 'all') === 'share';
  const sleeps = flag(settings, 'sleep', 'Sleep While Waiting') && !isAgentTool(context);
  const options = context.getNodeParameter('options', 0, {}) as IDataObject;
  const taskOf = sameForAll(context, 'task', (itemIndex) => taskId(context, itemIndex));
  const items = context.getInputData();
  const itemsOf = await groupedInSlices(context, [...items.keys()], taskOf);

  const memory = context.getContext('node') as WaitingForTasks;
  const there = { ...memory.there };
  const waiting = waitInSteps(context, memory, { limitMs: limit * HOUR_MS, sleeps }, async () => {
    const found = await lookAt(
      [...itemsOf.keys()],
      async (id) => await read(context, id, options),
      there,
    );
    return {
      found,
      isDone: [...found.values()].every((task) => isCalled(task, isShare ? share : 100)),
    };
  });
  const waited = await waiting.finally(() => delete memory.there);
  if (waited === undefined) {
    memory.there = there;
    return asleepWith(items);
  }
  const { found, isDone, waitedMs } = waited;
  const finished = [...itemsOf].map(([id, indexes]): INodeExecutionData => {
    const json = { taskId: id, ...said(found.get(id)), finished: isDone };
    return {
      json: { ...json, waitedMinutes: Math.round(waitedMs / 60_000) },
      pairedItem: indexes.map((item) => ({ item })),
    };
  });
  return sleeps ? [[], finished] : [finished];
}

/**
 * Tasks by id, and as they were last where they could not be read right now, or were left out of a reply; undefined for
 * one that could not be read yet.
 *
 * @param there those that were found before; changes
 */
async function lookAt(
  ids: string[],
  read: (id: string) => Promise<Progress>,
  there: Record<string, Found | undefined>,
): Promise<Map<string, Progress | undefined>> {
  const tasks = new Map<string, Progress | undefined>();
  for (const id of ids) {
    const found = await tried(read(id));
    const before = there[id];
    if (found.ok) there[id] = { last: found.value, missed: 0 };
    else if (before !== undefined && found.error instanceof InvalidInput) {
      before.missed++;
      if (before.missed > MISSED_AT_MOST) throw found.error;
    } else if (!(found.error instanceof VendorFailure && found.error.transient)) throw found.error;
    tasks.set(id, there[id]?.last);
  }
  return tasks;
}

/** Whether so many of a hundred contacts were called, or nobody will be called any more. */
function isCalled(task: Progress | undefined, percent: number): boolean {
  if (task === undefined) return false;
  const { contacts, done, isOver } = task;
  return isOver || (contacts > 0 && done * 100 >= contacts * percent);
}

function said(task: Progress | undefined): IDataObject {
  if (task === undefined) return {};
  const { facts, contacts, done } = task;
  const calledShare = contacts === 0 ? null : Math.round((done / contacts) * 1000) / 1000;
  return { ...facts, calledShare };
}
