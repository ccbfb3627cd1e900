import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { credentialData, OWNER } from '../demo/campaign';
import { N8nClient, type WorkflowNode } from '../n8n-server/client';
import { packPackage } from '../n8n-server/community-package';
import { installN8n } from '../n8n-server/install';
import { N8nServer } from '../n8n-server/server';
import { startSimulator } from '../simulator/server';
import { measureSending, sendingTable } from './sending';

const PREPARED = 100_000;
const SENT = 2_000;
const RUNS = 2;

/** A do-not-call list of a thousand numbers. */
const LISTED = Array.from(
  { length: 1_000 },
  (_, at) => `+86 160 ${String(at * 97).padStart(8, '0')}`,
).join();

/** Campaigns that are sent for real, each a few times. */
const SENDING = [
  { contacts: 1_000, latencyMs: 0, rounds: 3 },
  { contacts: 10_000, latencyMs: 0, rounds: 3 },
  { contacts: 100_000, latencyMs: 0, rounds: 2 },
  { contacts: 100_000, latencyMs: 50, rounds: 1 },
];

/** What is measured: all of it, or the parts named on the command line. */
const PARTS = ['prepare', 'send', 'sending'] as const;

const named = process.argv.slice(2);
const unknown = named.filter((part) => !PARTS.some((known) => known === part));
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join()}; there are ${PARTS.join()}.`);
const isWanted = (part: (typeof PARTS)[number]) => named.length === 0 || named.includes(part);

/**
 * Measures what people would notice, against what they would do instead, in one run on one machine. Times
 * are n8n's own, per node; what counts is the ratio.
 *
 * usage: npm run bench [-- prepare send sending]
 */
async function main(): Promise<void> {
  const installation = await installN8n(console.log);
  const tarball = await packPackage();
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-bench-'));
  const simulator = await startSimulator({ settings: { holdCalls: true } });
  const server = await N8nServer.create(installation, folder, tarball, {
    env: { NODE_OPTIONS: '--max-old-space-size=8192' },
  });
  try {
    await server.start();
    const client = new N8nClient(server.url);
    await client.signIn(OWNER);
    const credential = await client.createCredential(
      'Sobot',
      'sobotICallApi',
      credentialData(simulator),
    );

    /** Best time of each node over so many items, each in a workflow of its own: n8n saves all output. */
    const timesOf = async (items: number, nodes: WorkflowNode[]) => {
      const best = new Map<string, number>();
      for (const measured of nodes) {
        const { name } = measured;
        const workflow = await client.createWorkflow({
          name,
          nodes: [node('Start', 'n8n-nodes-base.manualTrigger', 1, {}), rowsNode(items), measured],
          connections: {
            Start: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
            Rows: { main: [[{ node: name, type: 'main', index: 0 }]] },
          },
        });
        for (let run = 0; run < RUNS; run++) {
          const { status, data } = await client.run(workflow, 'Start', 600_000);
          if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
          const time = data.resultData.runData[name][0].executionTime;
          best.set(name, Math.min(best.get(name) ?? Infinity, time));
        }
      }
      return (name: string) => best.get(name) ?? NaN;
    };

    const sobot = (name: string, parameters: Record<string, unknown>) =>
      node(name, 'n8n-nodes-calling-campaigns.sobotICall', 1, parameters, {
        sobotICallApi: credential,
      });
    const createTask = await client.createWorkflow({
      name: 'Task',
      nodes: [
        node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
        sobot('Create', {
          resource: 'task',
          operation: 'create',
          taskName: 'Bench',
          template: id(simulator.account.templates[0].templateid),
          callerNumber: id(simulator.account.lines[0].telephone),
          robots: 1,
        }),
      ],
      connections: { Start: { main: [[{ node: 'Create', type: 'main', index: 0 }]] } },
    });
    const newTask = async () => {
      const { data } = await client.run(createTask, 'Start');
      const [item] = data.resultData.runData.Create[0].data?.main[0] ?? [];
      return String(item.json.taskId);
    };
    const taskId = await newTask();

    const prepare = await timesOf(isWanted('prepare') ? PREPARED : 1, [
      node('Rename Keys', 'n8n-nodes-base.renameKeys', 1, {
        keys: { key: [{ currentKey: 'name', newKey: 'customer' }] },
      }),
      sobot('By field name', {
        resource: 'contact',
        operation: 'add',
        task: id(taskId),
        options: { dryRun: true },
      }),
      sobot('By dragged field', {
        resource: 'contact',
        operation: 'add',
        task: id(taskId),
        contactIdField: '={{ $json.id }}',
        options: { dryRun: true },
      }),
      sobot('By expression', {
        resource: 'contact',
        operation: 'add',
        task: id(taskId),
        contactIdField: '={{ $json.id + "" }}',
        options: { dryRun: true },
      }),
      sobot('Check', {
        resource: 'contact',
        operation: 'check',
        guards: {
          attempts: { limits: { callsADay: 1, lastCallField: 'last' } },
          callingHours: { hours: { from: '09:00', until: '20:00', days: 'monToSat' } },
          consent: { rule: { field: 'name', must: 'filled' } },
          doNotCall: { list: { numbers: LISTED } },
        },
      }),
    ]);

    const send = await timesOf(isWanted('send') ? SENT : 1, [
      node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
        method: 'POST',
        url: `${simulator.sobotUrl}add_task_data`,
        sendBody: true,
        contentType: 'form-urlencoded',
        bodyParameters: {
          parameters: [
            { name: 'appid', value: simulator.account.appid },
            { name: 'signature', value: simulator.account.signature },
            { name: 'taskid', value: taskId },
            {
              name: 'data',
              value:
                '={{ JSON.stringify([{ telephone: $json.phone, outid: "h" + $runIndex + "-" + Date.now() + "-" + $itemIndex }]) }}',
            },
          ],
        },
        options: {},
      }),
      sobot('Contact: Add', {
        resource: 'contact',
        operation: 'add',
        task: id(taskId),
        contactIdField: '={{ $json.id + "-" + Date.now() }}',
        options: { lookup: 'none' },
      }),
    ]);

    const sending = await measureSending(
      simulator,
      isWanted('sending') ? SENDING : [],
      newTask,
      async (task, contacts) => {
        const workflow = await client.createWorkflow({
          name: `Send ${contacts}`,
          nodes: [
            node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
            rowsNode(contacts),
            sobot('Add', {
              resource: 'contact',
              operation: 'add',
              task: id(task),
              options: { requestsPerSecond: 1000 },
            }),
          ],
          connections: {
            Start: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] },
            Rows: { main: [[{ node: 'Add', type: 'main', index: 0 }]] },
          },
        });
        const { status, data } = await client.run(workflow, 'Start', 600_000);
        if (status !== 'success') throw new Error(data.resultData.error?.message ?? status);
        return data.resultData.runData.Add[0].executionTime;
      },
    );

    console.log(`
Contact: Add with n8n's memory, against a bare script that posts the same batches
${sendingTable(sending)}

Preparing ${PREPARED} contacts (dry run), best of ${RUNS}
  Rename Keys                      ${ms(prepare('Rename Keys'))}   1.0
  Contact: Add, by field name      ${ms(prepare('By field name'))}   ${ratio(prepare('By field name'), prepare('Rename Keys'))}
  Contact: Add, a dragged field    ${ms(prepare('By dragged field'))}   ${ratio(prepare('By dragged field'), prepare('Rename Keys'))}
  Contact: Add, one expression     ${ms(prepare('By expression'))}   ${ratio(prepare('By expression'), prepare('Rename Keys'))}
  Contact: Check, all four guards  ${ms(prepare('Check'))}   ${ratio(prepare('Check'), prepare('Rename Keys'))}

Sending ${SENT} contacts to the simulator, best of ${RUNS}
  HTTP Request, one per contact    ${ms(send('HTTP Request'))}   1.0
  Contact: Add                     ${ms(send('Contact: Add'))}   ${ratio(send('Contact: Add'), send('HTTP Request'))}
`);
  } finally {
    await server.stop();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function node(
  name: string,
  type: string,
  typeVersion: number,
  parameters: Record<string, unknown>,
  credentials?: WorkflowNode['credentials'],
): WorkflowNode {
  return { id: name, name, type, typeVersion, position: [0, 0], parameters, credentials };
}

function rowsNode(items: number): WorkflowNode {
  return node('Rows', 'n8n-nodes-base.code', 2, {
    mode: 'runOnceForAllItems',
    jsCode: `return Array.from({ length: ${items} }, (_, i) => ({ json: { id: 'c-' + i, phone: '160' + String(i).padStart(8, '0'), name: 'Customer ' + i, order: 'A-' + i, last: new Date(1.79e12 - i * 6e4).toISOString() } }));`,
  });
}

const id = (value: string) => ({ __rl: true, mode: 'id', value });
const ms = (time: number) => `${String(time).padStart(7)} ms`;
const ratio = (time: number, against: number) => (time / against).toFixed(2);

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
