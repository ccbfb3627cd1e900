import { existingTask, isE164, Refusal, type AirudderEndpoint } from '../airudder';

export const cancelPhoneCall: AirudderEndpoint = {
  path: '/service/cloud/cancelphonecall',
  method: 'POST',
  row: 'A4',
  answer(state, { body }) {
    const { dialling } = existingTask(state, body.TaskID);
    if (!isE164(body.CalleeNumber)) throw new Refusal(400, 'CalleeNumber is invalid');
    const waiting = dialling.contacts.filter(
      ({ phone, status }) => phone === body.CalleeNumber && status === 0,
    );
    if (waiting.length === 0) throw new Refusal(400, 'no such call is waiting');
    dialling.contacts = dialling.contacts.filter((contact) => !waiting.includes(contact));
    dialling.cursor = 0;
    return null;
  },
};
