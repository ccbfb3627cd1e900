import { Refusal } from '../codes';
import { text } from '../parameters';
import { currentStatus, existingTask, type Endpoint } from '../sobot';

export const pauseTask: Endpoint = {
  name: 'pause_task',
  method: 'GET',
  section: '2.12',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    if (![1, 3, 4].includes(currentStatus(state, task))) throw new Refusal('notRunning');
    task.state = 'paused';
    return { ret_msg: '暂停成功' };
  },
};

export const resumeTask: Endpoint = {
  name: 'resume_task',
  method: 'GET',
  section: '2.13',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    if (currentStatus(state, task) !== 5) throw new Refusal('notPaused');
    task.state = 'open';
    state.dialler.work(task);
    return { ret_msg: '继续任务成功' };
  },
};

export const endTask: Endpoint = {
  name: 'end_task',
  method: 'GET',
  section: '2.14',
  answer(state, parameters) {
    const task = existingTask(state, text(parameters, 'taskid'));
    if (currentStatus(state, task) === 2) throw new Refusal('notRunning');
    task.state = 'finished';
    return { ret_msg: '完结成功' };
  },
};

export const deleteTask: Endpoint = {
  name: 'delete_task',
  method: 'GET',
  section: '2.16',
  answer(state, parameters) {
    existingTask(state, text(parameters, 'taskid')).state = 'deleted';
    return { ret_msg: '删除成功' };
  },
};
