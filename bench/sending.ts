import { execFile } from 'node:child_process';
import path from 'node:path';
import { contactsNode, type Bed } from './bed';
import { compare, type Comparison } from './comparison';

const PART = 'Sending';
const BATCH = 200;

/** Campaigns that are sent for real. */
const CAMPAIGNS = [
  { contacts: 1_000, latencyMs: 0, options: { requestsPerSecond: 1000 } },
  { contacts: 10_000, latencyMs: 0, options: { requestsPerSecond: 1000 } },
  { contacts: 100_000, latencyMs: 0, options: { requestsPerSecond: 1000 }, ratioAtMost: 5 },
  { contacts: 100_000, latencyMs: 50, options: {}, ratioAtMost: 1.2 },
];

/**
 * Contact: Add with n8n's memory against a bare script that posts the same batches, which looks at nothing, remembers
 * nothing and waits for nobody; and its time a contact in large campaigns against that in smaller ones.
 */
export async function measureSending(bed: Bed, rounds: number): Promise<Comparison[]> {
  const sent: Comparison[] = [];
  for (const { contacts, latencyMs, options, ratioAtMost } of CAMPAIGNS) {
    bed.answersAfter('add_task_data', latencyMs);
    const pace = 'requestsPerSecond' in options ? ', 1,000 requests a second' : ', default options';
    const answers = latencyMs === 0 ? 'at once' : `in ${latencyMs} ms`;
    const described = {
      part: PART,
      what: `Contact: Add, ${contacts} contacts${pace}; the vendor answers ${answers}`,
      instead: 'a bare script that posts the same batches',
      unit: 'ms' as const,
      ...(ratioAtMost === undefined ? {} : { aim: { ratioAtMost } }),
    };
    sent.push(
      await compare(
        described,
        rounds,
        async () => {
          const add = bed.contactAdd(await bed.newTask(), options);
          const nodes = [contactsNode(contacts), add];
          return await bed.timeOf(await bed.workflow(`Send ${contacts}`, nodes), 'Add');
        },
        async () => {
          const time = await bare(bed, await bed.newTask(), contacts);
          bed.simulator.ledger.clear();
          return time;
        },
      ),
    );
  }
  bed.answersAfter('add_task_data', 0);
  return [...sent, growth(sent[0], sent[1], sent[2])];
}

/** What each further contact costs, from 10,000 to 100,000 against from 1,000 to 10,000. */
function growth(small: Comparison, middle: Comparison, large: Comparison): Comparison {
  const cost = (from: Comparison, to: Comparison, contacts: number) =>
    to.ours.map((time, round) => ((time - from.ours[round]) / contacts) * 1000);
  return {
    part: PART,
    what: 'a thousand contacts more, from 10,000 to 100,000',
    instead: 'the same from 1,000 to 10,000',
    unit: 'ms',
    ours: cost(middle, large, 90_000),
    theirs: cost(small, middle, 9_000),
    aim: { ratioAtMost: 1.15 },
  };
}

/** In a process of its own, so that the simulator can answer meanwhile. */
async function bare({ simulator }: Bed, taskId: string, contacts: number): Promise<number> {
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
