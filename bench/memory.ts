import type { WorkflowNode } from '../n8n-server/client';
import { node } from '../n8n-server/workflow-parts';
import { AS_BY_DEFAULT, Bed, contactsNode, WITHIN_MS, type Installed } from './bed';
import { compare, type Comparison } from './comparison';

const CONTACTS = 100_000;

/** The most memory that n8n's main process holds while it runs 100,000 contacts, each time in a new n8n. */
export async function measureMemory(installed: Installed, rounds: number): Promise<Comparison[]> {
  if (process.platform !== 'linux')
    throw new Error('peak memory is read from /proc, on Linux only');
  const peakOf = async (last: (bed: Bed) => Promise<WorkflowNode>) => {
    const bed = await Bed.make(installed);
    try {
      const end = await last(bed);
      const nodes = [contactsNode(CONTACTS), end];
      const workflow = await bed.workflow('Memory', nodes, AS_BY_DEFAULT);
      // Nothing is asked of n8n meanwhile: handing the items out would be its peak.
      const status = await bed.client.ended(await bed.client.begin(workflow, 'Start'), WITHIN_MS);
      if (status !== 'success') throw new Error(status);
      return bed.server.peakMemoryMb();
    } finally {
      await bed.close();
    }
  };
  const described = {
    part: 'Memory',
    what: 'n8n at its peak, Contact: Add sends 100,000 contacts',
    instead: 'Edit Fields over the same items',
    unit: 'MB' as const,
    aim: { moreAtMost: 150 },
  };
  return [
    await compare(
      described,
      rounds,
      async () =>
        await peakOf(async (bed) =>
          bed.contactAdd(await bed.newTask(), { requestsPerSecond: 1000 }),
        ),
      async () => await peakOf(async () => editFields()),
    ),
  ];
}

function editFields(): WorkflowNode {
  const parameters = {
    assignments: {
      assignments: [{ id: '1', name: 'outcome', type: 'string', value: 'submitted' }],
    },
    includeOtherFields: true,
    options: {},
  };
  return node('Edit Fields', 'n8n-nodes-base.set', parameters, { typeVersion: 3.4 });
}
