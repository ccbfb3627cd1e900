import type { WorkflowNode } from '../n8n-server/client';
import { node } from '../n8n-server/workflow-parts';
import { contactsNode, type Bed } from './bed';
import { inTurn, type Comparison } from './comparison';

const PART = 'Preparing';
const CONTACTS = 100_000;

/** A do-not-call list of a thousand numbers. */
const LISTED = Array.from(
  { length: 1_000 },
  (_, at) => `+86 160 ${String(at * 97).padStart(8, '0')}`,
).join();

/** What happens to contacts before the first is sent, against a node of n8n's that changes every item. */
export async function measurePreparing(bed: Bed, rounds: number): Promise<Comparison[]> {
  const task = await bed.newTask();
  const dry = (more: Record<string, unknown>) => bed.contactAdd(task, { dryRun: true }, more);
  const measured: Array<[what: string, node: WorkflowNode]> = [
    ['Contact: Add prepares 100,000 contacts, by field name', dry({})],
    [
      'Contact: Add prepares 100,000 contacts, with a dragged field',
      dry({ contactIdField: '={{ $json.id }}' }),
    ],
    [
      'Contact: Add prepares 100,000 contacts, with an expression for each',
      dry({ contactIdField: '={{ $json.id + "" }}' }),
    ],
    [
      'Contact: Check sorts 100,000 contacts by all four guards, with a list of 1,000 numbers',
      bed.sobot('Check', {
        resource: 'contact',
        operation: 'check',
        guards: {
          attempts: { limits: { callsADay: 1, lastCallField: 'last' } },
          callingHours: { hours: { from: '09:00', until: '20:00', days: 'monToSat' } },
          consent: { rule: { field: 'name', must: 'filled' } },
          doNotCall: { list: { numbers: LISTED } },
        },
      }),
    ],
  ];
  const renameKeys = node('Rename Keys', 'n8n-nodes-base.renameKeys', {
    keys: { key: [{ currentKey: 'name', newKey: 'customer' }] },
  });
  const stored = async (one: WorkflowNode) =>
    await bed.workflow(one.name, [contactsNode(CONTACTS), one]);
  const renamed = await stored(renameKeys);
  const timed: Record<string, () => Promise<number>> = {
    theirs: async () => await bed.timeOf(renamed, renameKeys.name),
  };
  for (const [what, one] of measured) {
    const workflow = await stored(one);
    timed[what] = async () => await bed.timeOf(workflow, one.name);
  }
  const { theirs, ...ours } = await inTurn(rounds, timed);
  return Object.entries(ours).map(([what, figures]) => ({
    part: PART,
    what,
    instead: 'Rename Keys over the same items',
    unit: 'ms',
    ours: figures,
    theirs,
  }));
}
