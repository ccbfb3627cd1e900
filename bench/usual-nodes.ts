import type { WorkflowNode } from '../n8n-server/client';
import { node } from '../n8n-server/workflow-parts';
import { codeNode, contactsNode, type Bed } from './bed';
import { inTurn, type Comparison } from './comparison';

const PART = "Sending with n8n's own nodes";
const CONTACTS = 5_000;
const BATCH = 200;
const CONTACT = '{ telephone: $json.phone, outid: $json.id + "-" + Date.now() }';

/** What people build without Contact: Add: these nodes after the contacts, and what it should come to against them. */
interface Usual {
  instead: string;
  ratioAtMost: number;
  nodes(bed: Bed, task: string): WorkflowNode[];
}

const USUAL: Usual[] = [
  {
    instead: 'HTTP Request, one request a contact, as many at once as it likes',
    ratioAtMost: 0.05,
    nodes: (bed, task) => [request(bed, task, `={{ JSON.stringify([${CONTACT}]) }}`)],
  },
  {
    instead: 'Code that makes batches, and HTTP Request with as many at once as it likes',
    ratioAtMost: 1,
    nodes: (bed, task) => [batches(), request(bed, task, '={{ $json.data }}')],
  },
];

/** Contact: Add with default options, against HTTP Request with and without batches. */
export async function measureUsualNodes(bed: Bed, rounds: number): Promise<Comparison[]> {
  const timeOf = async (nodes: WorkflowNode[]) => {
    const workflow = await bed.workflow('Sent', [contactsNode(CONTACTS), ...nodes]);
    return await bed.timeOf(workflow, ...nodes.map(({ name }) => name));
  };
  const timed: Record<string, () => Promise<number>> = {
    ours: async () => await timeOf([bed.contactAdd(await bed.newTask())]),
  };
  for (const { instead, nodes } of USUAL) {
    timed[instead] = async () => await timeOf(nodes(bed, await bed.newTask()));
  }
  const figures = await inTurn(rounds, timed);
  return USUAL.map(({ instead, ratioAtMost }) => ({
    part: PART,
    what: `Contact: Add, ${CONTACTS} contacts, default options`,
    instead,
    unit: 'ms',
    ours: figures.ours,
    theirs: figures[instead],
    aim: { ratioAtMost },
  }));
}

function batches(): WorkflowNode {
  return codeNode(
    'Batches',
    `const all = $input.all().map(({ json: $json }) => (${CONTACT}));
const batches = [];
for (let at = 0; at < all.length; at += ${BATCH}) batches.push({ json: { data: JSON.stringify(all.slice(at, at + ${BATCH})) } });
return batches;`,
  );
}

function request({ simulator }: Bed, task: string, data: string): WorkflowNode {
  const { appid, signature } = simulator.account;
  const fields = { appid, signature, taskid: task, data };
  const parameters = {
    method: 'POST',
    url: `${simulator.sobotUrl}add_task_data`,
    sendBody: true,
    contentType: 'form-urlencoded',
    bodyParameters: {
      parameters: Object.entries(fields).map(([name, value]) => ({ name, value })),
    },
    options: {},
  };
  return node('HTTP', 'n8n-nodes-base.httpRequest', parameters, { typeVersion: 4.2 });
}
