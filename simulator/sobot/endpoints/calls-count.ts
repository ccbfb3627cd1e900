import { Refusal } from '../codes';
import { list } from '../parameters';
import { callsBetween, window } from '../records';
import type { Endpoint } from '../sobot';

const MOST_TASKS = 15;

export const callsCount: Endpoint = {
  name: 'calls_count',
  method: 'GET',
  section: '2.18',
  answer(state, parameters) {
    const ids = list(parameters, 'taskid');
    if (ids.length === 0) throw new Refusal('taskEmpty');
    if (ids.length > MOST_TASKS) throw new Refusal('systemError');
    const span = window(parameters);
    const tasks = ids.map((id) => state.tasks.get(id)).filter((task) => task !== undefined);
    return {
      data: tasks.reverse().map((task) => ({
        task_name: task.name,
        count: callsBetween(task, span, state.settings.spanOf).length,
        taskid: task.taskId,
      })),
      ret_msg: '查询成功',
    };
  },
};
