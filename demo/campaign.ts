import { readFileSync } from 'node:fs';
import path from 'node:path';
import type {
  N8nClient,
  Owner,
  StoredWorkflow,
  WorkflowJson,
  WorkflowNode,
} from '../n8n-server/client';
import { PROJECT } from '../n8n-server/community-package';
import type { Simulator } from '../simulator/server';

export const OWNER: Owner = {
  email: 'owner@example.com',
  firstName: 'Demo',
  lastName: 'Owner',
  password: 'Calling-Campaigns-1',
};

/** Made up for the demo; in real life a long random text. */
export const DEMO_PUSH_TOKEN = 'demo-push-token-5f2c81';

export const TABLE = 'Campaign Contacts';

/** The example workflows, stored in an n8n and connected to the simulator. */
export interface Campaign {
  contacts: StoredWorkflow;
  start: StoredWorkflow;
  results: StoredWorkflow;
  missing: StoredWorkflow;
  settle: StoredWorkflow;
  /** Contacts to outcomes in one node. */
  launch: StoredWorkflow;
  check: StoredWorkflow;
  wait: StoredWorkflow;
  again: StoredWorkflow;
  report: StoredWorkflow;
  lead: StoredWorkflow;
  agent: StoredWorkflow;
  doNotCall: StoredWorkflow;
  keep: StoredWorkflow;
  sheet: StoredWorkflow;
  daily: StoredWorkflow;
  /** Where the report is shown once it is published. */
  reportUrl: string;
  /** The examples for AIRUDDER. */
  reminder: StoredWorkflow;
  recordings: StoredWorkflow;
  newestState: StoredWorkflow;
  customApiAnswer: StoredWorkflow;
  airudderNight: StoredWorkflow;
  promises: StoredWorkflow;
  credential: { id: string; name: string };
  pushUrl: string;
}

/** What a user types into the credential, with the simulator as the vendor. */
export function credentialData(simulator: Simulator): Record<string, string> {
  return {
    appid: simulator.account.appid,
    secretSignature: simulator.account.signature,
    baseUrl: simulator.sobotUrl,
    bodyFormat: 'form',
    pushToken: DEMO_PUSH_TOKEN,
  };
}

/** The same for AIRUDDER. */
export function airudderCredentialData(simulator: Simulator): Record<string, string> {
  return {
    authentication: 'keyPair',
    appKey: simulator.airudder.account.appKey,
    appSecret: simulator.airudder.account.appSecret,
    baseUrl: simulator.airudder.baseUrl(),
    timeZone: simulator.settings.zone,
    authorizationScheme: 'Token',
    product: 'cloud',
    pushToken: DEMO_PUSH_TOKEN,
  };
}

/** Reads one of the importable workflows. */
export function example(file: string): WorkflowJson {
  return JSON.parse(readFileSync(path.join(PROJECT, 'examples', file), 'utf8')) as WorkflowJson;
}

/** Lets guards call at any hour: no phone rings here, and demo and tests are run at night and on Sundays too. */
export function atAnyHour(workflow: WorkflowJson): WorkflowJson {
  const callingHours = { hours: { from: '00:00', until: '24:00', days: 'every' } };
  for (const node of workflow.nodes.filter(hasGuards)) {
    const guards = node.parameters.guards ?? { attempts: { limits: { callsADay: 1 } } };
    node.parameters.guards = { ...(guards as object), callingHours };
  }
  return workflow;
}

function hasGuards({ type, typeVersion }: WorkflowNode): boolean {
  return type.startsWith('n8n-nodes-calling-campaigns.') && typeVersion > 1;
}

/**
 * Does what the README asks of a user: makes the credential, imports the examples, chooses template and
 * caller number, pastes the trigger's production URL, and publishes the workflow with the trigger.
 */
export async function setUpCampaign(client: N8nClient, simulator: Simulator): Promise<Campaign> {
  const credential = await client.createCredential(
    'Sobot iCall account (simulator)',
    'sobotICallApi',
    credentialData(simulator),
  );
  const results = example('6-handle-results.json');
  const trigger = results.nodes.find(({ type }) => type.endsWith('.sobotICallTrigger'));
  const pushUrl = `${client.url}/webhook/${trigger?.webhookId}/sobot?campaign=demo`;

  const start = example('5-start-campaign.json');
  const launch = example('1-launch-campaign.json');
  const check = example('2-check-before-calling.json');
  const wait = example('3-wait-until-finished.json');
  const again = example('9-call-again.json');
  const chosen = taskChoices(simulator);
  const create = start.nodes.find(({ name }) => name === 'Create Task');
  Object.assign(create?.parameters ?? {}, chosen, { pushUrl });
  const doNotCall = example('10-do-not-call-list.json');
  const sheet = example('14-google-sheets.json');
  const lead = example('15-new-lead.json');
  Object.assign(
    lead.nodes.find(({ name }) => name === 'Task for Single Calls')?.parameters ?? {},
    chosen,
  );
  const promises = example('18-airudder-promise-to-pay.json');
  Object.assign(
    promises.nodes.find(({ name }) => name === 'Start the Workflow')?.parameters ?? {},
    { templateId: '123' },
  );
  for (const { nodes } of [launch, check, wait, again, doNotCall, sheet]) {
    Object.assign(nodes.find(({ name }) => name === 'Launch')?.parameters ?? {}, chosen);
  }

  Object.assign(again.nodes.find(({ name }) => name === 'Launch')?.parameters ?? {}, { pushUrl });

  const airudder = await client.createCredential(
    'Airudder account (simulator)',
    'airudderApi',
    airudderCredentialData(simulator),
  );
  const credentials = { sobotICallApi: credential, airudderApi: airudder };
  const store = async (workflow: WorkflowJson) =>
    await client.createWorkflow(withCredentials(atAnyHour(workflow), credentials));
  const campaign: Campaign = {
    contacts: await store(example('4-sample-contacts.json')),
    start: await store(start),
    results: await store(results),
    missing: await store(example('7-fetch-missing-results.json')),
    settle: await store(example('11-settle-unknown.json')),
    launch: await store(launch),
    check: await store(check),
    wait: await store(wait),
    again: await store(again),
    report: await store(example('8-campaign-report.json')),
    lead: await store(lead),
    agent: await store(example('16-agent-calls-back.json')),
    doNotCall: await store(doNotCall),
    keep: await store(example('13-store-recordings.json')),
    sheet: await store(sheet),
    daily: await store(example('12-daily-report.json')),
    reportUrl: `${client.url}/webhook/campaign-report`,
    reminder: await store(paymentReminder(simulator)),
    recordings: await store(example('20-airudder-recordings.json')),
    newestState: await store(example('21-airudder-newest-state.json')),
    customApiAnswer: await store(example('22-airudder-custom-api-answer.json')),
    airudderNight: await store(example('19-airudder-every-night.json')),
    promises: await store(promises),
    credential,
    pushUrl,
  };
  await client.publish(campaign.results);
  await client.publish(campaign.report);
  await webhookIsThere(pushUrl);
  return campaign;
}

/** What a user chooses for a task of Sobot. */
export function taskChoices(simulator: Simulator) {
  const [template] = simulator.account.templates;
  const [{ telephone }] = simulator.account.lines;
  const choice = (value: string, cachedResultName: string) => ({
    __rl: true,
    mode: 'list',
    value,
    cachedResultName,
  });
  return {
    template: choice(template.templateid, template.template_name),
    callerNumber: choice(telephone, telephone),
  };
}

/** The payment reminder with robot, line and brand filled in. */
export function paymentReminder(simulator: Simulator): WorkflowJson {
  const workflow = example('17-airudder-payment-reminder.json');
  const { robots, lines } = simulator.airudder.account;
  const create = workflow.nodes.find(({ name }) => name === 'Create Task');
  Object.assign(create?.parameters ?? {}, {
    robot: { __rl: true, mode: 'list', value: robots[0].id, cachedResultName: robots[0].name },
    sipLine: { __rl: true, mode: 'name', value: lines[0] },
  });
  const data = create?.parameters.customerData as { value: Record<string, string> };
  data.value.Platform = 'ACME Loans';
  return workflow;
}

type CredentialReference = { id: string; name: string };

/** A workflow with these credentials in place of its own. */
export function withCredentials(
  workflow: WorkflowJson,
  stored: Record<string, CredentialReference>,
): WorkflowJson {
  return {
    ...workflow,
    nodes: workflow.nodes.map((node) => {
      if (node.credentials === undefined) return node;
      const types = Object.keys(node.credentials);
      return {
        ...node,
        credentials: Object.fromEntries(types.map((type) => [type, stored[type]])),
      };
    }),
  };
}

/** n8n publishes in the background: an unpublished address answers 404, ours 401 without the token. */
export async function webhookIsThere(url: string, withinMs = 30_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const answer = await fetch(url, { method: 'POST' }).catch(() => undefined);
    if (answer !== undefined && answer.status !== 404) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`n8n did not publish ${url} in time`);
}

export type ContactRow = Record<
  | 'contact_id'
  | 'phone'
  | 'submission'
  | 'task_id'
  | 'outcome'
  | 'intention'
  | 'recording'
  | 'next_step'
  | 'called_at'
  | 'attempts',
  string | null
> & { id: number };

/** The rows of the contacts table, in the order of their contact ids. */
export async function contactTable(client: N8nClient): Promise<ContactRow[]> {
  const rows = (await client.tableRows(TABLE)) as unknown as ContactRow[];
  return rows.sort((a, b) => String(a.contact_id).localeCompare(String(b.contact_id)));
}

/** Waits until every submitted contact has its outcome in the table. */
export async function allResultsAreIn(
  client: N8nClient,
  withinMs = 120_000,
): Promise<ContactRow[]> {
  const until = Date.now() + withinMs;
  for (;;) {
    const rows = await contactTable(client);
    const open = rows.filter(
      (row) => !['rejected', 'notAllowed'].includes(row.submission ?? '') && !row.outcome,
    );
    if (rows.length > 0 && open.length === 0) return rows;
    if (Date.now() > until) {
      throw new Error(`${open.length} of ${rows.length} contacts still have no result`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
