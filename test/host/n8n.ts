import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEMO_PUSH_TOKEN, OWNER } from '../../demo/campaign';
import { N8nClient } from '../../n8n-server/client';
import { installIntoN8n, packPackage } from '../../n8n-server/community-package';
import { installN8n } from '../../n8n-server/install';
import { N8nServer } from '../../n8n-server/server';
import type { PackageName } from '../../packages/stage';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import { preparedUserFolder } from './pack';

/** A real n8n with this package installed, an owner signed in, and a simulator beside it. */
export interface Host {
  server: N8nServer;
  client: N8nClient;
  simulator: Simulator;
  /** What may be found nowhere in what n8n keeps; tests add the secrets they make up themselves. */
  secrets: Set<string>;
  close(): Promise<void>;
}

/** With it this package's waits in n8n pass twenty times as fast; n8n's own do not. */
const FAST_CLOCK = path.join(__dirname, 'fast-clock.cjs').replaceAll('\\', '/');

/** Long enough for the first installation on a new machine. */
export const HOST_START_MS = 15 * 60_000;

/** A simulator's options, with accounts whose secrets are looked for everywhere. */
export function hostAccounts(options: SimulatorOptions): SimulatorOptions {
  return {
    speed: 300,
    ...options,
    account: {
      appid: 'host-test-appid-71c9',
      signature: 'host-test-signature-9b3e7d',
      ...options.account,
    },
    airudder: {
      appKey: 'host-test-app-key-3d80',
      appSecret: 'host-test-app-secret-52f1',
      ...options.airudder,
    },
  };
}

/**
 * @param env more settings of n8n
 * @param which another package than the whole one
 */
export async function startHost(
  simulatorOptions: SimulatorOptions = {},
  env: Record<string, string> = {},
  which: PackageName = 'all',
): Promise<Host> {
  const installation = await installN8n((line) => console.log(line));
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-host-'));
  const simulator = await startSimulator(hostAccounts(simulatorOptions));
  const { appid, signature } = simulator.account;
  const { appKey, appSecret } = simulator.airudder.account;
  cpSync(preparedUserFolder(), folder, { recursive: true });
  if (which !== 'all') {
    const tarball = await packPackage(which);
    await installIntoN8n(tarball, folder);
    rmSync(path.dirname(tarball), { recursive: true, force: true });
  }
  const server = await N8nServer.in(installation, folder, {
    env: { NODE_OPTIONS: `--require "${FAST_CLOCK}"`, ...env },
  });
  await server.start();
  if (env.NODE_OPTIONS === undefined && !server.log().includes('FAST CLOCK')) {
    throw new Error('n8n did not load the fast clock');
  }
  const client = new N8nClient(server.url);
  await client.signIn(OWNER);
  return {
    server,
    client,
    simulator,
    secrets: new Set([appid, signature, appKey, appSecret, DEMO_PUSH_TOKEN]),
    async close() {
      await server.stop();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
