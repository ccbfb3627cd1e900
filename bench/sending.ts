import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Simulator } from '../simulator/server';

const BATCH = 200;

/** One size of campaign, sent by Contact: Add and by the least that could do it. */
export interface SendingRow {
  contacts: number;
  latencyMs: number;
  /** Best times of the rounds, in milliseconds. */
  ours: number;
  bare: number;
}

/**
 * Sends contacts into a task of their own each time, in turn by Contact: Add (all options as they are, but for the
 * pace) and by a bare script, and takes the best of the rounds of each.
 *
 * @param newTask makes an empty task. @returns its id
 * @param send runs Contact: Add over so many contacts. @returns n8n's own time for the node, in milliseconds
 */
export async function measureSending(
  simulator: Simulator,
  sizes: Array<{ contacts: number; latencyMs: number; rounds: number }>,
  newTask: () => Promise<string>,
  send: (taskId: string, contacts: number) => Promise<number>,
): Promise<SendingRow[]> {
  const rows: SendingRow[] = [];
  for (const { contacts, latencyMs, rounds } of sizes) {
    const row = { contacts, latencyMs, ours: Infinity, bare: Infinity };
    for (let round = 0; round < rounds; round++) {
      simulator.faults.clear();
      if (latencyMs > 0) {
        simulator.faults.add({
          endpoint: 'add_task_data',
          kind: 'delay',
          milliseconds: latencyMs,
          times: Infinity,
        });
      }
      row.ours = Math.min(row.ours, await send(await newTask(), contacts));
      row.bare = Math.min(row.bare, await bare(simulator, await newTask(), contacts));
      simulator.ledger.clear();
    }
    rows.push(row);
  }
  simulator.faults.clear();
  return rows;
}

/** In a process of its own, so that the simulator can answer meanwhile. */
async function bare(simulator: Simulator, taskId: string, contacts: number): Promise<number> {
  const { appid, signature } = simulator.account;
  const script = path.join(__dirname, 'bare.mjs');
  const args = [script, simulator.sobotUrl, appid, signature, taskId, contacts, BATCH].map(String);
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, stdout) => {
      if (error) reject(error);
      else resolve(Number(stdout.trim()));
    });
  });
}

/** The rows as text. */
export function sendingTable(rows: SendingRow[]): string {
  return rows
    .map(({ contacts, latencyMs, ours, bare: least }) =>
      [
        `  ${String(contacts).padStart(7)} contacts, vendor answers ${latencyMs === 0 ? 'at once' : `in ${latencyMs} ms`}`.padEnd(
          50,
        ),
        `${Math.round(ours)} ms`.padStart(10),
        `${least} ms`.padStart(10),
        (ours / least).toFixed(2).padStart(7),
      ].join(''),
    )
    .join('\n');
}
