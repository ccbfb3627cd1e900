import type {
  ILoadOptionsFunctions,
  INodeListSearchResult,
  INodePropertyOptions,
} from 'n8n-workflow';
import { matching, told, type ListEntry } from '../../runtime/operation/list-search';
import { statusInWords } from '../resources/task-status';
import { fetchCallerNumbers, fetchTasks, fetchTemplates } from '../resources/lists';

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

function lines(concurrency: number): string {
  return concurrency === 1 ? '1 call at a time' : `${concurrency} calls at a time`;
}
