import path from 'node:path';
import type { Execution, ExecutionItem } from '../../n8n-server/client';
import { listen, send, type Listening } from '../host/listening';
import { hostileBodies } from './hostile-bodies';
import { HOST_START_MS, startHost, type Host } from '../host/n8n';
import { keepsSecrets } from '../host/secrets';
import { until } from '../until';
import { credentialData } from '../../demo/campaign';
import { EXAMPLE_EVENTS } from '../../simulator/airudder/events';
import { looked } from '../trust-counts';
import { fixture } from '../unit/fixtures';

/** All that n8n may keep; with more it would end, and answer nothing. Buffers of bodies come on top. */
const HEAP_MB = 1_024;
const MOST_MEMORY_MB = 2 * HEAP_MB;

const WATCH = path.join(__dirname, 'watch-prototypes.cjs');

/**
 * Each trigger, with a push that it understands. All of them read a body in the same way, so `npm run test:long` sends
 * every body to one of them, every third to another and one in ten to the others; `npm test` sends fewer.
 */
const [ALL, SOME, FEW] = process.env.LONG === '1' ? [1, 3, 10] : [5, 11, 29];
const TRIGGERS: Array<[trigger: string, good: string, oneIn: number]> = [
  ['sobotICallTrigger', fixture('sobot-push.raw'), ALL],
  ['airudderTaskTrigger', JSON.stringify(EXAMPLE_EVENTS.task.callCompleted(1)), FEW],
  [
    'airudderWorkflowTrigger',
    JSON.stringify(EXAMPLE_EVENTS.workflow.contactListCompleted(1)),
    SOME,
  ],
  ['airudderInboundTrigger', JSON.stringify(EXAMPLE_EVENTS.inbound.inboundCallEnded(1)), FEW],
  ['airudderChatbotTrigger', JSON.stringify(EXAMPLE_EVENTS.chatbot.sessionEnded(1)), FEW],
];

const bodies = hostileBodies();

let host: Host;
beforeAll(async () => {
  host = await startHost(
    {},
    { NODE_OPTIONS: `--require=${WATCH} --max-old-space-size=${HEAP_MB}` },
  );
  await host.client.createCredential('Sobot', 'sobotICallApi', credentialData(host.simulator));
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

it('there are enough of them, each with a name of its own', () => {
  expect(bodies.length).toBeGreaterThanOrEqual(200);
  expect(new Set(bodies.map(({ name }) => name)).size).toBe(bodies.length);
});

describe.each(TRIGGERS)('%s', (trigger, good, oneIn) => {
  let listening: Listening;

  /** What comes out of the push that it understands, without the moment it came. */
  const understood = async (key: string) => {
    await send(`${listening.url}?key=${key}`, good);
    let items: ExecutionItem[] = [];
    await until(async () => {
      const [newest] = await newestExecution(listening);
      if (newest?.status !== 'success') return false;
      items = (newest.data.resultData.runData.Trigger[0].data?.main ?? []).flatMap(
        (some) => some ?? [],
      );
      return items.some(({ json }) => (json.query as { key?: string }).key === key);
    });
    return items.map(({ json }) => ({ ...json, receivedAt: null, query: null }));
  };

  beforeAll(async () => {
    listening = await listen(
      host,
      {
        type: `n8n-nodes-calling-campaigns.${trigger}`,
        path: trigger.startsWith('sobot') ? 'sobot' : 'airudder',
      },
      { authentication: 'none', additionalOptions: { ignoreRepeats: false } },
    );
  }, 60_000);

  it('answers every hostile body, and is as before afterwards', async () => {
    const first = await understood('before');
    expect(first).toHaveLength(1);

    const unanswered: string[] = [];
    const some = bodies.filter(({ everywhere }, at) => everywhere === true || at % oneIn === 0);
    looked({ 'hostile bodies': some.length });
    for (const { name, body, contentType, headers } of some) {
      const answer = await send(listening.url, body, contentType || false, headers).catch(
        () => undefined,
      );
      if (answer === undefined) unanswered.push(name);
    }
    expect(unanswered).toEqual([]);

    expect(await understood('after')).toEqual(first);
    expect(host.server.memoryMb()).toBeLessThan(MOST_MEMORY_MB);
    expect(host.server.log()).toContain('WATCHING PROTOTYPES');
    expect(host.server.log()).not.toContain('POLLUTED');
  }, 300_000);
});

/** Read alone: what the largest bodies left behind is too much for n8n to send at once. */
async function newestExecution({ workflow }: Listening): Promise<Execution[]> {
  for await (const page of host.client.pagesOfExecutions(workflow.id, 1)) return page;
  return [];
}

// Five times the largest bodies are more than n8n can hand out within its memory.
keepsSecrets(() => host, { readable: false });
