import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { matching, told } from '../../runtime/operation/list-search';
import { fetchRobots, fetchTasks, type ListedThing } from '../resources/lists';
import { fetchUsedLines } from '../resources/used-lines';

/** Lists for the locators of Airudder Task: what the account has, narrowed to the typed text. */
export const listSearch = {
  async searchTasks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
    return matching(entries(await told(this, fetchTasks(this))), filter);
  },

  async searchRobots(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
    return matching(entries(await told(this, fetchRobots(this))), filter);
  },

  async searchSipLines(
    this: ILoadOptionsFunctions,
    filter?: string,
  ): Promise<INodeListSearchResult> {
    const lines = await told(this, fetchUsedLines(this));
    return matching(
      lines.map((line) => ({ name: line, value: line })),
      filter,
    );
  },
};

function entries(things: ListedThing[]): Array<{ name: string; value: string }> {
  return things
    .filter(({ id }) => id !== '')
    .map(({ id, name, status }) => ({
      name: `${name ?? id}${status === null ? '' : ` (${status})`}`,
      value: id,
    }));
}
