import { recordingOperation } from '../../../panel/recording-operation';

/** Recording: Get for Task (docs/vendors/airudder.md, A9). */
export const getTaskRecordings = recordingOperation({
  name: 'Get for Task',
  value: 'getForTask',
  action: 'Get recordings for a task',
  description: 'Fetch the recordings of a whole task into a binary field, usually as a zip',
  path: '/service/cloud/recording',
  query: {
    description:
      'The parameters of the vendor\'s page "Obtain Task Recordings" as JSON. The task ID under the name TaskID is to be expected, but not confirmed.',
    byDefault: '={ "TaskID": "{{ $json.taskId }}" }',
  },
});
