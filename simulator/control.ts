import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EXAMPLE_EVENTS, type TriggerName } from './airudder/events';
import type { CallPlan } from './dialling/call-model';
import type { Fault } from './faults';
import type { Pusher } from './pusher';
import type { Simulator } from './simulator';
import type { Settings } from './settings';

/** The routes below `/control`: read what happened, change settings, inject faults, set the clock. */
export function addControlRoutes(app: FastifyInstance, simulator: Simulator, pusher: Pusher): void {
  app.get('/', async () => ({
    what: 'Simulator of Sobot iCall and AIRUDDER for n8n-nodes-calling-campaigns. It places no calls.',
    sobotBaseUrl: simulator.sobotUrl,
    airudderBaseUrl: simulator.airudder.baseUrl(),
    control: [
      'GET /control/ledger',
      'GET /control/settings',
      'POST /control/settings',
      'POST /control/faults',
      'POST /control/plans',
      'POST /control/clock',
      'POST /control/airudder/events',
      'POST /control/flush',
      'POST /control/reset',
    ],
  }));

  app.get('/control/ledger', async () => simulator.ledger);

  app.get('/control/settings', async () => simulator.settings);

  app.post('/control/settings', async (request) => {
    Object.assign(simulator.settings, json<Partial<Settings>>(request));
    simulator.resume();
    return simulator.settings;
  });

  app.post('/control/faults', async (request) => {
    simulator.faults.add(json<Fault>(request));
    return { ok: true };
  });

  app.post('/control/plans', async (request) => {
    const plans = json<Record<string, Partial<CallPlan>>>(request);
    for (const [contactId, plan] of Object.entries(plans)) {
      simulator.dialler.planned.set(contactId, plan);
      simulator.airudder.state.dialler.planned.set(contactId, plan);
    }
    return { ok: true };
  });

  app.post('/control/clock', async (request) => {
    const now = Date.parse(json<{ now: string }>(request).now);
    if (Number.isNaN(now)) return { error: 'now is not a date' };
    simulator.clock.set(now);
    simulator.resume();
    return { now: new Date(simulator.clock.now()).toISOString() };
  });

  app.post('/control/airudder/events', async (request, reply) => {
    const { trigger, event, times = 1 } = json<EventRequest>(request);
    const known = Object.keys(EXAMPLE_EVENTS[trigger] ?? {});
    if (!known.includes(event)) {
      return reply.status(400).send({ error: `events of ${trigger}: ${known.join(', ')}` });
    }
    for (let time = 0; time < times; time++) simulator.airudder.events.example(trigger, event);
    return { ok: true };
  });

  app.post('/control/flush', async () => {
    pusher.flush();
    return { ok: true };
  });

  app.post('/control/reset', async () => {
    simulator.reset();
    return { ok: true };
  });
}

interface EventRequest {
  trigger: TriggerName;
  event: string;
  times?: number;
}

function json<T>(request: FastifyRequest): T {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '{}';
  return JSON.parse(text || '{}') as T;
}
