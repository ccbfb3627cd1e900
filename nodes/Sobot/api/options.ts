import type {
  ILoadOptionsFunctions,
  INodeListSearchResult,
  INodePropertyOptions,
} from 'n8n-workflow';
import { toNodeError } from '../../runtime/errors';
import { settle } from '../../runtime/settle';
import { statusInWords } from './task-status';
import { fetchCallerNumbers, fetchTasks, fetchTemplates } from './lists';

/** Lists for the node's locators: what the account has, narrowed to the typed text. */
export const listSearch = {
  async searchTasks(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
    return matching(await taskOptions(this), filter);
  },

  async searchTemplates(
    this: ILoadOptionsFunctions,
    filter?: string,
  ): Promise<INodeListSearchResult> {
    const templates = await told(this, fetchTemplates(this));
    return matching(
      templates.map(({ templateName, templateId }) => ({ name: templateName, value: templateId })),
      filter,
    );
  },

  async searchCallerNumbers(
    this: ILoadOptionsFunctions,
    filter?: string,
  ): Promise<INodeListSearchResult> {
    return matching(await callerNumberOptions(this), filter);
  },
};

/** Lists for fields of which several can be chosen. */
export const loadOptions = {
  async getTasks(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
    return await taskOptions(this);
  },

  async getCallerNumbers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
    return await callerNumberOptions(this);
  },
};

type ListEntry = { name: string; value: string };

async function taskOptions(context: ILoadOptionsFunctions): Promise<ListEntry[]> {
  const tasks = await told(context, fetchTasks(context));
  return tasks.map(({ taskName, taskId, status }) => ({
    name: `${taskName} (${statusInWords(status)})`,
    value: taskId,
  }));
}

async function callerNumberOptions(context: ILoadOptionsFunctions): Promise<ListEntry[]> {
  const numbers = await told(context, fetchCallerNumbers(context));
  return numbers.map(({ callerNumber, concurrency }) => ({
    name: concurrency === null ? callerNumber : `${callerNumber} (${lines(concurrency)})`,
    value: callerNumber,
  }));
}

/** A list that cannot be fetched says why in the same words as the node itself. */
async function told<T>(context: ILoadOptionsFunctions, list: Promise<T>): Promise<T> {
  const settled = await settle(list);
  if (!settled.ok) throw toNodeError(context.getNode(), settled.error);
  return settled.value;
}

function matching(entries: ListEntry[], filter = ''): INodeListSearchResult {
  const wanted = filter.trim().toLowerCase();
  return {
    results: entries.filter(
      ({ name, value }) =>
        name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
    ),
  };
}

function lines(concurrency: number): string {
  return concurrency === 1 ? '1 call at a time' : `${concurrency} calls at a time`;
}
