import type {
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { draggedField, isExpression, rawValue } from './expression';
import { typedText } from '../../basics/values';

/** Gives the value that a field names, for one item after the other. */
export type ValueOfItem = (itemIndex: number) => unknown;

/** A field that names an incoming field, or gives the value itself by an expression. */
export function incomingField(
  field: Pick<INodeProperties, 'displayName' | 'name' | 'default' | 'description'> &
    Partial<INodeProperties>,
): INodeProperties {
  return {
    placeholder: `e.g. ${String(field.default)}`,
    hint: 'A field name, or an expression that gives the value itself',
    ...field,
    type: 'string',
  };
}

/**
 * Reads a parameter that names an incoming field, or gives the value itself by an expression.
 *
 * @throws InvalidInput when it is empty, or names a field that no item has
 */
export function valueOfEach(
  context: IExecuteFunctions,
  parameter: string,
  displayName: string,
): ValueOfItem {
  const items = context.getInputData();
  const typed = rawValue(context, parameter);
  const dragged = draggedField(typed);
  if (dragged === undefined && isExpression(context, parameter)) {
    return (itemIndex) => context.getNodeParameter(parameter, itemIndex, '');
  }
  const field = typedText(context.getNodeParameter(parameter, 0, ''));
  if (dragged === undefined && field === '') {
    throw new InvalidInput(
      `"${displayName}" is empty`,
      'Name the field of the incoming items to use.',
    );
  }
  const read = dragged === undefined ? fieldReader(field) : pathReader(dragged);
  mustExist(items, read, dragged?.join('.') ?? field, displayName);
  return (itemIndex) => read(items[itemIndex].json);
}

export type FieldReader = (json: IDataObject) => unknown;

/** Reads a field by its exact name or, where there is none, by a path such as `customer.phone`. */
export function fieldReader(field: string): FieldReader {
  const byPath = pathReader(field.split('.'));
  return (json) => (Object.hasOwn(json, field) ? json[field] : byPath(json));
}

export function pathReader(path: string[]): FieldReader {
  const [only] = path;
  if (path.length === 1) return (json) => own(json, only);
  return (json) => path.reduce<unknown>((value, key) => own(value, key), json);
}

/** A name that no item has is a mistyped one. */
export function mustExist(
  items: INodeExecutionData[],
  read: FieldReader,
  field: string,
  displayName: string,
): void {
  if (items.length === 0 || items.some((item) => read(item.json) !== undefined)) return;
  const first = Object.keys(items[0].json).slice(0, 12).join(', ');
  throw new InvalidInput(
    `No incoming item has a field "${field}"`,
    `Set "${displayName}" to incoming fields. The first item has: ${first || 'no fields'}.`,
  );
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
