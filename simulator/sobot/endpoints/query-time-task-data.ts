import { Refusal } from '../codes';
import { integer, text } from '../parameters';
import { callDetail, callMessages, callsBetween, window } from '../records';
import { existingTask, type Endpoint } from '../sobot';

const LARGEST_PAGE = 15;

export const queryTimeTaskData: Endpoint = {
  name: 'query_time_task_data',
  method: 'GET',
  section: '2.19',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    const span = window(parameters);
    const size = integer(parameters, 'page_size') ?? 0;
    const page = integer(parameters, 'page_num') ?? 0;
    if (size < 1 || size > LARGEST_PAGE || page < 1) throw new Refusal('systemError');
    const calls = callsBetween(task, span, state.settings.spanOf);
    return {
      data: calls.slice((page - 1) * size, page * size).map((contact) => ({
        msg: callMessages(contact.call).map(asText),
        detail: asText({ ...callDetail(task, contact, contact.call), del_flag: 1 }),
      })),
      total_count: calls.length,
      page_count: Math.ceil(calls.length / size),
      ret_msg: undefined,
    };
  },
};

/** This endpoint sends every scalar as text (docs/vendors/sobot-icall.md, R2). */
function asText(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}
