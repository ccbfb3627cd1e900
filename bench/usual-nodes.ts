import type { WorkflowNode } from '../n8n-server/client';
import { contactsNode, node, type Bed } from './bed';
import { compare, type Comparison } from './comparison';

const PART = "Sending with n8n's own nodes";
const CONTACTS = 5_000;
const BATCH = 200;
const CONTACT = '{ telephone: $json.phone, outid: $json.id + "-" + Date.now() }';

/** Contact: Add with default options, against what people build without it: HTTP Request, with and without batches. */
export async function measureUsualNodes(bed: Bed, rounds: number): Promise<Comparison[]> {
  const described = {
    part: PART,
    what: `Contact: Add, ${CONTACTS} contacts, default options`,
    unit: 'ms' as const,
  };
  const ours = async () => {
    const nodes = [contactsNode(CONTACTS), bed.contactAdd(await bed.newTask())];
    return await bed.timeOf(await bed.workflow('Ours', nodes), 'Add');
  };
  const instead = async (nodes: (task: string) => WorkflowNode[], timed: string[]) => {
    const all = [contactsNode(CONTACTS), ...nodes(await bed.newTask())];
    const workflow = await bed.workflow('Instead', all);
    const { status, data } = await bed.client.run(workflow, 'Start', 600_000);
    if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
    const times = timed.map((name) => data.resultData.runData[name][0].executionTime);
    return times.reduce((sum, time) => sum + time, 0);
  };
  return [
    await compare(
      {
        ...described,
        instead: 'HTTP Request, one request a contact, as many at once as it likes',
        aim: { ratioAtMost: 0.05 },
      },
      rounds,
      ours,
      async () =>
        await instead(
          (task) => [request(bed, task, `={{ JSON.stringify([${CONTACT}]) }}`)],
          ['HTTP'],
        ),
    ),
    await compare(
      {
        ...described,
        instead: 'Code that makes batches, and HTTP Request with as many at once as it likes',
        aim: { ratioAtMost: 1 },
      },
      rounds,
      ours,
      async () =>
        await instead(
          (task) => [batches(), request(bed, task, '={{ $json.data }}')],
          ['Batches', 'HTTP'],
        ),
    ),
  ];
}

function batches(): WorkflowNode {
  return node('Batches', 'n8n-nodes-base.code', 2, {
    mode: 'runOnceForAllItems',
    jsCode: `const all = $input.all().map(({ json: $json }) => (${CONTACT}));
const batches = [];
for (let at = 0; at < all.length; at += ${BATCH}) batches.push({ json: { data: JSON.stringify(all.slice(at, at + ${BATCH})) } });
return batches;`,
  });
}

function request({ simulator }: Bed, task: string, data: string): WorkflowNode {
  const { appid, signature } = simulator.account;
  const fields = { appid, signature, taskid: task, data };
  return node('HTTP', 'n8n-nodes-base.httpRequest', 4.2, {
    method: 'POST',
    url: `${simulator.sobotUrl}add_task_data`,
    sendBody: true,
    contentType: 'form-urlencoded',
    bodyParameters: {
      parameters: Object.entries(fields).map(([name, value]) => ({ name, value })),
    },
    options: {},
  });
}
