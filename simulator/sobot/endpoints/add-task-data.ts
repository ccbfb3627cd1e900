import { Refusal } from '../codes';
import type { Parameters } from '../parameters';
import { text } from '../parameters';
import { currentStatus, existingTask, type Endpoint } from '../sobot';

/** What looks like a phone number to the vendor; anything else vanishes without a word (R27). */
const PHONE = /^(?:\+|00)?\d{5,15}$/;

export const addTaskData: Endpoint = {
  name: 'add_task_data',
  method: 'POST',
  section: '2.7',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    if (currentStatus(state, task) === 2) throw new Refusal('taskOrTemplateInvalid');
    for (const entry of entries(parameters)) {
      const phone = text(entry, 'telephone');
      const contactId = text(entry, 'outid');
      if (contactId === '') throw new Refusal('outidEmpty');
      if (!PHONE.test(phone)) continue;
      const variables = variablesOf(text(entry, 'variable'));
      task.contacts.push({ contactId, phone, variables, status: 0 });
      state.ledger.contacts.push({
        taskId: task.taskId,
        contactId,
        phone,
        variables,
        request: state.request,
      });
    }
    state.dialler.work(task);
    return { ret_msg: '提交数据成功' };
  },
};

/** `data` is an array in a JSON body, and JSON text of an array in a form (R7, R9). */
function entries(parameters: Parameters): Parameters[] {
  const data = typeof parameters.data === 'string' ? parsed(parameters.data) : parameters.data;
  const valid =
    Array.isArray(data) &&
    data.length > 0 &&
    data.every((entry) => typeof entry === 'object' && entry !== null && !Array.isArray(entry));
  if (!valid) throw new Refusal('dataInvalid');
  return data as Parameters[];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function variablesOf(text: string): Record<string, string> {
  const pairs = text.split('|').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, ...value] = pair.split('^');
      return [name, value.join('^')];
    }),
  );
}
