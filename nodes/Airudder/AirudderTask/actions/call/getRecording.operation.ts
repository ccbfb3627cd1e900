import { recordingOperation } from '../../../panel/recording-operation';

/** Call: Get Recording (docs/vendors/airudder.md, A8). */
export const getCallRecording = recordingOperation({
  name: 'Get Recording',
  value: 'getRecording',
  action: 'Get recording of a call',
  description: 'Fetch the recording of one call into a binary field',
  path: '/service/cloud/case',
  query: {
    description:
      'The parameters of the vendor\'s page "Obtain a Call Recording" as JSON. AIRUDDER does not publish their names; ask for them.',
    byDefault: '{}',
  },
});
