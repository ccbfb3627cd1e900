import { existingTask, Refusal, text, type AirudderEndpoint } from '../airudder';

/** The body is not public; the simulator takes `TaskID` and `Operation`: `stop`. */
export const operation: AirudderEndpoint = {
  path: '/service/cloud/operation',
  method: 'POST',
  row: 'A3',
  answer(state, { body }) {
    const task = existingTask(state, body.TaskID);
    if (text(body.Operation) !== 'stop') throw new Refusal(400, 'Operation is unknown');
    task.canceled = true;
    task.dialling.state = 'finished';
    return null;
  },
};
