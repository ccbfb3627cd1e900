import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { distinctPieces } from '../../basics/values';

/** Any number of tasks: several by their ids, or each item's own by an expression. */
export const taskIdsField: INodeProperties = {
  displayName: 'Task Names or IDs',
  name: 'tasks',
  type: 'multiOptions',
  typeOptions: { loadOptionsMethod: 'getTasks' },
  required: true,
  default: [],
  description:
    'The tasks, any number of them. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/**
 * The ids chosen for an item: a list, or text with commas between them, each once.
 *
 * @throws InvalidInput when there is none
 */
export function taskIds(context: IExecuteFunctions, itemIndex: number): string[] {
  const chosen = context.getNodeParameter('tasks', itemIndex, []) as unknown;
  const ids = distinctPieces(chosen);
  if (ids.length === 0) {
    throw new InvalidInput(
      '"Task Names or IDs" is empty',
      'Choose at least one task. An expression may have found no value.',
    );
  }
  return ids;
}
