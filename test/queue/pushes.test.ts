import { webhookIsThere } from '../../demo/campaign';
import { keepsSecrets } from '../host/secrets';
import { until } from '../until';
import { HOST_START_MS } from '../host/n8n';
import { publishResults, startCluster, type ClusterHost } from './host';
import { inParallel } from '../../nodes/basics/parallel';

const PUSHES = 500;
const AT_ONCE = 20;

let host: ClusterHost;
let workflowId: string;
let url: string;
let round = 0;

beforeAll(async () => {
  host = await startCluster();
  const { workflow, urls } = await publishResults(host, 'results-in-queue-mode');
  workflowId = workflow.id;
  [url] = urls;
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

/** A result in the form in which Sobot prints it, which is no JSON. */
const result = (callId: string) =>
  `{"result":{"data":{"msg":[],"detail":{"callid":"${callId}","caller":02180344315,"outid":"c-1","tel":16000000001,"status":2}},"ret_code":000000}}`;

/** Pushes results until all are sent or nobody answers. @returns the calls that were answered with 200 */
async function push(callIds: string[], meanwhile?: (answered: number) => void): Promise<string[]> {
  const answered: string[] = [];
  await inParallel(callIds, AT_ONCE, async (callId) => {
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: result(callId),
    }).catch(() => undefined);
    if (reply?.status === 200) answered.push(callId);
    meanwhile?.(answered.length);
  });
  return answered;
}

/** The calls for which a workflow ran to its end. */
async function handled(): Promise<Set<string>> {
  const calls = new Set<string>();
  for await (const page of host.client.pagesOfExecutions(workflowId, 100)) {
    for (const { status, data } of page) {
      const items = data.resultData.runData.Keep?.[0].data?.main[0] ?? [];
      if (status === 'success') for (const { json } of items) calls.add(String(json.callId));
    }
  }
  return calls;
}

describe('the webhook processor ends in the middle of pushes', () => {
  it.each(['stop', 'kill'] as const)(
    '%s: every push that was answered starts its workflow, and the others can come again',
    async (end) => {
      const calls = Array.from({ length: PUSHES }, (_, at) => `call-${round}-${at}`);
      round++;
      let ended: Promise<void> | undefined;
      const answered = await push(calls, (count) => {
        if (count >= PUSHES / 3) ended ??= host.cluster.webhooks[end]();
      });
      await ended;
      expect(answered.length).toBeGreaterThanOrEqual(PUSHES / 3);
      const lost = async () => {
        const done = await handled();
        return answered.filter((callId) => !done.has(callId));
      };
      await until(async () => (await lost()).length === 0, 120_000).catch(() => undefined);
      expect(await lost()).toEqual([]);

      await host.cluster.webhooks.start();
      await webhookIsThere(url);
      const rest = calls.filter((callId) => !answered.includes(callId));
      expect(await push(rest)).toHaveLength(rest.length);
      await until(async () => {
        const done = await handled();
        return calls.every((callId) => done.has(callId));
      }, 120_000);
    },
    400_000,
  );
});

keepsSecrets(() => host);
