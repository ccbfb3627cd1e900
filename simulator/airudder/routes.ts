import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SimulatedClock } from '../clock';
import { Dialler } from '../dialling/dialler';
import type { Faults } from '../faults';
import type { Ledger } from '../ledger';
import type { Pusher } from '../pusher';
import { serve, type Answer } from '../serve';
import type { Settings } from '../settings';
import { DEFAULT_AIRUDDER_ACCOUNT, type AirudderAccount } from './account';
import {
  Refusal,
  WholeReply,
  type AirudderEndpoint,
  type AirudderState,
  type FileAnswer,
  type Received,
} from './airudder';
import { endpoints } from './endpoints';
import { EventPusher, pushCallEvents } from './events';
import type { Timers } from '../timers';
import { Tokens } from './tokens';
import { decrypt, encrypt, signed } from './transport';

/** The simulated AIRUDDER, for tests and for the control routes. */
export interface Airudder {
  account: AirudderAccount;
  tokens: Tokens;
  state: AirudderState;
  events: EventPusher;
  /** What goes into the credential's Base URL. */
  baseUrl(): string;
  resume(): void;
  reset(): void;
}

/** The routes of AIRUDDER, below `/service`. */
export function addAirudder(
  app: FastifyInstance,
  parts: {
    account: Partial<AirudderAccount> | undefined;
    settings: Settings;
    clock: SimulatedClock;
    ledger: Ledger;
    faults: Faults;
    pusher: Pusher;
    seed: string;
    url: () => string;
    timers: Timers;
  },
): Airudder {
  const { settings, clock, ledger, faults, pusher, seed, url, timers } = parts;
  const account = { ...DEFAULT_AIRUDDER_ACCOUNT, ...parts.account };
  const templates = account.robots.map(({ id, name, opening }) => ({
    templateid: id,
    template_name: name,
    content: opening,
    record: '',
  }));
  const events = new EventPusher(settings, pusher);
  const dialler = new Dialler(
    clock,
    settings,
    { templates, callIdsBegin: '' },
    ledger,
    seed,
    url,
    (dialling, contact) => {
      const task = state.tasks.get(dialling.taskId);
      if (task !== undefined) pushCallEvents(events, state, task, contact);
    },
  );
  const state: AirudderState = {
    account,
    settings,
    clock,
    timers,
    ledger,
    dialler,
    tokens: new Tokens(clock),
    tasks: new Map(),
    instances: new Map(),
    dialerTasks: new Map(),
    url,
    request: 0,
  };

  for (const endpoint of endpoints) {
    const name = endpoint.path.split('/').pop() ?? '';
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: async (request, reply) =>
        await serve(request, reply, serving(request, endpoint, name)),
    });
  }
  app.all('/service/*', async (request, reply) => {
    const path = request.url.split('?')[0];
    const row = Object.entries(settings.unknownPaths).find(([, known]) => known === path)?.[0];
    const name = path.split('/').pop() ?? '';
    const unknown: AirudderEndpoint = {
      path,
      method: request.method as 'GET' | 'POST',
      row: row ?? '',
      answer(_state, received) {
        if (row === undefined) throw new Refusal(404, 'no such path');
        return { row, method: request.method, ...received };
      },
    };
    return await serve(request, reply, serving(request, unknown, name));
  });

  function serving(request: FastifyRequest, endpoint: AirudderEndpoint, name: string) {
    const number = ++state.request;
    return {
      endpoint: name,
      ledger,
      number,
      fault: faults.next(name),
      later: timers.later.bind(timers),
      refusal: (code = '500') => ({
        code,
        body: JSON.stringify({ code: Number(code), status: 'FAIL', message: 'simulated' }),
      }),
      expire: () => state.tokens.expire(),
      answer: async () => answer({ ...state, request: number }, request, endpoint),
    };
  }

  return {
    account,
    tokens: state.tokens,
    state,
    events,
    baseUrl: url,
    resume() {
      const tasks = [...state.tasks.values(), ...state.dialerTasks.values()];
      for (const { dialling } of tasks) dialler.work(dialling);
    },
    reset() {
      state.tasks.clear();
      state.instances.clear();
      state.dialerTasks.clear();
      dialler.planned.clear();
      state.tokens.expire();
      state.tokens.logins = 0;
    },
  };
}

function answer(state: AirudderState, request: FastifyRequest, endpoint: AirudderEndpoint): Answer {
  let received: Received = { query: {}, body: {} };
  try {
    received = read(state, request, endpoint);
    const data = endpoint.answer(state, received);
    if (isFile(data)) {
      return {
        body: data.file,
        type: data.type,
        headers: data.headers,
        code: '200',
        parameters: shown(received),
      };
    }
    const reply =
      data instanceof WholeReply ? data.reply : { data: data ?? null, status: 'OK', code: 200 };
    return envelope(state, reply, shown(received));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    const refused = envelope(state, { code, status: 'FAIL', message }, shown(received));
    const asStatus = code === 401 && !endpoint.open && state.settings.unauthorizedAs === 'status';
    return asStatus ? { ...refused, status: 401 } : refused;
  }
}

/** Reads a request as strictly as docs/vendors/airudder.md allows, and checks its token. */
function read(state: AirudderState, request: FastifyRequest, endpoint: AirudderEndpoint): Received {
  const { aesKey } = state.settings;
  if (!String(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new Refusal(400, 'Content-Type must be application/json');
  }
  const [scheme, token, more] = String(request.headers.authorization ?? '').split(' ');
  const known = scheme === 'Token' && more === undefined && state.tokens.isValid(token ?? '');
  if (endpoint.open !== true && !known) throw new Refusal(401, 'token invalid or expired');

  const sentQuery = request.raw.url?.split('?').slice(1).join('?') ?? '';
  const sentBody = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  const sent = endpoint.method === 'GET' ? sentQuery : sentBody;
  const plain = aesKey === '' || sent === '' ? sent : opened(request, sent, aesKey);
  if (endpoint.method === 'GET') {
    return { query: Object.fromEntries(new URLSearchParams(plain)), body: {} };
  }
  return { query: Object.fromEntries(new URLSearchParams(sentQuery)), body: jsonBody(plain) };
}

function opened(request: FastifyRequest, sent: string, key: string): string {
  if (request.headers['is-encrypted'] !== '1') throw new Refusal(400, 'request is not encrypted');
  const plain = attempt(() => decrypt(sent, key));
  if (plain === undefined || signed(plain) !== request.headers.signed) {
    throw new Refusal(400, 'decryption or signature failed');
  }
  return plain;
}

function jsonBody(text: string): Record<string, unknown> {
  const value = attempt(() => JSON.parse(text || '{}') as unknown);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'body is not a JSON object');
  }
  return value as Record<string, unknown>;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function envelope(
  { settings }: AirudderState,
  reply: Record<string, unknown>,
  parameters: Record<string, unknown>,
): Answer {
  const json = JSON.stringify(reply);
  const code = String(reply.code);
  if (settings.aesKey === '') return { body: json, code, parameters };
  return {
    body: encrypt(json, settings.aesKey),
    headers: { 'Is-Encrypted': '1', Signed: signed(json) },
    code,
    parameters,
  };
}

/** Parameters as the ledger shows them: without credentials, and without addresses that hold a token. */
function shown({ query, body }: Received): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...query, ...body }).filter(
      ([name]) => !/^(?:APPKey|APPSecret|callback)$/.test(name),
    ),
  );
}

function isFile(data: unknown): data is FileAnswer {
  return typeof data === 'object' && data !== null && Buffer.isBuffer((data as FileAnswer).file);
}
