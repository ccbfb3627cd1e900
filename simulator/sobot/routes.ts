import type { FastifyInstance, FastifyRequest } from 'fastify';
import seedrandom from 'seedrandom';
import type { Faults } from '../faults';
import { withoutToken } from '../pusher';
import { serve } from '../serve';
import { CODES, envelope, Refusal } from './codes';
import { endpoints } from './endpoints';
import { readParameters, text, type Parameters } from './parameters';
import type { Endpoint, SobotState } from './sobot';

export const SOBOT_PATH = '/api/icall/5/task/';

/** The routes of Sobot iCall. */
export function addSobotRoutes(
  app: FastifyInstance,
  state: SobotState,
  faults: Faults,
  seed: string,
): void {
  const jitter = seedrandom(`${seed} jitter`);
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: `${SOBOT_PATH}${endpoint.name}`,
      handler: async (request, reply) => {
        const number = ++state.request;
        return await serve(request, reply, {
          endpoint: endpoint.name,
          ledger: state.ledger,
          number,
          fault: faults.next(endpoint.name),
          later: state.timers.later.bind(state.timers),
          refusal: (code = CODES.systemError[0]) => ({
            code,
            body: JSON.stringify({ ret_code: code, ret_msg: '系统未知错误' }),
          }),
          async answer() {
            const { body, code, parameters } = await answer(request, endpoint, state, number);
            return {
              body: JSON.stringify(state.settings.jitter ? jittered(body, jitter) : body),
              code,
              parameters: withoutCredentials(parameters),
            };
          },
        });
      },
    });
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

/** Parameters as the ledger shows them: without credentials, and without the token in a push URL. */
function withoutCredentials(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => name !== 'appid' && name !== 'signature')
      .map(([name, value]) => [name, name === 'push_url' ? withoutToken(String(value)) : value]),
  );
}

/**
 * Changes scalars at random between number and text, as the vendor's own endpoints do (docs/vendors/sobot-icall.md,
 * R2).
 */
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
