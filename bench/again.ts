import type { StoredWorkflow } from '../n8n-server/client';
import { codeNode, type Bed } from './bed';
import { inTurn, type Comparison } from './comparison';

const CONTACTS = 100_000;

/** A Code node that makes so many contacts: the same ones each time, or others. */
function contacts(which: 'same' | 'new') {
  const prefix = which === 'same' ? "'c'" : 'Date.now()';
  const jsCode = `const prefix = ${prefix}; return Array.from({ length: ${CONTACTS} }, (_, i) => ({ json: { id: prefix + '-' + i, phone: '160' + String(i).padStart(8, '0'), name: 'Customer ' + i } }));`;
  return codeNode('Contacts', jsCode);
}

/** Contact: Add into a task that it sent 100,000 contacts to before, against the first time. */
export async function measureAgain(bed: Bed, rounds: number): Promise<Comparison[]> {
  let workflow: StoredWorkflow;
  const figures = await inTurn(rounds, {
    first: async () => {
      const options = { requestsPerSecond: 1000, lookup: 'none' };
      const add = bed.contactAdd(await bed.newTask(), options);
      workflow = await bed.workflow('Again', [contacts('same'), add]);
      return await bed.timeOf(workflow, 'Add');
    },
    same: async () => await bed.timeOf(workflow, 'Add'),
    new: async () => {
      const others = contacts('new');
      const nodes = workflow.nodes.map((one) => {
        return one.name === others.name ? { ...one, parameters: others.parameters } : one;
      });
      workflow = await bed.client.changeNodes(workflow, nodes);
      const time = await bed.timeOf(workflow, 'Add');
      bed.simulator.ledger.clear();
      return time;
    },
  });
  const row = (what: string, ours: number[], ratioAtMost: number): Comparison => ({
    part: 'Again',
    what: `Contact: Add, ${what}`,
    instead: 'the first run, into a new task',
    unit: 'ms',
    ours,
    theirs: figures.first,
    aim: { ratioAtMost },
  });
  return [
    row('the same 100,000 contacts once more, who are all there', figures.same, 1),
    row(
      '100,000 new contacts into a task used before, not looked up at the vendor',
      figures.new,
      2,
    ),
  ];
}
