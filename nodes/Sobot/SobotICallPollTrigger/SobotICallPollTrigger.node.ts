import {
  NodeConnectionTypes,
  type IDataObject,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
} from 'n8n-workflow';
import { toNodeError } from '../../runtime/operation/errors';
import { toEpochMs } from '../../runtime/fields/instants';
import { tried } from '../../basics/tried';
import { toCallResult } from '../resources/call-result';
import { countCalls, fetchCalls, type CallRecord, type TimeSpan } from '../resources/calls';
import { fetchTasks } from '../resources/lists';
import { loadOptions } from '../panel/list-search';
import { isMissingTask } from '../resources/task-batches';
import { distinctPieces } from '../../basics/values';
import { newCalls, nextSpan, nothingNew, stateAfter, type PollState } from './poll-state';
import { clock } from '../../runtime/clock';

/** Triggers that are asking: n8n begins a poll at its minute, also while the one before is not over. */
const asking = new Set<string>();

/** Calls shown when somebody tries the trigger out. */
const SHOWN_IN_A_TEST = 5;

/** Starts a workflow for every finished call, by asking for them: for an n8n that cannot be reached from outside. */
export class SobotICallPollTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Sobot iCall Poll Trigger',
    name: 'sobotICallPollTrigger',
    icon: { light: 'file:../sobot.svg', dark: 'file:../sobot.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["follow"] === "all" ? "all tasks" : "chosen tasks" }}',
    description:
      'Asks Sobot iCall on a schedule for calls that have finished, for an n8n that cannot be reached from outside',
    defaults: { name: 'Sobot iCall Poll Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    polling: true,
    credentials: [{ name: 'sobotICallApi', required: true }],
    properties: [
      {
        displayName:
          'Sobot does not say the contact IDs of calls here. Where you need them, use Sobot iCall Trigger, or Call: Get Result for each contact.',
        name: 'notice',
        type: 'notice',
        default: '',
      },
      {
        displayName: 'Tasks to Follow',
        name: 'follow',
        type: 'options',
        options: [
          { name: 'All Tasks', value: 'all', description: 'Also tasks that are created later' },
          { name: 'Chosen Tasks', value: 'chosen' },
        ],
        default: 'all',
        description: 'Whose calls start this workflow',
      },
      {
        displayName: 'Task Names or IDs',
        name: 'tasks',
        type: 'multiOptions',
        typeOptions: { loadOptionsMethod: 'getTasks' },
        displayOptions: { show: { follow: ['chosen'] } },
        required: true,
        default: [],
        description:
          'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
      },
      {
        displayName: 'Start From',
        name: 'startFrom',
        type: 'dateTime',
        default: '',
        description:
          'Calls that ended before this are left out, in the time zone of the workflow unless the value says another. Empty means when the workflow is published. It counts only once.',
      },
    ],
  };

  methods = { loadOptions };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    const polled = await tried(
      this.getMode() === 'manual' ? latestCalls(this) : onePollAtATime(this),
    );
    if (!polled.ok) throw toNodeError(this.getNode(), polled.error);
    return polled.value.length === 0 ? null : [polled.value];
  }
}

/** A poll while another one is under way finds nothing: what it would find, the next one does. */
async function onePollAtATime(context: IPollFunctions): Promise<INodeExecutionData[]> {
  const trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
  if (asking.has(trigger)) return [];
  asking.add(trigger);
  try {
    return await finishedCalls(context);
  } finally {
    asking.delete(trigger);
  }
}

/** The calls that finished since the last poll, each exactly once. The state moves on only when all went well. */
async function finishedCalls(context: IPollFunctions): Promise<INodeExecutionData[]> {
  const now = clock().now();
  const memory = context.getWorkflowStaticData('node');
  const before = memory.polledAt === undefined ? undefined : (memory as unknown as PollState);
  const state = before ?? firstState(context, now);
  const { listed, followed } = await tasksToFollow(context, state);
  const fresh = await freshCalls(context, state, followed, nextSpan(state, now));
  Object.assign(memory, stateAfter(state, now, listed, fresh));

  const startsNow = before === undefined && state.notBefore === 0;
  return startsNow ? [] : itemsOf(fresh, state.notBefore);
}

/**
 * Before the first poll. Without a date, the calls that are already over are read once and remembered
 * without being handed on: two clocks cannot tell "before now" well enough.
 */
function firstState(context: IPollFunctions, now: number): PollState {
  const startFrom = context.getNodeParameter('startFrom', '') as unknown;
  const notBefore =
    startFrom === '' || startFrom === null
      ? 0
      : toEpochMs(startFrom, context.getTimezone(), 'Start From');
  // A date that lies ahead keeps calls back until then, and is no moment of a poll.
  const polledAt = notBefore === 0 ? now : Math.min(notBefore, now);
  return { polledAt, notBefore, seen: {}, listed: {} };
}

async function tasksToFollow(
  context: IPollFunctions,
  state: PollState,
): Promise<{ listed: string[]; followed: string[] }> {
  if (context.getNodeParameter('follow', 'all') === 'chosen') {
    const chosen = context.getNodeParameter('tasks', []) as unknown;
    return { listed: [], followed: distinctPieces(chosen) };
  }
  const listed = (await fetchTasks(context)).map(({ taskId }) => taskId);
  return { listed, followed: [...new Set([...listed, ...Object.keys(state.listed)])] };
}

async function freshCalls(
  context: IPollFunctions,
  state: PollState,
  taskIds: string[],
  span: TimeSpan,
): Promise<Map<string, CallRecord[]>> {
  const fresh = new Map<string, CallRecord[]>();
  if (taskIds.length === 0) return fresh;
  const counts = await countCalls(context, taskIds, span);
  for (const [taskId, { calls }] of counts) {
    if (nothingNew(state, taskId, span, calls)) continue;
    const records = await tried(fetchCalls(context, taskId, span));
    if (records.ok) fresh.set(taskId, newCalls(state, taskId, records.value));
    else if (!isMissingTask(records.error)) throw records.error;
  }
  return fresh;
}

/** A few recent calls, to build a workflow with; touches nothing that is remembered. */
async function latestCalls(context: IPollFunctions): Promise<INodeExecutionData[]> {
  const now = clock().now();
  const state: PollState = { polledAt: now, notBefore: 0, seen: {}, listed: {} };
  const { followed } = await tasksToFollow(context, state);
  const span = { ...nextSpan(state, now), fromMs: now - 7 * 24 * 3_600_000 };
  return itemsOf(await freshCalls(context, state, followed, span)).slice(-SHOWN_IN_A_TEST);
}

/** One item for each call that did not end before a moment, in the order the calls ended. */
function itemsOf(fresh: Map<string, CallRecord[]>, notBefore = 0): INodeExecutionData[] {
  return [...fresh]
    .flatMap(([taskId, records]) =>
      records.map((record) => toCallResult(record, 'query', { taskId })),
    )
    .filter(({ endTime }) => endTime === null || Date.parse(endTime) >= notBefore)
    .sort((a, b) => String(a.endTime).localeCompare(String(b.endTime)))
    .map((call) => ({ json: { ...call } as unknown as IDataObject }));
}
