import { removeWaiting } from '../../dialling/tasks';
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
    const deleted = removeWaiting(task, ({ contactId }) => outids.includes(contactId));
    return { ret_msg: '删除成功', del_counts: deleted };
  },
};
