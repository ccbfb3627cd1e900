import { zipSync } from 'fflate';
import { recording } from '../../dialling/recording';
import {
  existingTask,
  Refusal,
  text,
  type AirudderEndpoint,
  type AirudderState,
  type FileAnswer,
} from '../airudder';

/** The query is not public; the simulator takes `CallID`. */
export const callRecording: AirudderEndpoint = {
  path: '/service/cloud/case',
  method: 'GET',
  row: 'A8',
  answer(state, { query }) {
    const callId = text(query.CallID);
    const dial = state.ledger.dials.find((candidate) => candidate.callId === callId);
    if (dial === undefined) throw new Refusal(404, 'no such call');
    return asSet(state, [callId]);
  },
};

export const taskRecordings: AirudderEndpoint = {
  path: '/service/cloud/recording',
  method: 'GET',
  row: 'A9',
  answer(state, { query }) {
    const { contacts } = existingTask(state, query.TaskID).dialling;
    const callIds = contacts
      .filter(({ call }) => call !== undefined && call.answerTime !== 0)
      .map(({ call }) => call?.callId ?? '');
    if (callIds.length === 0) throw new Refusal(404, 'no recordings');
    return asSet(state, callIds);
  },
};

/** In the form the settings say: the vendor does not document which it is. */
function asSet(state: AirudderState, callIds: string[]): FileAnswer | { link: string } {
  const { recordingForm } = state.settings;
  if (recordingForm === 'link') {
    return { link: `${state.url()}/recordings/${callIds[0]}.wav` };
  }
  if (recordingForm === 'audio') return { file: recording(), type: 'audio/wav' };
  const files = Object.fromEntries(
    callIds.map((callId) => [`${callId}.wav`, new Uint8Array(recording())]),
  );
  return {
    file: Buffer.from(zipSync(files)),
    type: 'application/octet-stream',
    headers: { 'content-disposition': 'attachment; filename="recordings.zip"' },
  };
}
