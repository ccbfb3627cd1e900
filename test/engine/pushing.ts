import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import axios from 'axios';
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import { receive, type StoredCredential } from './harness';

/** A trigger that is published, as far as its node has a say in it: it takes pushes over real HTTP. */
export interface PublishedTrigger {
  /** Posts a body as it is. */
  send(
    body: string | Buffer,
    settings?: {
      type?: string | false;
      headers?: Record<string, string>;
      query?: string;
      /** Gives up waiting for the answer. */
      until?: AbortSignal;
    },
  ): Promise<{ status: number; reply: string }>;
  /** How many runs could not be started. */
  failed: number;
  /** How many senders are gone, whether or not they were answered. */
  gone: number;
  /** Answers are given only after this, as where they wait for a run's end; a run that cannot start rejects it. */
  answersAfter?: Promise<unknown>;
  /** The outputs of each run that a push started, newest last. */
  runs: INodeExecutionData[][][];
  /** The items of all runs. */
  items(): IDataObject[];
  close(): Promise<void>;
}

let workflows = 0;

/** What n8n does around a webhook: the body stays as it came, and the node says what is answered. */
export async function publishedTrigger(
  type: INodeType,
  credential: StoredCredential,
  parameters: IDataObject = {},
): Promise<PublishedTrigger> {
  const runs: INodeExecutionData[][][] = [];
  const workflowId = `pushes-${++workflows}`;
  const server = createServer((request, response) => {
    response.once('close', () => trigger.gone++);
    const answer = async () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const query: IDataObject = {};
      for (const name of url.searchParams.keys()) {
        const values = url.searchParams.getAll(name);
        query[name] = values.length === 1 ? values[0] : values;
      }
      const asked = Object.assign(request, {
        ip: request.socket.remoteAddress?.replace('::ffff:', ''),
        query,
        body: {},
        readRawBody: async () => Object.assign(request, { rawBody: await whole(request) }),
      });
      const answered = Object.assign(response, {
        set: (name: string, value: string) => response.setHeader(name, value) && answered,
        status: (code: number) => Object.assign(answered, { statusCode: code }),
        json: (value: unknown) => response.end(JSON.stringify(value)),
      });
      const result = await receive(type, credential, parameters, asked, answered, workflowId);
      if (result.workflowData !== undefined) runs.push(result.workflowData);
      await trigger.answersAfter;
      if (result.noWebhookResponse !== true) response.end(String(result.webhookResponse ?? ''));
    };
    answer().catch((error: Error) => {
      response.statusCode = 500;
      response.end(error.message);
      trigger.failed++;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const trigger: PublishedTrigger = {
    runs,
    failed: 0,
    gone: 0,
    items: () => runs.flat(2).map(({ json }) => json),
    async send(body, settings = {}) {
      const { type: contentType = 'application/json', headers = {}, query = '', until } = settings;
      const { status, data } = await axios.post<string>(`http://127.0.0.1:${port}/${query}`, body, {
        headers: { 'content-type': contentType, ...headers },
        transformRequest: (given: unknown) => given,
        transformResponse: (given: string) => given,
        validateStatus: () => true,
        proxy: false,
        signal: until,
      });
      return { status, reply: data };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return trigger;
}

/** As n8n reads a body: inflated, and not above 16 MB. */
async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (body.length > 16 * 1024 * 1024) {
    throw Object.assign(new Error('too large'), { type: 'entity.too.large' });
  }
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}
