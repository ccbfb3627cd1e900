import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { NODES } from './nodes';

/**
 * What stored workflows rely on, a line each: every parameter of every node with where it stands, its type and what it
 * is when nobody touched it, every value that can be chosen, and the place of every output. Texts may change; these may
 * not.
 */
export function parameterLines(): string[] {
  const lines = NODES.flatMap(({ description }) => [
    ...description.properties.flatMap((property) => linesOf([description.name], property)),
    ...outputLines(description.name, description.outputs),
  ]);
  return [...new Set(lines)].sort();
}

/** Lists of outputs stand in an expression. n8n keeps a connection by the number of its output. */
function outputLines(node: string, outputs: unknown): string[] {
  if (typeof outputs !== 'string') return [];
  return [...outputs.matchAll(/\[\{"type":"main".*?\}\]/g)].flatMap(([list]) => {
    const names = (JSON.parse(list) as Array<{ displayName: string }>).map(
      ({ displayName }) => displayName,
    );
    return names.map((_, at) => `${node} outputs ${names.slice(0, at + 1).join(', ')}`);
  });
}

function linesOf(place: string[], property: INodeProperties): string[] {
  const { name, type, default: byDefault, displayOptions } = property;
  const { resource = [], operation = [], ...others } = displayOptions?.show ?? {};
  const where = [...place, ...resource.map(String), ...operation.map(String), name].join(' ');
  const condition = Object.keys(others).length === 0 ? '' : ` if ${JSON.stringify(others)}`;
  const own = `${where}: ${type} ${JSON.stringify(byDefault)}${condition}`;
  const inner = (property.options ?? []).flatMap((option) => {
    if ('displayName' in option && 'type' in option) return linesOf([where], option);
    if ('values' in option) return valuesOf(where, option);
    return [`${where} = ${JSON.stringify((option as INodePropertyOptions).value)}`];
  });
  return [own, ...inner];
}

function valuesOf(where: string, { name, values }: INodePropertyCollection): string[] {
  return values.flatMap((value) => linesOf([`${where} ${name}`], value));
}
