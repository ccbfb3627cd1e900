import type { IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { differsPerItem, draggedField, rawValue } from './expression';
import { mustExist, pathReader, type ValueOfItem } from './incoming-field';

/** A field of a resource mapper. */
export interface MappedField {
  id: string;
  displayName: string;
}

/**
 * Reads one field of a resource mapper for each item: a value, what a dragged field or another expression gives, or
 * with automatic mapping the incoming field of the same name.
 *
 * @param parameter name of the resource mapper
 * @param mapperName what the panel calls it
 * @throws InvalidInput when nothing is mapped, or to a field that no item has
 */
export function mappedFieldOfEach(
  context: IExecuteFunctions,
  parameter: string,
  mapperName: string,
  { id, displayName }: MappedField,
): ValueOfItem {
  const items = context.getInputData();
  const path = `${parameter}.value.${id}`;
  const isAutomatic = rawValue(context, `${parameter}.mappingMode`) === 'autoMapInputData';
  const field = isAutomatic ? [id] : draggedField(rawValue(context, path));
  if (field !== undefined) {
    const read = pathReader(field);
    mustExist(items, read, field.join('.'), mapperName);
    return (itemIndex) => read(items[itemIndex].json);
  }
  if (differsPerItem(context, path)) {
    return (itemIndex) => context.getNodeParameter(path, itemIndex, '');
  }
  const value: unknown = context.getNodeParameter(path, 0, '');
  if (value === '' || value === null || value === undefined) {
    throw new InvalidInput(
      `"${displayName}" is empty under "${mapperName}"`,
      'Drag the field of the incoming items there, or type a value that is the same for all.',
    );
  }
  return () => value;
}
