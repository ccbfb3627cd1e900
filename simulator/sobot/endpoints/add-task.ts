import { randomUUID } from 'node:crypto';
import { Refusal } from '../codes';
import { integer, list, text, type Parameters } from '../parameters';
import { freeRobots, type Endpoint, type SobotState } from '../sobot';
import type { Task } from '../../dialling/tasks';

export const addTask: Endpoint = {
  name: 'add_task',
  method: 'POST',
  section: '2.5',
  answer(state, parameters) {
    const task = newTask(state, parameters);
    state.tasks.set(task.taskId, task);
    return { data: { taskid: task.taskId }, ret_msg: '创建任务成功' };
  },
};

function newTask(state: SobotState, parameters: Parameters): Task {
  const templateId = text(parameters, 'templateid');
  if (templateId === '') throw new Refusal('templateEmpty');
  const name = text(parameters, 'task_name');
  if (name === '') throw new Refusal('nameEmpty');
  const callerNumbers = list(parameters, 'telephone');
  if (callerNumbers.length === 0) throw new Refusal('callerEmpty');
  const timeType = integer(parameters, 'time_type');
  if (timeType !== 1 && timeType !== 2) throw new Refusal('validityEmpty');
  const start = moment(parameters, 'start_time');
  const end = moment(parameters, 'end_time');
  if (timeType === 1 && (start === null || end === null)) throw new Refusal('periodEmpty');
  const robots = integer(parameters, 'robot_num');
  if (robots === undefined || robots < 1 || robots > freeRobots(state)) {
    throw new Refusal('robotsInvalid');
  }
  const slotText = text(parameters, 'call_time_slot');
  if (slotText === '') throw new Refusal('slotEmpty');
  const slots = timeSlots(slotText);
  if (!state.account.templates.some(({ templateid }) => templateid === templateId)) {
    throw new Refusal('taskOrTemplateInvalid');
  }
  // No return code is documented for these; a vendor that misses them can only fail.
  if (integer(parameters, 'line_type') !== 1 || integer(parameters, 'task_status') !== 0) {
    throw new Refusal('systemError');
  }
  if (slots === undefined) throw new Refusal('systemError');
  const pushUrl = text(parameters, 'push_url');
  if (pushUrl !== '' && integer(parameters, 'push_type') === undefined) {
    throw new Refusal('systemError');
  }
  return {
    taskId: `10001${randomUUID().replaceAll('-', '')}`,
    createdAt: state.timers.now(),
    name,
    templateId,
    callerNumbers,
    robots,
    timeType,
    start: timeType === 1 ? start : null,
    end: timeType === 1 ? end : null,
    slots,
    slotText,
    pushUrl,
    pushType: integer(parameters, 'push_type') ?? 2,
    numberHide: integer(parameters, 'number_hide') ?? 0,
    state: 'open',
    contacts: [],
    firstOfId: new Map(),
    called: [],
    busy: 0,
    cursor: 0,
  };
}

function moment(parameters: Parameters, name: string): number | null {
  const value = text(parameters, name);
  return /^\d{13}$/.test(value) ? Number(value) : null;
}

/** `9:00-12:00,13:00-20:00` in minutes; undefined when it is not of that form. */
export function timeSlots(value: string): Array<[number, number]> | undefined {
  const slots = value.split(',').map((slot): [number, number] | undefined => {
    const parts = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(slot.trim());
    if (parts === null) return undefined;
    const [from, to] = [
      Number(parts[1]) * 60 + Number(parts[2]),
      Number(parts[3]) * 60 + Number(parts[4]),
    ];
    return from < to && to <= 1440 ? [from, to] : undefined;
  });
  return slots.some((slot) => slot === undefined) ? undefined : (slots as Array<[number, number]>);
}
