import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { jsonObject } from '../../../../runtime/fields/json-field';
import type { ItemOperation } from '../../../../runtime/operation/operation';
import { sobotRequest, type SobotReply } from '../../../client/request';
import { toInt, toList } from '../../../../basics/values';
import { refuseAgent } from '../../../../runtime/operation/agent-tool';
import { timeoutAndAgent, timeoutMs } from '../../../panel/timeout';

const READS = /^(?:query_|check_|calls_count)/;

/** API Request: Send, for paths of the vendor's that have no operation. */
export const sendApiRequest: ItemOperation = {
  name: 'Send',
  value: 'send',
  action: 'Send any other request',
  description:
    'Call any path of the Sobot iCall API; some of them place real calls or delete things for good',
  fields: [
    {
      displayName: 'Method',
      name: 'method',
      type: 'options',
      options: [
        { name: 'GET', value: 'GET' },
        { name: 'POST', value: 'POST' },
      ],
      default: 'GET',
      description: 'As the page of the vendor says',
    },
    {
      displayName: 'Path',
      name: 'path',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. query_task_info',
      description: 'What follows the base URL of the credential, without parameters',
    },
    {
      displayName: 'Parameters',
      name: 'parameters',
      type: 'json',
      default: '{}',
      description:
        'The parameters as JSON. The App ID and the signature are added, and everything is written the way the credential says.',
    },
    {
      displayName: 'Fetch All Pages',
      name: 'allPages',
      type: 'boolean',
      default: false,
      displayOptions: { show: { method: ['GET'] } },
      description:
        'Whether to ask for all pages of a list that has page_num and page_size, and return its entries one by one',
    },
    timeoutAndAgent,
  ],
  async runItem(context, itemIndex) {
    const method = context.getNodeParameter('method', itemIndex, 'GET') as 'GET' | 'POST';
    const endpoint = checkedPath(context.getNodeParameter('path', itemIndex, ''));
    const parameters = jsonObject(
      context.getNodeParameter('parameters', itemIndex, '{}'),
      'Parameters',
      '{"taskid": "10001816…"}',
    );
    const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
    const effect = method === 'GET' && READS.test(endpoint) ? 'read' : 'change';
    if (effect === 'change') refuseAgent(context, options);
    const send = async (more: IDataObject = {}) =>
      await sobotRequest(context, {
        method,
        endpoint,
        parameters: { ...parameters, ...more },
        effect,
        timeoutMs: timeoutMs(options),
      });
    if (method !== 'GET' || context.getNodeParameter('allPages', itemIndex, false) !== true) {
      return [{ json: (await send()) as IDataObject }];
    }
    return await everyPage(parameters, send);
  },
};

async function everyPage(
  parameters: IDataObject,
  send: (more: IDataObject) => Promise<SobotReply>,
): Promise<Array<{ json: IDataObject }>> {
  const entries: Array<{ json: IDataObject }> = [];
  let pages = 1;
  for (let number = 1; number <= pages; number++) {
    const reply = await send({ page_size: parameters.page_size ?? 15, page_num: number });
    for (const entry of toList(reply.data)) entries.push({ json: entry as IDataObject });
    pages = toInt(reply.page_count) ?? 1;
  }
  return entries;
}

/** @throws InvalidInput for anything that could lead away from the base URL */
function checkedPath(typed: unknown): string {
  const path = String(typed ?? '')
    .trim()
    .replace(/^\/+/, '');
  if (!/^[\w-]+(?:\/[\w-]+)*$/.test(path)) {
    throw new InvalidInput(
      path === '' ? '"Path" is empty' : `"Path" is not a path below the base URL: ${path}`,
      'Write only what follows the base URL, e.g. query_task_info. Parameters have a field of their own.',
    );
  }
  return path;
}
