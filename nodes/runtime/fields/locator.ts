import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';

/**
 * A field that picks one existing thing: from a searchable list, or by its id.
 *
 * @param listMethod name of the node's `methods.listSearch` entry
 */
export function locator(field: {
  displayName: string;
  name: string;
  description: string;
  listMethod: string;
  idLabel: string;
  /** n8n shows its own label for a mode named `id`; another name shows `idLabel`. */
  idMode?: string;
  idPlaceholder: string;
  hint?: string;
}): INodeProperties {
  return {
    displayName: field.displayName,
    name: field.name,
    type: 'resourceLocator',
    default: { mode: 'list', value: '' },
    required: true,
    description: field.description,
    hint: field.hint,
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        placeholder: `Select a ${field.displayName.toLowerCase()}…`,
        typeOptions: { searchListMethod: field.listMethod, searchable: true },
      },
      {
        displayName: field.idLabel,
        name: field.idMode ?? 'id',
        type: 'string',
        placeholder: field.idPlaceholder,
      },
    ],
  };
}

/**
 * The id a locator holds, trimmed.
 *
 * @throws InvalidInput when nothing is chosen
 */
export function locatorValue(
  context: IExecuteFunctions,
  name: string,
  displayName: string,
  itemIndex: number,
): string {
  const value = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
  const text = value === null || value === undefined ? '' : String(value).trim();
  if (text === '') {
    throw new InvalidInput(
      `"${displayName}" is empty`,
      'Choose one from the list, or type it in by hand. An expression may have found no value.',
      itemIndex,
    );
  }
  return text;
}
