import { removeWaiting } from '../../dialling/tasks';
import { existingTask, isE164, Refusal, type AirudderEndpoint } from '../airudder';

export const cancelPhoneCall: AirudderEndpoint = {
  path: '/service/cloud/cancelphonecall',
  method: 'POST',
  row: 'A4',
  answer(state, { body }) {
    const { dialling } = existingTask(state, body.TaskID);
    if (!isE164(body.CalleeNumber)) throw new Refusal(400, 'CalleeNumber is invalid');
    const canceled = removeWaiting(dialling, ({ phone }) => phone === body.CalleeNumber);
    if (canceled === 0) throw new Refusal(400, 'no such call is waiting');
    return null;
  },
};
