import type { IDataObject } from 'n8n-workflow';
import { toText } from '../../basics/values';
import type { ItemOperation } from '../../runtime/operation/operation';
import { jsonField, jsonValue, timeout } from './fields';
import { fileOptions, fileWish, outputField, outputFieldName } from './file-fields';
import { fetchRecording } from '../resources/recording';

/** An operation that fetches recordings into a binary field. */
export function recordingOperation({
  path,
  query,
  ...names
}: Pick<ItemOperation, 'name' | 'value' | 'action' | 'description'> & {
  path: string;
  query: { description: string; byDefault: string };
}): ItemOperation {
  return {
    ...names,
    fields: [
      jsonField('Query Parameters', 'query', query.description, query.byDefault),
      outputField,
      {
        displayName: 'Options',
        name: 'options',
        type: 'collection',
        placeholder: 'Add Option',
        default: {},
        options: [...fileOptions, timeout.option],
      },
    ],
    async runItem(context, itemIndex) {
      const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
      const { json } = context.getInputData()[itemIndex];
      const known = [json.taskId, json.contactId, json.callId].map(toText);
      const name = ['recording', ...known.filter((part) => part !== null)].join('_');
      const files = await fetchRecording(
        context,
        {
          path,
          query: jsonValue(context, 'query', 'Query Parameters', itemIndex),
          timeoutMs: timeout.milliseconds(options),
        },
        fileWish(options, name),
      );
      const field = outputFieldName(context, itemIndex);
      const binary = Object.fromEntries(
        files.map((file, index) => [index === 0 ? field : `${field}${index + 1}`, file]),
      );
      return [{ json: { ...json }, binary }];
    },
  };
}
