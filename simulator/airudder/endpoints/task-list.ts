import { statusWord, type AirudderEndpoint } from '../airudder';

/** Query and reply are not public; this is one way they may look. */
export const taskList: AirudderEndpoint = {
  path: '/service/cloud/list',
  method: 'GET',
  row: 'A2',
  answer: (state) => ({
    total: state.tasks.size,
    list: [...state.tasks.values()]
      .filter(({ instance }) => instance === undefined)
      .map((task) => ({
        TaskID: task.dialling.taskId,
        TaskName: task.dialling.name,
        Status: statusWord(state, task),
      })),
  }),
};
