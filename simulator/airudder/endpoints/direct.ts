import { WholeReply, type AirudderEndpoint } from '../airudder';

/** One call of the predictive dialer's direct API, whose code for success is 0. */
export const queryTaskList: AirudderEndpoint = {
  path: '/service/callcenter/call/predict/querytasklist',
  method: 'POST',
  row: 'D6',
  answer: (_state, { body }) =>
    new WholeReply(
      typeof body.limit === 'number'
        ? { code: 0, message: 'successfully', body: { list: [] } }
        : { code: 10502, message: 'limit is empty' },
    ),
};
