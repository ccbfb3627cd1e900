import { Refusal, WholeReply, text, type AirudderEndpoint, type AirudderState } from '../airudder';

/** The 60 direct codes are public knowledge, these two among them; the cloud's messages are our own. */
export const auth: AirudderEndpoint = {
  path: '/service/cloud/auth',
  method: 'POST',
  row: 'X1',
  open: true,
  answer(state, { body }) {
    if (text(body.APPKey) !== state.account.appKey) throw new Refusal(401, 'APPKey is invalid');
    if (text(body.APPSecret) !== state.account.appSecret) {
      throw new Refusal(401, 'APPSecret is invalid');
    }
    return { token: state.tokens.issue() };
  },
};

export const directAuth: AirudderEndpoint = {
  path: '/service/callcenter/call/predict/auth',
  method: 'POST',
  row: 'D4',
  open: true,
  answer: (state, { body }) => new WholeReply(directLogin(state, body)),
};

function directLogin(state: AirudderState, body: Record<string, unknown>): Record<string, unknown> {
  if (text(body.APPKey) !== state.account.appKey) return { code: 10301, message: 'bad app key' };
  if (text(body.APPSecret) !== state.account.appSecret) {
    return { code: 10302, message: 'account verification failed' };
  }
  return { code: 0, message: 'successfully', body: { token: state.tokens.issue() } };
}
