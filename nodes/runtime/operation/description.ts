import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import type { Resource } from './operation';

/**
 * Builds a node's `properties` from its list of resources: the Resource and Operation selectors, then
 * every operation's fields, each shown only for its own operation.
 *
 * @param defaultResource what a new node shows first
 */
export function describeResources(
  resources: readonly Resource[],
  defaultResource: string,
): INodeProperties[] {
  const selector: INodeProperties = {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: resources.map(({ name, value }) => ({ name, value })),
    default: defaultResource,
  };
  const operations = resources.map(
    (resource): INodeProperties => ({
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [resource.value] } },
      options: resource.operations.map(({ name, value, action, description }) => ({
        name,
        value,
        action,
        description,
      })),
      default: firstOf(resource.operations),
    }),
  );
  const fields = resources.flatMap((resource) =>
    resource.operations.flatMap((operation) =>
      operation.fields.map((field) => shownFor(field, resource.value, operation.value)),
    ),
  );
  return [selector, ...operations, ...fields];
}

/**
 * A node's `outputs`: one, or those of an operation that sorts its items. n8n evaluates this in the editor and for each
 * run.
 */
export function describeOutputs(resources: readonly Resource[]): INodeTypeDescription['outputs'] {
  const list = (names: ReadonlyArray<string | undefined>) =>
    JSON.stringify(names.map((displayName) => ({ type: 'main', displayName })));
  const cases = resources.flatMap((resource) =>
    resource.operations.flatMap((operation) => {
      if (!('outputs' in operation)) return [];
      const { outputs, outputsIf } = operation;
      const chosen = `$parameter["resource"] === "${resource.value}" && $parameter["operation"] === "${operation.value}"`;
      const otherwise = `${chosen} ? ${list(outputs)} : `;
      return outputsIf === undefined
        ? [otherwise]
        : [
            `${chosen} && $parameter["${outputsIf.parameter}"] === true ? ${list(outputsIf.outputs)} : `,
            otherwise,
          ];
    }),
  );
  return `={{ ${cases.join('')}${list([undefined])} }}`;
}

/** Options in the order n8n shows them. */
export function byName(options: INodeProperties[]): INodeProperties[] {
  return [...options].sort((a, b) => a.displayName.localeCompare(b.displayName));
}

function firstOf(list: ReadonlyArray<{ value: string }>): string {
  return list[0].value;
}

function shownFor(field: INodeProperties, resource: string, operation: string): INodeProperties {
  return {
    ...field,
    displayOptions: {
      ...field.displayOptions,
      show: { resource: [resource], operation: [operation], ...field.displayOptions?.show },
    },
  };
}
