import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { toNodeError } from './errors';
import { outputsOf, type ItemOperation, type Operation, type Resource } from './operation';
import { tried } from '../../basics/tried';

/**
 * Runs the resource and operation chosen in the panel: every item in turn, or all at once for an
 * operation that batches. The one place where output is paired with input and where an error either
 * stops the node or, with "On Error: Continue", leaves as an item.
 */
export async function runOperation(
  context: IExecuteFunctions,
  resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
  const operation = chosenOperation(context, resources);
  if (hasNoItems(context)) return [[]];
  if ('runItem' in operation) return [await runEachItem(context, operation)];

  const result = await tried(
    'runSorted' in operation
      ? operation.runSorted(context)
      : operation.runAll(context).then((items) => [items]),
  );
  if (result.ok) return result.value;
  const error = toNodeError(context.getNode(), result.error);
  if (!context.continueOnFail()) throw error;
  const errors = context.getInputData().map((_, itemIndex) => errorItem(error, itemIndex));
  // By the last output, so that nobody passes for one who can be called.
  const others = 'runSorted' in operation ? outputsOf(context, operation).slice(1) : [];
  return [...others.map(() => []), errors];
}

/**
 * An item that tells what went wrong with an input item. n8n sends it to the error output only when
 * it holds no keys beside `error`, `message` and `details`.
 */
export function errorItem(
  error: { message: string; description?: string | null },
  itemIndex: number,
  details: Record<string, string | number | null> = {},
): INodeExecutionData {
  const advice = error.description ? { advice: error.description } : {};
  return {
    json: { error: error.message, details: { ...details, ...advice } },
    pairedItem: { item: itemIndex },
  };
}

async function runEachItem(
  context: IExecuteFunctions,
  operation: ItemOperation,
): Promise<INodeExecutionData[]> {
  const output: INodeExecutionData[] = [];
  for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
    const result = await tried(operation.runItem(context, itemIndex));
    if (result.ok) {
      for (const item of result.value) output.push({ ...item, pairedItem: { item: itemIndex } });
      continue;
    }
    const error = toNodeError(context.getNode(), result.error, itemIndex);
    if (!context.continueOnFail()) throw error;
    output.push(errorItem(error, itemIndex));
  }
  return output;
}

/** n8n runs a node with two inputs also when only the second one brings items, and throws when asked for the others. */
function hasNoItems(context: IExecuteFunctions): boolean {
  try {
    context.getInputData();
    return false;
  } catch {
    return true;
  }
}

function chosenOperation(context: IExecuteFunctions, resources: readonly Resource[]): Operation {
  const resource = context.getNodeParameter('resource', 0) as string;
  const operation = context.getNodeParameter('operation', 0) as string;
  const found = resources
    .find((candidate) => candidate.value === resource)
    ?.operations.find((candidate) => candidate.value === operation);
  if (found === undefined) {
    throw new NodeOperationError(
      context.getNode(),
      `This node has no operation "${operation}" for "${resource}"`,
      { description: 'Choose the resource and the operation again.' },
    );
  }
  return found;
}
