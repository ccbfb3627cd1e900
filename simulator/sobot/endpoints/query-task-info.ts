import { Refusal } from '../codes';
import { list } from '../parameters';
import { currentStatus, shownContacts, type Endpoint, type SobotState } from '../sobot';
import type { Task } from '../../dialling/tasks';

const MOST_TASKS = 15;

export const queryTaskInfo: Endpoint = {
  name: 'query_task_info',
  method: 'GET',
  section: '2.15',
  answer(state, parameters) {
    const ids = list(parameters, 'taskid');
    if (ids.length === 0) throw new Refusal('taskEmpty');
    if (ids.length > MOST_TASKS) throw new Refusal('systemError');
    const tasks = ids.map((id) => state.tasks.get(id)).filter((task) => task !== undefined);
    if (tasks.length === 0) throw new Refusal('taskUnknown');
    return { data: tasks.reverse().map((task) => info(state, task)), ret_msg: '查询成功' };
  },
};

function info(state: SobotState, task: Task): Record<string, unknown> {
  const contacts = shownContacts(state, task);
  const calls = contacts.filter(({ call }) => call !== undefined);
  return {
    call_times: calls.length,
    call_intent_times: calls.filter(({ call }) => call?.plan.intentions.includes('Interested'))
      .length,
    task_name: task.name,
    call_total_data: contacts.length,
    task_status: currentStatus(state, task),
    time_type: task.timeType,
    call_time_slot: task.slotText,
    end_time: task.end,
    robot_num: task.robots,
    telephone: task.callerNumbers.join(','),
    start_time: task.start,
    call_connected_times: calls.filter(({ status }) => status === 2).length,
    taskid: task.taskId,
  };
}
