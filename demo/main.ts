import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { N8nClient } from '../n8n-server/client';
import { packPackage } from '../n8n-server/community-package';
import { installN8n } from '../n8n-server/install';
import { freePort } from '../n8n-server/ports';
import { N8nServer } from '../n8n-server/server';
import { startSimulator } from '../simulator/server';
import {
  allResultsAreIn,
  OWNER,
  setUpCampaign,
  TABLE,
  type Campaign,
  type ContactRow,
} from './campaign';

const HELP = `Runs a calling campaign on a real n8n, with a simulator in place of Sobot iCall and AIRUDDER. No calls are placed.

  npm start                 stays up until Ctrl-C
  npm start -- --once       ends after the campaign; exit code 0 if every contact got its result
`;

const USUAL_N8N_PORT = 5678;
const USUAL_SIMULATOR_PORT = 9090;

const started = Date.now();

function tell(line: string): void {
  console.log(`[${String(Math.round((Date.now() - started) / 1000)).padStart(3)} s] ${line}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }

  const installation = await installN8n(tell);
  tell('Building and packing the node (about 15 seconds) …');
  const tarball = await packPackage();
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-demo-'));
  const simulator = await startSimulator({ port: await freePort(USUAL_SIMULATOR_PORT), speed: 60 });
  const server = await N8nServer.create(installation, folder, tarball, { port: USUAL_N8N_PORT });
  const stop = async () => {
    await server.stop();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(path.dirname(tarball), { recursive: true, force: true });
  };
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });

  const campaign = async () => {
    tell(`Starting n8n ${installation.version} (about 20 seconds) …`);
    await server.start();
    const client = new N8nClient(server.url);
    await client.signIn(OWNER);
    tell('Importing the example workflows …');
    const workflows = await setUpCampaign(client, simulator);
    await client.run(workflows.contacts, 'Run Once');
    tell('Starting the campaign: the simulated phones ring (about 20 seconds) …');
    if (!values.once) tell(`Watch it in a browser: ${workflows.reportUrl}`);
    const run = await client.run(workflows.start, 'Start');
    if (run.status !== 'success') {
      throw new Error(
        `The campaign did not start: ${run.data.resultData.error?.message ?? run.status}`,
      );
    }
    const rows = await allResultsAreIn(client);
    tell('Every contact has its result.');
    console.log(summary(rows));
    return workflows;
  };

  try {
    const workflows = await Promise.race([campaign(), interrupted]);
    if (workflows === undefined) throw new Error('Interrupted before the campaign was over.');
    if (!values.once) {
      console.log(addresses(server.url, simulator.url, workflows));
      await interrupted;
    }
  } finally {
    if (!values.once) tell('Stopping n8n and the simulator …');
    await stop();
  }
}

function summary(rows: ContactRow[]): string {
  const count = (matches: (row: ContactRow) => boolean) => String(rows.filter(matches).length);
  const intentions = () => {
    const counts = new Map<string, number>();
    for (const row of rows) {
      for (const value of (row.intention ?? '').split(', ').filter((label) => label !== '')) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    return [...counts]
      .sort((a, b) => b[1] - a[1])
      .map(([name, times]) => `${name} ${times}`)
      .join(', ');
  };
  const lines: Array<[string, string]> = [
    ['Contacts', String(rows.length)],
    ['Submitted', count((row) => row.submission === 'submitted')],
    ['Answered', count((row) => row.outcome === 'answered')],
    ['Unreached', count((row) => ['noAnswer', 'busy', 'poweredOff'].includes(row.outcome ?? ''))],
    ['Declined', count((row) => row.outcome === 'rejected')],
    ['Dead number', count((row) => ['suspended', 'vacant'].includes(row.outcome ?? ''))],
    ['Intentions', intentions()],
    ['Recordings', count((row) => Boolean(row.recording))],
  ];
  return `\n${lines.map(([name, value]) => `  ${name.padEnd(12)}${value}`).join('\n')}\n`;
}

function addresses(n8n: string, simulator: string, workflows: Campaign): string {
  return `  Open n8n            ${n8n}
  Sign in             ${OWNER.email}  ${OWNER.password}
  The campaign        ${n8n}/workflow/${workflows.start.id}
  The results         ${n8n}/workflow/${workflows.results.id}
  For AIRUDDER        ${n8n}/workflow/${workflows.reminder.id} (press Execute workflow)
  How it went         ${workflows.reportUrl}
  The table           Data tables › ${TABLE}
  What the simulator did (technical)   ${simulator}/control/ledger

  Nothing leaves this machine. What you change in this n8n is gone when you press Ctrl-C.
`;
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`\n${error.message}`);
    process.exit(1);
  },
);
