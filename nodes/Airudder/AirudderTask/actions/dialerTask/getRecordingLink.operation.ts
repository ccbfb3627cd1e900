import type { IDataObject } from 'n8n-workflow';
import { toFields, toText } from '../../../../basics/values';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { dialerRequest } from '../../../resources/dialer-tasks';
import { requiredText, timeout } from '../../../panel/fields';

/** Dialer Task: Get Recording Link (D9). */
export const getDialerRecordingLink: ItemOperation = {
  name: 'Get Recording Link',
  value: 'getRecordingLink',
  action: 'Get recording link of a dialer call',
  description: 'Fetch the link to the recording of a call that an agent answered',
  fields: [
    {
      displayName: 'Call ID',
      name: 'callId',
      type: 'string',
      required: true,
      default: '={{ $json.callId }}',
      placeholder: 'e.g. {{ $json.callId }}',
      description: 'The ID of the call, as Dialer Task: Get and the pushes give it',
    },
    timeout.only,
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const callId = requiredText(context, 'callId', 'Call ID', itemIndex);
    const { body } = await dialerRequest(context, {
      call: 'case/recording',
      body: { callid: callId },
      effect: 'read',
      timeoutMs: timeout.milliseconds(options),
    });
    return [{ json: { callId, recordingUrl: toText(toFields(body).link) } }];
  },
};
