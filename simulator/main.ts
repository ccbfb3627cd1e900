import { parseArgs } from 'node:util';
import { DEFAULT_ACCOUNT } from './sobot/account';
import { startSimulator } from './server';

const HELP = `Simulator of Sobot iCall and AIRUDDER. It places no calls.

  npm run simulator -- [options]

  --port 9090        where it listens
  --speed 60         how many times faster than real time calls go
  --seed text        same seed, same outcomes
  --start-at ISO     when the simulated clock starts (default: 10:00 in China today)
  --body form|json   which request bodies it understands
  --strict-json      push results as strict JSON instead of the vendor's own form
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '9090' },
      speed: { type: 'string', default: '60' },
      seed: { type: 'string' },
      'start-at': { type: 'string' },
      body: { type: 'string', default: 'form' },
      'strict-json': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port ${values.port} is not a port; use a number such as 9090.`);
  }
  const startAt = values['start-at'];
  const simulator = await startSimulator({
    port,
    speed: Number(values.speed),
    seed: values.seed,
    startAt: startAt === undefined ? undefined : Date.parse(startAt),
    settings: {
      bodyFormat: values.body === 'json' ? 'json' : 'form',
      pushStyle: values['strict-json'] ? 'strict' : 'vendor',
    },
  });
  console.log(`Simulator of Sobot iCall and AIRUDDER, no calls are placed.

  Sobot iCall   Base URL    ${simulator.sobotUrl}
                App ID      ${DEFAULT_ACCOUNT.appid}
                Signature   ${DEFAULT_ACCOUNT.signature}
  AIRUDDER      Base URL    ${simulator.airudder.baseUrl()}
                App Key     ${simulator.airudder.account.appKey}
                App Secret  ${simulator.airudder.account.appSecret}
  What happened, settings, faults: ${simulator.url}/

Ctrl-C stops it.`);
}

main().catch((error: Error & { code?: string }) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? 'That port is in use (is npm start running?). Try another one: --port 9091'
      : error.message,
  );
  process.exitCode = 1;
});
