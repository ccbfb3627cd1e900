import { readFileSync } from 'node:fs';
import path from 'node:path';
import autocannon from 'autocannon';
import { DEMO_PUSH_TOKEN, webhookIsThere } from '../demo/campaign';
import type { WorkflowNode } from '../n8n-server/client';
import { chain, node, SOBOT_TRIGGER } from '../n8n-server/workflow-parts';
import { UNSAVED, type Bed } from './bed';
import { compare, type Comparison } from './comparison';

const PART = 'Pushes';
const AT_ONCE = 16;
/** So many pushes are timed together. */
export const A_ROUND = 128;

/** In a body, what makes each push another one. */
const NUMBER = 'PUSH-NUMBER';

export const VALID = `{"result":{"data":{"detail":{"callid":"${NUMBER}","status":2},"msg":[]},"ret_code":"000000"}}`;

/** Our trigger against n8n's Webhook node, each before a node that does nothing, with the same bodies. */
export async function measurePushes(bed: Bed, rounds: number): Promise<Comparison[]> {
  const [ours] = await publishedTrigger(bed);
  const [theirs] = await published(bed, webhookNode(), '');
  const comparisons: Comparison[] = [];
  for (const { what, body, type, ratioAtLeast } of bodies()) {
    for (const url of [ours, theirs]) await pushesASecond(url, body, type);
    comparisons.push(
      await compare(
        {
          part: PART,
          what: `Sobot iCall Trigger takes ${what}`,
          instead: "n8n's Webhook node takes the same",
          unit: 'a second',
          aim: { ratioAtLeast },
        },
        rounds,
        async () => await pushesASecond(ours, body, type),
        async () => await pushesASecond(theirs, body, type),
      ),
    );
  }
  return comparisons;
}

/** Publishes our trigger, with the token of the credential. @returns its address at each place where pushes arrive */
export async function publishedTrigger(bed: Bed): Promise<string[]> {
  const credentials = { sobotICallApi: bed.sobotCredential };
  const trigger = node('Trigger', SOBOT_TRIGGER, {}, { credentials, webhookId: 'bench-trigger' });
  return await published(bed, trigger, `/sobot?token=${DEMO_PUSH_TOKEN}`);
}

/** Publishes a workflow of a trigger and a node that does nothing. */
export async function published(bed: Bed, trigger: WorkflowNode, end: string): Promise<string[]> {
  const { client } = bed;
  const pushes = chain(
    `Pushes into ${trigger.type}`,
    trigger,
    node('Nothing', 'n8n-nodes-base.noOp', {}),
  );
  const workflow = await client.createWorkflow({ ...pushes, settings: UNSAVED });
  await client.publish(workflow);
  const urls = bed.webhookUrls.map((url) => `${url}/webhook/${trigger.webhookId}${end}`);
  for (const url of urls) await webhookIsThere(url);
  return urls;
}

/** @throws Error when a push is not taken */
export async function pushesASecond(
  url: string,
  body: string,
  contentType: string,
  amount = A_ROUND,
): Promise<number> {
  const began = performance.now();
  let answered = began;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url,
      amount,
      connections: AT_ONCE,
      method: 'POST',
      headers: { 'content-type': contentType },
      requests: [
        {
          setupRequest: (request) => ({
            ...request,
            body: body.replaceAll(NUMBER, `bench-${++pushed}`),
          }),
        },
      ],
    };
    const running = autocannon(options, (error: Error | null, all) =>
      error === null ? resolve(all) : reject(error),
    );
    // Its own clock ticks in whole seconds.
    running.on('response', () => {
      answered = performance.now();
    });
  });
  if (result.non2xx + result.errors > 0) {
    throw new Error(`of ${amount} pushes ${result.non2xx} were refused, ${result.errors} lost`);
  }
  return amount / ((answered - began) / 1000);
}

let pushed = 0;

/** The vendor's own sample is no JSON, which n8n's Webhook node takes only if it says to be text. */
function bodies() {
  const sample = readFileSync(path.join(__dirname, '../test/fixtures/sobot-push.raw'), 'utf8');
  const callId = /"callid":"(\w+)"/.exec(sample)?.[1] ?? '';
  return [
    { what: 'valid JSON', body: VALID, type: 'application/json', ratioAtLeast: 0.95 },
    {
      what: "the vendor's own sample, which is not JSON",
      body: sample.replaceAll(callId, NUMBER),
      type: 'text/plain',
      ratioAtLeast: 0.9,
    },
  ];
}

/** n8n's own node, which keeps a body as it came. */
export function webhookNode(): WorkflowNode {
  const parameters = { httpMethod: 'POST', path: 'bench-webhook', options: { rawBody: true } };
  const more = { typeVersion: 2, webhookId: 'bench-webhook' };
  return node('Webhook', 'n8n-nodes-base.webhook', parameters, more);
}
