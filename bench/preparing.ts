import type { WorkflowNode } from '../n8n-server/client';
import { node } from '../n8n-server/workflow-parts';
import { contactsNode, type Bed } from './bed';
import { inTurn, type Comparison } from './comparison';

const PART = 'Preparing';
const CONTACTS = 100_000;
/** n8n takes half a minute for 100,000 expressions. */
const WITH_EXPRESSIONS = 10_000;

/** A do-not-call list of a thousand numbers. */
const LISTED = Array.from(
  { length: 1_000 },
  (_, at) => `+86 160 ${String(at * 97).padStart(8, '0')}`,
).join();

/** What happens to contacts before the first is sent, against a node of n8n's that changes every item. */
export async function measurePreparing(bed: Bed, rounds: number): Promise<Comparison[]> {
  const task = await bed.newTask();
  const dry = (more: Record<string, unknown>) => bed.contactAdd(task, { dryRun: true }, more);
  const measured: Array<[what: string, contacts: number, node: WorkflowNode]> = [
    ['Contact: Add prepares 100,000 contacts, by field name', CONTACTS, dry({})],
    [
      'Contact: Add prepares 100,000 contacts, with a dragged field',
      CONTACTS,
      dry({ contactIdField: '={{ $json.id }}' }),
    ],
    [
      'Contact: Add prepares 10,000 contacts, with an expression for each',
      WITH_EXPRESSIONS,
      dry({ contactIdField: '={{ $json.id + "" }}' }),
    ],
    [
      'Contact: Check sorts 100,000 contacts by all four guards, with a list of 1,000 numbers',
      CONTACTS,
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
  const timed: Record<string, () => Promise<number>> = {};
  const time = async (what: string, contacts: number, one: WorkflowNode) => {
    const workflow = await bed.workflow(one.name, [contactsNode(contacts), one]);
    timed[what] = async () => await bed.timeOf(workflow, one.name);
  };
  const renamed = (contacts: number) => `Rename Keys over ${contacts} items`;
  for (const contacts of [CONTACTS, WITH_EXPRESSIONS]) {
    const renameKeys = node('Rename Keys', 'n8n-nodes-base.renameKeys', {
      keys: { key: [{ currentKey: 'name', newKey: 'customer' }] },
    });
    await time(renamed(contacts), contacts, renameKeys);
  }
  for (const [what, contacts, one] of measured) await time(what, contacts, one);
  const figures = await inTurn(rounds, timed);
  return measured.map(([what, contacts]) => ({
    part: PART,
    what,
    instead: 'Rename Keys over the same items',
    unit: 'ms',
    ours: figures[what],
    theirs: figures[renamed(contacts)],
  }));
}
