import { AS_BY_DEFAULT, Bed, contactsNode, type Installed } from './bed';
import type { Comparison } from './comparison';
import { A_ROUND, publishedTrigger, pushesASecond, VALID } from './pushes';

const PART = 'Several machines';
const CONTACTS = 10_000;

/** What n8n in queue mode does in a second, once a round. */
interface Figures {
  pushes: number[];
  contacts: number[];
}

/**
 * n8n's queue mode with two workers and two webhook processors against one of each, all on this one machine: pushes
 * that are answered in a second, and contacts a second of two campaigns that run at the same moment.
 *
 * @throws Error where PostgreSQL or Redis is not installed
 */
export async function measureSeveralMachines(
  installed: Installed,
  rounds: number,
): Promise<Comparison[]> {
  const one = await measured(installed, rounds, 1);
  const two = await measured(installed, rounds, 2);
  const row = (what: string, instead: string, figures: keyof Figures): Comparison => ({
    part: PART,
    what,
    instead,
    unit: 'a second',
    ours: two[figures],
    theirs: one[figures],
  });
  return [
    row('pushes taken by two webhook processors and two workers', 'one of each', 'pushes'),
    row(
      `contacts of two campaigns of ${CONTACTS} at the same moment, on two workers`,
      'on one worker',
      'contacts',
    ),
  ];
}

async function measured(installed: Installed, rounds: number, count: number): Promise<Figures> {
  const bed = await Bed.inQueueMode(installed, { workers: count, webhookProcessors: count });
  try {
    const urls = await publishedTrigger(bed);
    const pushes = async () => {
      const each = await Promise.all(
        urls.map(async (url) => {
          return await pushesASecond(url, VALID, 'application/json', A_ROUND / urls.length);
        }),
      );
      return each.reduce((sum, one) => sum + one, 0);
    };
    await pushes();
    const figures: Figures = { pushes: [], contacts: [] };
    for (let round = 0; round < rounds; round++) {
      figures.pushes.push(await pushes());
      figures.contacts.push(await contactsASecond(bed));
    }
    return figures;
  } finally {
    await bed.close();
  }
}

/** Two campaigns, each in a workflow and a task of its own, at the same moment. */
async function contactsASecond(bed: Bed): Promise<number> {
  const { client } = bed;
  const workflows = [];
  for (const name of ['Send', 'Send as well']) {
    const add = bed.contactAdd(await bed.newTask(), { requestsPerSecond: 1000 });
    workflows.push(await bed.workflow(name, [contactsNode(CONTACTS), add], AS_BY_DEFAULT));
  }
  const began = performance.now();
  const begun = await Promise.all(workflows.map(async (one) => await client.begin(one, 'Start')));
  for (const execution of begun) await client.finished(execution, 600_000);
  return (2 * CONTACTS) / ((performance.now() - began) / 1000);
}
