import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import seedrandom from 'seedrandom';
import { SimulatedClock } from './clock';
import { addControlRoutes } from './control';
import { Dialler } from './dialling/dialler';
import { Faults, HTML_PAGE, type Fault } from './faults';
import { Ledger } from './ledger';
import { Pusher, withoutToken } from './pusher';
import { addRecordingRoutes } from './recordings';
import { DEFAULT_SETTINGS, type Settings } from './settings';
import { DEFAULT_ACCOUNT, type Account } from './sobot/account';
import { CODES, envelope, Refusal } from './sobot/codes';
import { endpoints } from './sobot/endpoints';
import { readParameters, text, type Parameters } from './sobot/parameters';
import { pushBody } from './sobot/push';
import type { Endpoint, SobotState } from './sobot/sobot';

export const SOBOT_PATH = '/api/icall/5/task/';

export interface SimulatorOptions {
  /** 0 takes a free one. */
  port?: number;
  /** How many times faster than real time calls go. */
  speed?: number;
  /** Epoch milliseconds at which the simulated clock starts; if left out, it is always office hours. */
  startAt?: number;
  /** Same seed, same outcomes. */
  seed?: string;
  account?: Partial<Account>;
  settings?: Partial<Settings>;
}

/** A running simulator. Everything here is also reachable over HTTP below `/control`. */
export interface Simulator {
  /** `http://127.0.0.1:9090` */
  url: string;
  /** What goes into the credential's Base URL. */
  sobotUrl: string;
  account: Account;
  settings: Settings;
  clock: SimulatedClock;
  ledger: Ledger;
  faults: Faults;
  dialler: Dialler;
  state: SobotState;
  /** Starts calls that a changed setting had held back. */
  resume(): void;
  /** Forgets tasks, ledger, faults and plans, and goes back to the settings it started with. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts the vendors' stand-in. It places no calls and sends nothing beyond the push URLs it is given. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const initial: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const settings: Settings = { ...initial };
  const account: Account = { ...DEFAULT_ACCOUNT, ...options.account };
  const clock = new SimulatedClock(options.startAt, options.speed ?? 60);
  const ledger = new Ledger();
  const faults = new Faults();
  const pusher = new Pusher(settings, ledger);
  const seed = options.seed ?? 'calling campaigns';
  const app = Fastify({ bodyLimit: 64 * 1024 * 1024, forceCloseConnections: true });
  let url = '';

  const dialler = new Dialler(
    clock,
    settings,
    account,
    ledger,
    seed,
    () => url,
    (task, contact) => {
      const { call } = contact;
      const due =
        task.pushUrl !== '' &&
        call !== undefined &&
        (task.pushType === 1
          ? call.plan.transferred
          : contact.status === 2 || settings.pushUnanswered);
      if (!due) return;
      const { contactId } = contact;
      const body = pushBody(task, contact, call, settings.pushStyle);
      pusher.push({ url: task.pushUrl, body, contactId, callId: call.callId });
    },
  );
  const state: SobotState = {
    account,
    settings,
    clock,
    ledger,
    dialler,
    tasks: new Map(),
    request: 0,
  };

  const simulator: Simulator = {
    url: '',
    sobotUrl: '',
    account,
    settings,
    clock,
    ledger,
    faults,
    dialler,
    state,
    resume() {
      for (const task of state.tasks.values()) dialler.work(task);
    },
    reset() {
      clock.stop();
      pusher.stop();
      state.tasks.clear();
      dialler.planned.clear();
      faults.clear();
      ledger.clear();
      Object.assign(settings, initial);
    },
    async close() {
      clock.stop();
      pusher.stop();
      await app.close();
    },
  };

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const jitter = seedrandom(`${seed} jitter`);
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: `${SOBOT_PATH}${endpoint.name}`,
      handler: async (request, reply) =>
        await serve(request, reply, endpoint, state, faults.next(endpoint.name), jitter),
    });
  }
  addRecordingRoutes(app, ledger);
  addControlRoutes(app, simulator, pusher);

  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  url = address(app);
  simulator.url = url;
  simulator.sobotUrl = `${url}${SOBOT_PATH}`;
  return simulator;
}

function address(app: FastifyInstance): string {
  const { port } = app.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** Answers one request, or lets a fault get in its way. */
async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
  state: SobotState,
  fault: Fault | undefined,
  jitter: () => number,
): Promise<FastifyReply> {
  const number = ++state.request;
  const record = (code: string | null, parameters: Parameters) =>
    state.ledger.requests.push({
      number,
      endpoint: endpoint.name,
      method: request.method,
      contentType: String(request.headers['content-type'] ?? ''),
      parameters: withoutCredentials(parameters),
      code,
      fault: fault?.kind ?? null,
    });

  switch (fault?.kind) {
    case 'resetBefore':
      record(null, {});
      request.raw.socket.resetAndDestroy();
      return reply.hijack();
    case 'silenceBefore':
      record(null, {});
      return reply.hijack();
    case 'statusBefore':
      record(null, {});
      return failWith(reply, fault);
    case 'code':
      record(fault.code ?? CODES.systemError[0], {});
      return reply.send({ ret_code: fault.code ?? CODES.systemError[0], ret_msg: '系统未知错误' });
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds ?? 1_000));
  }

  const { body, code, parameters } = await answer(request, endpoint, state, number);
  record(code, parameters);
  const sent = JSON.stringify(state.settings.jitter ? jittered(body, jitter) : body);

  switch (fault?.kind) {
    case 'resetAfter':
      request.raw.socket.resetAndDestroy();
      return reply.hijack();
    case 'silenceAfter':
      return reply.hijack();
    case 'statusAfter':
      return failWith(reply, fault);
    case 'html':
      return reply.type('text/html').send(HTML_PAGE);
    case 'truncate':
      return reply.type('application/json').send(sent.slice(0, Math.floor(sent.length / 2)));
    default:
      return reply.type('application/json;charset=UTF-8').send(sent);
  }
}

async function answer(
  request: FastifyRequest,
  endpoint: Endpoint,
  state: SobotState,
  number: number,
): Promise<{ body: Record<string, unknown>; code: string; parameters: Parameters }> {
  let parameters: Parameters = {};
  try {
    parameters = await readParameters(request, state.settings);
    const known =
      text(parameters, 'appid') === state.account.appid &&
      text(parameters, 'signature') === state.account.signature;
    if (!known) throw new Refusal('badCredentials');
    const body = envelope(await endpoint.answer({ ...state, request: number }, parameters));
    return { body, code: CODES.success[0], parameters };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { body: envelope({}, error.code), code: CODES[error.code][0], parameters };
  }
}

function failWith(reply: FastifyReply, fault: Fault): FastifyReply {
  return reply
    .status(fault.status ?? 500)
    .headers(fault.headers ?? {})
    .type(fault.headers?.['content-type'] ?? 'text/html')
    .send(fault.body ?? HTML_PAGE);
}

/** Parameters as the ledger shows them: without credentials, and without the token in a push URL. */
function withoutCredentials(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => name !== 'appid' && name !== 'signature')
      .map(([name, value]) => [name, name === 'push_url' ? withoutToken(String(value)) : value]),
  );
}

/** Changes scalars at random between number and text, as the vendor's own endpoints do (R2). */
function jittered(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((entry) => jittered(entry, random));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [
        name,
        name === 'ret_code' ? entry : jittered(entry, random),
      ]),
    );
  }
  if (random() < 0.5) return value;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value;
}
