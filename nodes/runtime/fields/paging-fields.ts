import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** "Return All" and "Limit", as every Get Many has them. */
export const returnAllAndLimit: INodeProperties[] = [
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    displayOptions: { show: { returnAll: [false] } },
    default: 50,
    description: 'Max number of results to return',
  },
];

/** How many results the user wants: the Limit, or all (Infinity) while Return All is on. */
export function wantedCount(context: IExecuteFunctions, itemIndex: number): number {
  if (context.getNodeParameter('returnAll', itemIndex, false) as boolean) return Infinity;
  return context.getNodeParameter('limit', itemIndex, 50) as number;
}

/** Cuts a list to the Limit the user set, unless Return All is on. */
export function limited<T>(context: IExecuteFunctions, itemIndex: number, list: T[]): T[] {
  return list.slice(0, wantedCount(context, itemIndex));
}
