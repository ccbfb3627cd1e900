import { Refusal } from '../codes';
import type { Parameters } from '../parameters';
import { text } from '../parameters';
import { currentStatus, existingTask, type Endpoint, type SobotState } from '../sobot';
import { addContact, type Task, type TaskContact } from '../../dialling/tasks';

/**
 * What looks like a phone number to the vendor; anything else vanishes without a word (docs/vendors/sobot-icall.md,
 * R27).
 */
export const PHONE = /^(?:\+|00)?\d{5,15}$/;

export const addTaskData: Endpoint = {
  name: 'add_task_data',
  method: 'POST',
  section: '2.7',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    if (currentStatus(state, task) === 2) throw new Refusal('taskOrTemplateInvalid');
    const contacts = entries(parameters);
    if (contacts.some((entry) => text(entry, 'outid') === '')) throw new Refusal('outidEmpty');
    for (const entry of contacts) {
      const phone = text(entry, 'telephone');
      const contactId = text(entry, 'outid');
      if (!PHONE.test(phone) || state.settings.dropContacts.includes(contactId)) continue;
      takeContact(state, task, {
        contactId,
        phone,
        variables: variablesOf(text(entry, 'variable')),
      });
    }
    state.dialler.work(task);
    return { ret_msg: '提交数据成功' };
  },
};

/** Puts a contact into a task, also when the task has one of the same id (docs/vendors/sobot-icall.md, R28). */
export function takeContact(
  state: SobotState,
  task: Task,
  contact: Pick<TaskContact, 'contactId' | 'phone' | 'variables'>,
): void {
  addContact(task, contact, state.timers.now());
  state.ledger.contacts.push({ taskId: task.taskId, ...contact, request: state.request });
}

/** `data` is an array in a JSON body, and JSON text of an array in a form (docs/vendors/sobot-icall.md, R7, R9). */
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
