import type { IDataObject } from 'n8n-workflow';
import { toFields, toText } from '../../basics/values';
import type { RequestContext } from '../../runtime/http/context';
import { airudderRequest } from '../client/request';

/** An entry of a list whose shape the vendor does not document: what could be recognised, and all of it. */
export interface ListedThing {
  id: string;
  name: string | null;
  status: string | null;
  raw: Record<string, unknown>;
}

const DEEPEST_LAYER = 3;

/** Fetches one of the vendor's lists; the query holds parameters as the vendor's page says. */
type FetchList = (
  context: RequestContext,
  query?: IDataObject,
  timeoutMs?: number,
) => Promise<ListedThing[]>;

/**
 * The tasks of the account. docs/vendors/airudder.md, A2: path from public clients, query and reply not documented,
 * so the list is looked for in the reply.
 */
export const fetchTasks: FetchList = listFetcher('/service/cloud/list', {
  id: ['TaskID', 'task_id', 'taskId', 'id'],
  name: ['TaskName', 'task_name', 'taskName', 'name'],
});

/**
 * The robots of the account. docs/vendors/airudder.md, A10: path from a public client, query and reply not
 * documented.
 */
export const fetchRobots: FetchList = listFetcher('/service/cloud/robot', {
  id: ['RobotID', 'robot_id', 'robotId', 'id'],
  name: ['RobotName', 'robot_name', 'robotName', 'Name', 'name'],
});

function listFetcher(path: string, keys: { id: string[]; name: string[] }): FetchList {
  return async (context, query = {}, timeoutMs) => {
    const reply = await airudderRequest(context, {
      method: 'GET',
      path,
      query,
      effect: 'read',
      timeoutMs,
    });
    return listed(reply.data, keys);
  };
}

/** The first list of objects in a reply, however it is wrapped; empty where there is none. */
function listed(data: unknown, keys: { id: string[]; name: string[] }): ListedThing[] {
  return firstList(data, 0).map((entry) => ({
    id: firstText(entry, keys.id) ?? '',
    name: firstText(entry, keys.name),
    status: firstText(entry, ['Status', 'status', 'State', 'state']),
    raw: entry,
  }));
}

function firstList(value: unknown, depth: number): Array<Record<string, unknown>> {
  if (Array.isArray(value)) {
    return value.map((entry) =>
      typeof entry === 'object' && entry !== null ? toFields(entry) : { id: entry },
    );
  }
  if (depth > DEEPEST_LAYER) return [];
  for (const inner of Object.values(toFields(value))) {
    const found = firstList(inner, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

function firstText(entry: Record<string, unknown>, names: string[]): string | null {
  for (const name of names) {
    const text = toText(entry[name]);
    if (text !== null) return text;
  }
  return null;
}
