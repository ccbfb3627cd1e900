import { currentStatus, isShown, type Endpoint } from '../sobot';

export const queryTask: Endpoint = {
  name: 'query_task',
  method: 'GET',
  section: '2.10',
  answer: (state) => ({
    data: [...state.tasks.values()]
      .filter((task) => task.state !== 'deleted' && isShown(state, task))
      .map((task) => ({
        task_name: task.name,
        task_status: currentStatus(state, task),
        taskid: task.taskId,
      })),
    ret_msg: '继续任务成功',
  }),
};
