import { Refusal } from '../codes';
import { list, text } from '../parameters';
import { existingTask, type Endpoint } from '../sobot';

const MOST_CONTACTS = 100;

export const deleteTaskData: Endpoint = {
  name: 'delete_task_data',
  method: 'POST',
  section: '2.17',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    const outids = list(parameters, 'outid');
    if (outids.length === 0) throw new Refusal('outidEmpty');
    if (outids.length > MOST_CONTACTS) throw new Refusal('tooManyOutids');
    const kept = task.contacts.filter(
      ({ contactId, status }) => status !== 0 || !outids.includes(contactId),
    );
    const deleted = task.contacts.length - kept.length;
    task.contacts = kept;
    task.cursor = 0;
    return { ret_msg: '删除成功', del_counts: deleted };
  },
};
