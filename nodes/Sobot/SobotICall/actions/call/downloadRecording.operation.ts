import type { IDataObject } from 'n8n-workflow';
import { download } from '../../../../runtime/files/download';
import { AUDIO_EXTENSIONS, extensionInLink } from '../../../../runtime/files/file-names';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { wholeNumber } from '../../../../runtime/fields/option-values';
import { tidyLink } from '../../../resources/call-result';
import { normalisedBaseUrl, SOBOT_CREDENTIAL } from '../../../client/credential';
import { textOf, toText } from '../../../../basics/values';

const BOUNDS = {
  sizeLimit: { byDefault: 100, least: 1, most: 2048 },
  timeout: { byDefault: 120, least: 1, most: 3600 },
  waitSeconds: { byDefault: 30, least: 0, most: 120 },
};

/** Call: Download Recording: the file behind a call result's recording link (docs/vendors/sobot-icall.md, R26). */
export const downloadRecording: ItemOperation = {
  name: 'Download Recording',
  value: 'downloadRecording',
  action: 'Download recording of a call',
  description: 'Fetch the recording of a call into a binary field',
  fields: [
    {
      displayName: 'Recording URL',
      name: 'recordingUrl',
      type: 'string',
      required: true,
      default: '={{ $json.recordingUrl }}',
      placeholder: 'e.g. {{ $json.recordingUrl }}',
      description:
        'The recording link of a call result. Fetch it soon: Sobot does not say how long it lasts.',
    },
    {
      displayName: 'Output Data Field Name',
      name: 'outputField',
      type: 'string',
      required: true,
      default: 'data',
      placeholder: 'e.g. data',
      hint: 'The field of the output item that will hold the file',
      description: 'Name of the field for the recording',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        {
          displayName: 'File Name',
          name: 'fileName',
          type: 'string',
          default: '',
          placeholder: 'e.g. {{ $json.contactId }}.wav',
          description: 'Name of the file; empty makes one of date, task, contact and call',
        },
        {
          displayName: 'Size Limit',
          name: 'sizeLimit',
          type: 'number',
          typeOptions: { minValue: 1, maxValue: 2048 },
          default: 100,
          description: 'How many megabytes a recording may have',
        },
        {
          displayName: 'Timeout',
          name: 'timeout',
          type: 'number',
          typeOptions: { minValue: 1, maxValue: 3600 },
          default: 120,
          description: 'How many seconds to wait for the recording, and then for more of it',
        },
        {
          displayName: 'Wait for File',
          name: 'waitSeconds',
          type: 'number',
          typeOptions: { minValue: 0, maxValue: 120 },
          default: 30,
          description: 'How many seconds to look again while the recording is not there yet',
        },
      ],
    },
  ],
  async runItem(context, itemIndex) {
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const number = (name: keyof typeof BOUNDS, displayName: string) =>
      wholeNumber(options, name, displayName, BOUNDS[name]);
    const field =
      String(context.getNodeParameter('outputField', itemIndex, 'data')).trim() || 'data';
    const url = tidyLink(context.getNodeParameter('recordingUrl', itemIndex, '')) ?? '';
    const credential = await context.getCredentials(SOBOT_CREDENTIAL);
    const { json } = context.getInputData()[itemIndex];
    const file = await download(context, {
      url,
      nameFor: (contentType) => toText(options.fileName) ?? fileName(json, url, contentType),
      maxBytes: number('sizeLimit', 'Size Limit') * 1024 * 1024,
      waitMs: number('waitSeconds', 'Wait for File') * 1000,
      timeoutMs: number('timeout', 'Timeout') * 1000,
      trustedHost: new URL(normalisedBaseUrl(credential.baseUrl) ?? 'https://localhost').host,
    });
    return [{ json: { ...json }, binary: { [field]: file } }];
  },
};

/** `2026-03-01_task_contact_call.wav`, from whatever of it the item holds. */
function fileName(json: IDataObject, url: string, contentType: string): string {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(textOf(json.startTime))?.[0];
  const parts = [date, toText(json.taskId), toText(json.contactId), toText(json.callId)]
    .filter((part) => part !== undefined && part !== null)
    .map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-'));
  const extension = AUDIO_EXTENSIONS[contentType] ?? extensionInLink(url) ?? 'wav';
  return `${parts.join('_') || 'recording'}.${extension}`;
}
