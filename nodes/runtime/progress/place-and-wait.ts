import { createHash } from 'crypto';
import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';
import { grouped } from '../../basics/grouped';
import { tried } from '../../basics/tried';
import { isFinal, type CallResult } from '../../campaign/call-result';
import { flag, wholeNumber } from '../fields/option-values';
import { isAgentTool } from '../operation/agent-tool';
import type { BatchOperation, SortOperation } from '../operation/operation';
import { guardsField } from '../guards/fields';
import { handoverOptions } from '../rows/handover-options';
import { asleepWith, waitInSteps, type Waiting } from './wait-in-steps';
import { sleepField } from './wait-until-finished';

/** Reads the calls of some contacts of one task, as far as the vendor shows them. */
export type ReadCalls = (
  context: IExecuteFunctions,
  taskId: string,
  contactIds: string[],
  options: IDataObject,
) => Promise<CallResult[]>;

/** What n8n keeps of some items while the execution sleeps; others may come to the node before these come back. */
interface Memory extends Waiting {
  /** What became of each item when the calls were placed; no call is placed while this is there. */
  placed?: IDataObject[];
  /** Results that came in already, by number of the item. */
  results?: Record<number, IDataObject>;
}

const MINUTE_MS = 60_000;

const giveUpField: INodeProperties = {
  displayName: 'Give Up After (Minutes)',
  name: 'giveUpMinutes',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 10_080 },
  default: 30,
  description:
    'How long to wait for results at most; then what is missing comes out as unknown. The call itself is not taken back.',
};

/**
 * Call: Place and Wait. Hands the contacts over as another operation does, and asks in growing steps what came of each
 * call. One item comes out for each item that went in: with the result, or with why there is none.
 *
 * It asks, and does not wait for a push: Sobot freezes the address of a task when the task is made, AIRUDDER's is set by
 * its staff, and n8n refuses what Sobot pushes unless a node's version is exactly 1 (docs/decisions.md).
 *
 * One contact ID is one call: what a vendor tells of a contact that it was given twice is not known, so there is no Call
 * Again.
 */
export function placeAndWait(place: BatchOperation, read: ReadCalls): SortOperation {
  const fields = place.fields.flatMap((field) => {
    if (field.name === 'guards') return [giveUpField, sleepField, guardsField];
    return field.name === 'options' ? [withoutCallAgain(field)] : [field];
  });
  return {
    name: 'Place and Wait',
    value: 'placeAndWait',
    action: 'Place calls and wait for the results',
    description:
      'Call each incoming contact and wait until it is known what came of it: this places real calls',
    outputs: ['Result'],
    outputsIf: { parameter: 'sleep', outputs: ['Not Yet', 'Result'] },
    fields,
    async runSorted(context) {
      const items = context.getInputData();
      const memories = context.getContext('node') as Record<string, Memory | undefined>;
      const key = fingerprint(items);
      // An agent calls its tool several times at once, and each call is one of its own.
      const memory = isAgentTool(context) ? {} : (memories[key] ??= {});
      let asleep = false;
      try {
        const outputs = await run(context, memory, place, read);
        asleep = outputs === undefined;
        return outputs ?? asleepWith(items);
      } finally {
        if (!asleep) delete memories[key];
      }
    },
  };
}

/** @returns the outputs, or undefined while the execution sleeps */
async function run(
  context: IExecuteFunctions,
  memory: Memory,
  place: BatchOperation,
  read: ReadCalls,
): Promise<INodeExecutionData[][] | undefined> {
  const settings: IDataObject = {
    giveUpMinutes: context.getNodeParameter('giveUpMinutes', 0, 30) as number,
    sleep: context.getNodeParameter('sleep', 0, false) as boolean,
  };
  const bounds = { byDefault: 30, least: 1, most: 10_080 };
  const minutes = wholeNumber(settings, 'giveUpMinutes', giveUpField.displayName, bounds);
  const sleeps = flag(settings, 'sleep', 'Sleep While Waiting') && !isAgentTool(context);
  const options = handoverOptions(context);

  memory.placed ??= (await place.runAll(context)).map(({ json }) => json);
  const items = memory.placed;
  const results: Record<number, IDataObject> = (memory.results ??= {});
  let lastError: unknown;
  const placed = items.flatMap((json, itemIndex) => (isPlaced(json) ? [{ json, itemIndex }] : []));

  const waited = await waitInSteps(
    context,
    memory,
    { limitMs: minutes * MINUTE_MS, sleeps },
    async () => {
      const missing = placed.filter(({ itemIndex }) => results[itemIndex] === undefined);
      for (const [taskId, waiting] of grouped(missing, ({ json }) => String(json.taskId))) {
        const ids = waiting.map(({ json }) => String(json.contactId));
        // The calls are placed, so no look that fails may end the node: their rows would be lost.
        const looked = await tried(read(context, taskId, ids, options));
        if (!looked.ok) lastError = looked.error;
        const calls = looked.ok ? looked.value : [];
        const callOf = new Map(calls.map((call) => [call.contactId, call]));
        for (const { json, itemIndex } of waiting) {
          const call = callOf.get(String(json.contactId));
          if (call === undefined || !isFinal(call.outcome)) continue;
          results[itemIndex] = { ...call } as unknown as IDataObject;
        }
      }
      return { isDone: placed.every(({ itemIndex }) => itemIndex in results), found: results };
    },
  );
  if (waited === undefined) return undefined;
  const output = items.map((json, itemIndex): INodeExecutionData => {
    const isCall = isPlaced(json);
    const said = isCall ? (results[itemIndex] ?? unknown(json, minutes, lastError)) : json;
    const input = json.input === undefined ? {} : { input: json.input };
    const wasPlaced = 'error' in said ? {} : { placed: isCall };
    return { json: { ...said, ...wasPlaced, ...input }, pairedItem: { item: itemIndex } };
  });
  return sleeps ? [[], output] : [output];
}

/** By what items that come back after a sleep are known. */
function fingerprint(items: INodeExecutionData[]): string {
  const text = JSON.stringify(items.map(({ json }) => json));
  return createHash('sha256').update(text).digest('hex');
}

function withoutCallAgain(field: INodeProperties): INodeProperties {
  const options = (field.options ?? []) as INodeProperties[];
  return { ...field, options: options.filter(({ name }) => name !== 'callAgain') };
}

/** Whether the vendor has the contact, so that there will be a result. */
function isPlaced({ outcome, taskId }: IDataObject): boolean {
  return ['submitted', 'alreadySubmitted'].includes(String(outcome)) && typeof taskId === 'string';
}

function unknown(
  { contactId, phone, taskId }: IDataObject,
  minutes: number,
  lastError: unknown,
): IDataObject {
  const failed = lastError instanceof Error ? ` The last look failed: ${lastError.message}.` : '';
  const reason = `There was no result within ${minutes} minutes; the call may still be made.${failed} Look later for what came of this contact in this task.`;
  return { contactId, phone, taskId, outcome: 'unknown', reason };
}
