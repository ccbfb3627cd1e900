import { codeNode, type Bed } from './bed';
import { compare, type Comparison } from './comparison';

const CONTACTS = 100_000;

/** A Code node that makes so many contacts: the same ones each time, or others. */
function contacts(which: 'same' | 'new') {
  const prefix = which === 'same' ? "'c'" : 'Date.now()';
  const jsCode = `const prefix = ${prefix}; return Array.from({ length: ${CONTACTS} }, (_, i) => ({ json: { id: prefix + '-' + i, phone: '160' + String(i).padStart(8, '0'), name: 'Customer ' + i } }));`;
  return codeNode('Contacts', jsCode);
}

/** Contact: Add into a task that it sent 100,000 contacts to before, against the first time. */
export async function measureAgain(bed: Bed, rounds: number): Promise<Comparison[]> {
  const measured: Comparison[] = [];
  const kinds = [
    ['same', 'the same 100,000 contacts once more, who are all there', 1],
    ['new', '100,000 new contacts into a task used before, not looked up at the vendor', 2],
  ] as const;
  for (const [which, what, ratioAtMost] of kinds) {
    let first = 0;
    measured.push(
      await compare(
        {
          part: 'Again',
          what: `Contact: Add, ${what}`,
          instead: 'the first run, into a new task',
          unit: 'ms',
          aim: { ratioAtMost },
        },
        rounds,
        async () => {
          const options = { requestsPerSecond: 1000, lookup: 'none' };
          const add = bed.contactAdd(await bed.newTask(), options);
          const workflow = await bed.workflow(`Again ${which}`, [contacts(which), add]);
          first = await bed.timeOf(workflow, 'Add');
          const again = await bed.timeOf(workflow, 'Add');
          bed.simulator.ledger.clear();
          return again;
        },
        async () => first,
      ),
    );
  }
  return measured;
}
