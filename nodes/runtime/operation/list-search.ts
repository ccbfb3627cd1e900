import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from './errors';
import { tried } from '../../basics/tried';

/** One line of a list that the editor shows. */
export interface ListEntry {
  name: string;
  value: string;
}

/** A list that cannot be fetched says why in the same words as the node itself. */
export async function told<T>(context: ILoadOptionsFunctions, list: Promise<T>): Promise<T> {
  const settled = await tried(list);
  if (!settled.ok) throw toNodeError(context.getNode(), settled.error);
  return settled.value;
}

/** The entries whose name or id holds the typed text. */
export function matching(entries: ListEntry[], filter = ''): INodeListSearchResult {
  const wanted = filter.trim().toLowerCase();
  return {
    results: entries.filter(
      ({ name, value }) =>
        name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
    ),
  };
}
