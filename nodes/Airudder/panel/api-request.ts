import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { textOf } from '../../basics/values';
import { flag } from '../../runtime/fields/option-values';
import { agentMayCallOption, refuseAgent } from '../../runtime/operation/agent-tool';
import type { ItemOperation } from '../../runtime/operation/operation';
import { catalogue, pageAddress, type CatalogueRow, type EndpointGroup } from './catalogue';
import { jsonField, jsonValue, timeout } from './fields';
import { fileOptions, fileWish, outputField, outputFieldName } from './file-fields';
import { airudderFileRequest } from '../client/request';

const OTHER = 'other';

const GROUP_NAMES: Record<EndpointGroup, string> = {
  token: 'Token',
  task: 'Task',
  plan: 'Plan',
  workflow: 'Workflow',
  dialer: 'Predictive Dialer',
  inbound: 'Inbound',
  chatbot: 'Chatbot',
  encryption: 'Encryption',
};

/**
 * API Request: Send, for the calls of some groups of the vendor's table of contents and for any other path
 * below `/service`. What is not public is asked for, never guessed.
 */
export function apiRequestOperation(groups: EndpointGroup[]): ItemOperation {
  const rows = catalogue.filter(
    ({ group, kind, path }) => kind === 'call' && groups.includes(group) && !isLogin(path ?? ''),
  );
  const idsOf = (wanted: (row: CatalogueRow) => boolean) => rows.filter(wanted).map(({ id }) => id);
  const withoutPath = [...idsOf(({ path }) => path === null), OTHER];
  const withoutMethod = [...idsOf(({ method }) => method === null), OTHER];
  const onlyGet = idsOf(({ method }) => method === 'GET');

  return {
    name: 'Send',
    value: 'send',
    action: 'Send any other request',
    description: 'Call any path of the AIRUDDER API; some of them place real calls',
    fields: [
      {
        displayName: 'Endpoint',
        name: 'endpoint',
        type: 'options',
        options: [
          ...rows
            .map((row) => ({
              name: `${GROUP_NAMES[row.group]}: ${row.title}`,
              value: row.id,
              description: described(row),
            }))
            .sort((a, b) => a.name.localeCompare(b.name)),
          {
            name: 'Other',
            value: OTHER,
            description: 'Any path below /service',
          },
        ].sort((a, b) => a.name.localeCompare(b.name)),
        default: OTHER,
        description:
          "The vendor's own table of contents. Where its path is not public, read it from the vendor's page and type it in.",
      },
      {
        displayName: 'Method',
        name: 'method',
        type: 'options',
        options: [
          { name: 'GET', value: 'GET' },
          { name: 'POST', value: 'POST' },
        ],
        default: 'POST',
        displayOptions: { show: { endpoint: withoutMethod } },
        description: "As the vendor's page says",
      },
      {
        displayName: 'Path',
        name: 'path',
        type: 'string',
        required: true,
        default: '',
        placeholder: 'e.g. /service/cloud/list',
        displayOptions: { show: { endpoint: withoutPath } },
        description:
          "The path from the vendor's page: it begins with /service/ and holds no parameters",
      },
      jsonField('Query Parameters', 'query', 'What stands in the address behind the path, as JSON'),
      {
        ...jsonField('Body', 'body', 'What a POST request carries, as JSON'),
        displayOptions: { hide: { endpoint: onlyGet } },
      },
      outputField,
      {
        displayName: 'Options',
        name: 'options',
        type: 'collection',
        placeholder: 'Add Option',
        default: {},
        options: [
          agentMayCallOption,
          ...fileOptions.slice(0, 1),
          {
            displayName: 'Only Reads',
            name: 'onlyReads',
            type: 'boolean',
            default: false,
            description:
              'Whether a POST request changes nothing, so that it may be repeated when its reply is lost. Never turn it on for a request that places calls.',
          },
          ...fileOptions.slice(1),
          timeout.option,
        ] as INodeProperties[],
      },
    ],
    async runItem(context, itemIndex) {
      const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
      const chosen = context.getNodeParameter('endpoint', itemIndex, OTHER) as string;
      const row = rows.find(({ id }) => id === chosen);
      if (row === undefined && chosen !== OTHER) {
        throw new InvalidInput(
          `There is no endpoint "${chosen}"`,
          'Choose the endpoint again from the list.',
        );
      }
      const method =
        row?.method ?? (context.getNodeParameter('method', itemIndex, 'POST') as 'GET' | 'POST');
      const path = row?.path ?? checkedPath(context.getNodeParameter('path', itemIndex, ''));
      const reads =
        method === 'GET' || row?.reads === true || flag(options, 'onlyReads', 'Only Reads');
      if (!reads) refuseAgent(context, options);
      const received = await airudderFileRequest(
        context,
        {
          method,
          path,
          query: jsonValue(context, 'query', 'Query Parameters', itemIndex),
          body: method === 'POST' ? jsonValue(context, 'body', 'Body', itemIndex) : undefined,
          effect: reads ? 'read' : 'change',
          timeoutMs: timeout.milliseconds(options),
        },
        fileWish(options, nameOfReply(path)),
      );
      return [
        'file' in received
          ? withFile(context, itemIndex, received.file)
          : { json: received.reply as IDataObject },
      ];
    },
  };
}

function withFile(
  context: IExecuteFunctions,
  itemIndex: number,
  file: Awaited<ReturnType<IExecuteFunctions['helpers']['prepareBinaryData']>>,
) {
  return {
    json: { ...context.getInputData()[itemIndex].json },
    binary: { [outputFieldName(context, itemIndex)]: file },
  };
}

function described(row: CatalogueRow): string {
  const page = pageAddress(row);
  if (page === undefined) return requestLine(row);
  const name = row.page === undefined ? 'Probably this page' : 'Page';
  return `${requestLine(row)}. ${name}: ${page}`;
}

function requestLine({ method, path }: CatalogueRow): string {
  if (path !== null) return `${method} ${path}`;
  return method === null ? 'Method and path are not public' : `${method}; its path is not public`;
}

function nameOfReply(path: string): string {
  return path.split('/').pop() ?? 'reply';
}

/** @throws InvalidInput for anything that could lead away from the vendor's API */
function checkedPath(typed: unknown): string {
  const path = `/${textOf(typed)}`.replace(/^\/+/, '/');
  if (!/^\/service(?:\/[\w-]+)+$/.test(path)) {
    throw new InvalidInput(
      path === '/' ? '"Path" is empty' : `"Path" is not a path of the AIRUDDER API: ${path}`,
      "Copy it from the vendor's page: it begins with /service/, e.g. /service/cloud/list. Parameters have fields of their own.",
    );
  }
  if (isLogin(path)) {
    throw new InvalidInput(
      `"Path" is a login: ${path}`,
      'The credential logs in by itself. Here, its secret would be stored with the workflow and the token with the execution.',
    );
  }
  return path;
}

/** Logging in is for the credential, so that neither secret nor token becomes data of a workflow. */
function isLogin(path: string): boolean {
  return path.endsWith('/auth');
}
