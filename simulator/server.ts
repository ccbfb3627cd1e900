import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { addAirudder, type Airudder } from './airudder/routes';
import { SimulatedClock } from './clock';
import { addControlRoutes } from './control';
import { Dialler } from './dialling/dialler';
import { Faults } from './faults';
import { Ledger } from './ledger';
import { Pusher } from './pusher';
import { addRecordingRoutes } from './recordings';
import { DEFAULT_SETTINGS, type Settings } from './settings';
import type { Simulator, SimulatorOptions } from './simulator';
import { DEFAULT_ACCOUNT, type Account } from './sobot/account';
import { pushBody } from './sobot/push';
import { addSobotRoutes, SOBOT_PATH } from './sobot/routes';
import type { SobotState } from './sobot/sobot';
import { realTimers } from './timers';

export type { Simulator, SimulatorOptions } from './simulator';

/** Starts the vendors' stand-in. It places no calls and sends nothing beyond the push URLs it is given. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const initial: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const settings: Settings = { ...initial };
  const timers = options.timers ?? realTimers;
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
    { templates: account.templates, callIdsBegin: 'soboticall' },
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
    timers,
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
    airudder: undefined as unknown as Airudder,
    resume() {
      for (const task of state.tasks.values()) dialler.work(task);
      simulator.airudder.resume();
    },
    reset() {
      clock.stop();
      pusher.stop();
      state.tasks.clear();
      dialler.planned.clear();
      simulator.airudder.reset();
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
  addSobotRoutes(app, state, faults, seed);
  const airudder = addAirudder(app, {
    account: options.airudder,
    settings,
    clock,
    ledger,
    faults,
    pusher,
    seed,
    url: () => url,
    timers,
  });
  simulator.airudder = airudder;
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
