import { Refusal } from '../codes';
import { integer, list, text } from '../parameters';
import { currentStatus, existingTask, freeRobots, type Endpoint } from '../sobot';
import { timeSlots } from './add-task';

/** A GET with a query; a JSON body is not read (docs/vendors/sobot-icall.md, R6). */
export const editorTask: Endpoint = {
  name: 'editor_task',
  method: 'GET',
  section: '2.11',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    if (currentStatus(state, task) === 2) throw new Refusal('notRunning');
    const given = (name: string) => text(parameters, name) !== '';

    if (given('robot_num')) {
      const robots = integer(parameters, 'robot_num');
      const available = freeRobots(state) + task.busy;
      if (robots === undefined || robots < 1 || robots > available) {
        throw new Refusal('robotsInvalid');
      }
      task.robots = robots;
    }
    if (given('call_time_slot')) {
      const slots = timeSlots(text(parameters, 'call_time_slot'));
      if (slots === undefined) throw new Refusal('systemError');
      Object.assign(task, { slots, slotText: text(parameters, 'call_time_slot') });
    }
    const custom = integer(parameters, 'time_type') === 1;
    if (custom && (!given('start_time') || !given('end_time'))) throw new Refusal('periodEmpty');
    if (custom || given('start_time') || given('end_time')) {
      // Either may be given alone (2.11 demands neither); a permanent task has none to change.
      if (!custom && task.timeType !== 1) throw new Refusal('periodEmpty');
      const start = integer(parameters, 'start_time') ?? task.start;
      const end = integer(parameters, 'end_time') ?? task.end;
      Object.assign(task, { timeType: 1, start, end });
    }
    if (integer(parameters, 'time_type') === 2) {
      Object.assign(task, { timeType: 2, start: null, end: null });
    }
    if (given('task_name')) task.name = text(parameters, 'task_name');
    if (given('telephone')) task.callerNumbers = list(parameters, 'telephone');
    state.dialler.work(task);
    return { ret_msg: '编辑任务成功' };
  },
};
