import fastify, { type FastifyInstance } from 'fastify';
import { setUpCampaign, type Campaign } from '../../demo/campaign';
import { exampleNumber } from '../engine/airudder';
import { changed, publishLeads, taskForSingleCalls, type LeadForm } from './leads';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';

let host: Host;
let campaign: Campaign;
let task: object;

beforeAll(async () => {
  host = await startHost();
  campaign = await setUpCampaign(host.client, host.simulator);
  task = await taskForSingleCalls(host, campaign);
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

const NO_ANSWER = { status: 3, talking: 0, intentions: [], conversation: [] };

const GOOD_CALL = {
  status: 2,
  talking: 5_000,
  intentions: ['Interested'],
  conversation: [{ by: 'customer' as const, text: 'Yes, please', at: 1_000 }],
};

describe('15: a new lead is called within a minute', () => {
  let form: LeadForm;
  beforeAll(async () => {
    form = await publishLeads(host, campaign, task, false);
  }, 60_000);

  it('tells sales who is interested, with what was said, and calls nobody twice on a day', async () => {
    const before = host.simulator.ledger.dials.length;
    host.simulator.dialler.planned.set(exampleNumber(1), GOOD_CALL);
    await form.fillIn('Ana', exampleNumber(1));
    const [first] = await form.runs(1);
    expect(first.data.resultData.error).toBeUndefined();
    const [said] = first.data.resultData.runData['Tell Sales'][0].data?.main[0] ?? [];
    expect(said.json.message).toMatch(
      /^Ana \(\+12005550*1\) is interested: a new kitchen\. .*Yes, please/s,
    );

    await form.fillIn('Ana', exampleNumber(1));
    await form.runs(2);
    expect(host.simulator.ledger.dials).toHaveLength(before + 1);
  }, 120_000);

  it('has those called by hand who were not reached', async () => {
    host.simulator.dialler.planned.set(exampleNumber(2), NO_ANSWER);
    await form.fillIn('Ben', exampleNumber(2));
    const done = await form.runs(3);
    const messages = done.flatMap(({ data }) =>
      (data.resultData.runData['Call by Hand'] ?? []).flatMap(
        (run) => run.data?.main[0]?.map(({ json }) => json.message) ?? [],
      ),
    );
    expect(messages).toEqual([
      expect.stringMatching(/^Ben .* did not reach anybody \(noAnswer\)\.$/),
    ]);
  }, 120_000);
});

/** A chat model that says what the test tells it to, over the protocol that most have. */
async function scriptedModel(
  script: (messages: Array<{ role: string; content?: unknown }>) => object,
): Promise<{ url: string; app: FastifyInstance; seen: Array<Record<string, unknown>> }> {
  const app = fastify();
  const seen: Array<Record<string, unknown>> = [];
  app.post('/v1/chat/completions', async (request) => {
    const body = request.body as { messages: Array<{ role: string; content?: unknown }> };
    seen.push(body);
    return {
      id: 'chat-1',
      object: 'chat.completion',
      created: 1,
      model: 'scripted',
      choices: [{ index: 0, finish_reason: 'stop', message: script(body.messages) }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    };
  });
  return { url: `${await app.listen({ port: 0, host: '127.0.0.1' })}/v1`, app, seen };
}

describe('16: an agent that calls a customer back', () => {
  const arguments_ = (contact: number) => ({
    contact_id: `agent-${contact}`,
    phone: exampleNumber(contact),
    name: 'Ana',
  });

  /** Asks the agent, whose model calls the tool so often and then repeats what the tool said last. */
  async function ask(contact: number, options: object, calls = 1, guards?: object) {
    const model = await scriptedModel((messages) => {
      const answers = messages.filter(({ role }) => role === 'tool');
      if (answers.length >= calls) {
        return { role: 'assistant', content: `The tool said: ${String(answers.at(-1)?.content)}` };
      }
      const call = { name: 'Call_a_Customer', arguments: JSON.stringify(arguments_(contact)) };
      return {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: `call-${answers.length}`, type: 'function', function: call }],
      };
    });
    try {
      const credential = await host.client.createCredential('Scripted model', 'openAiApi', {
        apiKey: 'none',
        url: model.url,
        header: false,
      });
      const chat = {
        type: 'n8n-nodes-base.set',
        typeVersion: 3.4,
        parameters: {
          mode: 'raw',
          jsonOutput: JSON.stringify({ chatInput: 'Please call me', sessionId: 's' }),
        },
      };
      const workflow = await changed(host, campaign.agent, ({ name, parameters }) =>
        name === 'Chat'
          ? chat
          : name === 'Model'
            ? { credentials: { openAiApi: credential } }
            : name === 'Call a Customer'
              ? {
                  parameters: {
                    ...parameters,
                    task,
                    options: { ...(parameters.options as object), ...options },
                    ...(guards === undefined ? {} : { guards }),
                  },
                }
              : {},
      );
      workflow.nodes.push({
        id: 'start',
        name: 'Start',
        type: 'n8n-nodes-base.manualTrigger',
        typeVersion: 1,
        position: [-200, 0],
        parameters: {},
      });
      workflow.connections.Start = { main: [[{ node: 'Chat', type: 'main', index: 0 }]] };
      const run = await host.client.run(await host.client.createWorkflow(workflow), 'Start');
      expect(run.data.resultData.error).toBeUndefined();
      const [item] = run.data.resultData.runData.Agent.at(-1)?.data?.main[0] ?? [];
      return { said: String(item?.json.output), model };
    } finally {
      await model.app.close();
    }
  }

  const dialled = (contact: number) =>
    host.simulator.ledger.dials.filter(({ contactId }) => contactId === `agent-${contact}`);

  it('calls nobody until a person allows it, and says why', async () => {
    const { said, model } = await ask(11, {});
    expect(said).toContain('Nobody was called');
    expect(said).toContain('Agent May Place Calls');
    expect(dialled(11)).toEqual([]);
    const [{ tools }] = model.seen as Array<{ tools: Array<{ function: object }> }>;
    expect(tools[0].function).toMatchObject({
      description: expect.stringContaining('Calls one customer by phone'),
      parameters: { required: expect.arrayContaining(['contact_id', 'phone', 'name']) },
    });
  }, 120_000);

  it('calls and says what came of it; a second try with the same ID does not ring again', async () => {
    host.simulator.dialler.planned.set(exampleNumber(12), GOOD_CALL);
    const { said } = await ask(12, { agentMayCall: true }, 2);
    expect(said).toContain('"outcome":"answered"');
    expect(said).toContain('Interested');
    expect(dialled(12)).toHaveLength(1);
  }, 120_000);

  it('is kept by guards, and told from when on it may call', async () => {
    const list = { doNotCall: { list: { numbers: exampleNumber(13) } } };
    const { said } = await ask(13, { agentMayCall: true }, 1, list);
    expect(said).toContain('notAllowed');
    expect(said).toContain('must not be called');
    expect(dialled(13)).toEqual([]);
  }, 120_000);
});

keepsSecrets(() => host);
