import type { IDataObject } from 'n8n-workflow';
import writeXlsxFile from 'write-excel-file/node';
import type { Simulator } from '../../simulator/server';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from '../engine/airudder';
import { runSobot, type NodeRun } from '../engine/harness';
import { contactRows } from '../engine/numbers';
import { byId, newTask } from '../engine/tasks';
import { COUNT, outcomesOf, type How, type Subject } from './matrix';

const FAST = { requestsPerSecond: 1000 };

/** Ten batches. */
const BATCHED = { ...FAST, batchSize: COUNT / 10 };

const taken = (simulator: Simulator) => () =>
  simulator.ledger.contacts.map(({ contactId }) => contactId);

/** The vendor's address for a run: its own, one that leads nowhere, or its own by TLS. */
function address(own: string, credential: Record<string, string> | undefined): string {
  if (credential?.tls === 'true') return own.replace('http://', 'https://');
  return credential?.host === undefined ? own : own.replace(/^http:\/\/[^/]+/, credential.host);
}

/** How n8n runs the node. */
function runOptions(campaign: string, { stopWhen, retryOnFail, copied }: How) {
  const workflowId = copied === true ? `copy of ${campaign}` : campaign;
  return { workflowId, stopWhen, retryOnFail };
}

function sobotRun(simulator: Simulator, workflowId: string, how: How) {
  const baseUrl = address(simulator.sobotUrl, how.credential);
  return { ...runOptions(workflowId, how), credential: { baseUrl } };
}

const batchesOf = (endpoint: string) => [1, 5, 10].map((from) => ({ endpoint, from }));

/** Sobot iCall, Contact: Add; one task for all runs of a campaign. */
export function sobotContactAdd(simulator: Simulator): Subject {
  const tasks = new Map<string, Promise<string>>();
  return {
    operation: 'Sobot iCall › Contact: Add',
    positions: batchesOf('add_task_data'),
    looksUp: true,
    async run(rows, workflowId, how) {
      const { options } = how;
      const made = tasks.get(workflowId) ?? newTask(simulator);
      tasks.set(workflowId, made);
      return await runSobot(
        simulator,
        {
          resource: 'contact',
          operation: 'add',
          task: byId(await made),
          options: { ...BATCHED, ...options },
        },
        rows,
        sobotRun(simulator, workflowId, how),
      );
    },
    taken: taken(simulator),
    outcomes: outcomesOf,
    rows: contactRows,
  };
}

/**
 * Sobot iCall, Task: Create, and its contacts in the same workflow. The request that makes the task calls nobody;
 * the contacts that follow must go to one task, whatever happened to it.
 */
export function sobotTaskCreate(simulator: Simulator): Subject {
  return {
    operation: 'Sobot iCall › Task: Create, then Contact: Add',
    positions: [{ endpoint: 'add_task', from: 1 }],
    oneRequest: true,
    async run(rows, workflowId, how) {
      const { options = {} } = how;
      const { timeout } = options;
      const created = await runSobot(
        simulator,
        {
          resource: 'task',
          operation: 'create',
          taskName: workflowId,
          template: byId('a0000000000000000000000000000001'),
          callerNumber: byId('02180344315'),
          robots: 5,
          options: {
            nameTaken: 'use',
            waitBeforeAgain: options.waitBeforeAgain,
            ...(timeout === undefined ? {} : { timeout }),
          },
        },
        [{}],
        sobotRun(simulator, workflowId, how),
      );
      if (created.items.length === 0 || how.stopWhen?.() === true) return created;
      const { taskId } = created.items[0].json;
      return await runSobot(
        simulator,
        {
          resource: 'contact',
          operation: 'add',
          task: byId(String(taskId)),
          options: { ...BATCHED, ...options },
        },
        rows,
        sobotRun(simulator, workflowId, how),
      );
    },
    taken: taken(simulator),
    outcomes(run, rows) {
      const told = outcomesOf(run);
      if (told.size > 0) return told;
      return new Map(rows.map(({ id }) => [String(id), 'notSent']));
    },
    rows: contactRows,
  };
}

/** Sobot iCall, Campaign: Launch: one node makes the task and hands its contacts over. */
export function sobotLaunch(simulator: Simulator): Subject {
  return {
    operation: 'Sobot iCall › Campaign: Launch',
    positions: [{ endpoint: 'add_task', from: 1 }, ...batchesOf('add_task_data')],
    looksUp: true,
    async run(rows, workflowId, how) {
      const { options } = how;
      return await runSobot(
        simulator,
        {
          resource: 'campaign',
          operation: 'launch',
          taskName: workflowId,
          template: byId('a0000000000000000000000000000001'),
          callerNumber: byId('02180344315'),
          robots: 5,
          options: { ...BATCHED, ...options },
        },
        rows,
        sobotRun(simulator, workflowId, how),
      );
    },
    taken: taken(simulator),
    outcomes(run, rows) {
      const told = outcomesOf(run);
      if (told.size > 0) return told;
      return new Map(rows.map(({ id }) => [String(id), 'notSent']));
    },
    rows: contactRows,
  };
}

/** Sobot iCall, Contact: Add From File; the file stands for all its contacts. */
export function sobotFile(simulator: Simulator): Subject {
  const tasks = new Map<string, Promise<string>>();
  let notTaken = 0;
  return {
    operation: 'Sobot iCall › Contact: Add From File',
    positions: [{ endpoint: 'add_task_file_data', from: 1 }],
    oneRequest: true,
    async run(rows, workflowId, how) {
      const { options } = how;
      const made = tasks.get(workflowId) ?? newTask(simulator);
      tasks.set(workflowId, made);
      const sheet = [
        ['phone', 'outid'],
        ...rows.map(({ id, phone }) => [String(phone), String(id)]),
      ];
      const file = await writeXlsxFile(
        sheet.map((row) => row.map((value) => ({ value, type: String }))),
      ).toBuffer();
      return await runSobot(
        simulator,
        {
          resource: 'contact',
          operation: 'addFromFile',
          task: byId(await made),
          options: withoutBatches(options),
        },
        [{}],
        {
          ...sobotRun(simulator, workflowId, how),
          binary: {
            data: {
              data: file.toString('base64'),
              mimeType: 'application/octet-stream',
              fileName: 'contacts.xlsx',
            },
          },
        },
      );
    },
    taken: taken(simulator),
    outcomes(run, rows) {
      const outcome = outcomeOfFile(run);
      const held = new Set(taken(simulator)());
      const missing = rows.map(({ id }) => String(id)).filter((id) => !held.has(id));
      const told = run.items[0]?.json.notTakenCount;
      if (typeof told === 'number') notTaken = told;
      const areTold = missing.length === notTaken;
      return new Map(
        rows.map(({ id }) => [
          String(id),
          areTold && missing.includes(String(id)) ? 'notTaken' : outcome,
        ]),
      );
    },
    rows: contactRows,
  };
}

/** The upload answers with counts; a second run over the same file says that it was sent before. */
function outcomeOfFile(run: NodeRun): string {
  if (run.error !== undefined) {
    return /unknown|Since then/.test(run.error.message) ? 'unknown' : 'notSent';
  }
  return run.items.length === 0 ? 'notSent' : 'submitted';
}

/** AIRUDDER, Task: Create; the task name is the campaign. */
export function airudderTaskCreate(simulator: Simulator): Subject {
  return {
    ...airudderCreate(simulator, airudderCredential(simulator), 'task.create', collectionTask),
    operation: 'Airudder Task › Task: Create',
    positions: [{ endpoint: 'task', from: 1 }],
    rows: debtorRows,
  };
}

/** AIRUDDER, Dialer Task: Create; the task name is the campaign. */
export function airudderDialerCreate(simulator: Simulator): Subject {
  const credential = airudderCredential(simulator, { product: 'direct' });
  const parameters = {
    groupName: simulator.airudder.account.skillGroups[0],
    contactIdColumn: 'caseid',
    variableMode: 'none',
  };
  return {
    ...airudderCreate(simulator, credential, 'dialerTask.create', parameters),
    operation: 'Airudder Task › Dialer Task: Create',
    positions: [{ endpoint: 'createtask', from: 1 }],
    allOrNothing: true,
    rows: contacts,
  };
}

/** What the two have in common that make a task with its contacts in one request. */
function airudderCreate(
  simulator: Simulator,
  credential: ReturnType<typeof airudderCredential>,
  operation: string,
  parameters: object,
) {
  return {
    oneRequest: true,
    tokenExpires: true,
    async run(rows, workflowId, how) {
      return await runAirudder(
        changed(simulator, credential, how.credential),
        'task',
        operation,
        {
          ...parameters,
          taskName: workflowId,
          options: { ...FAST, ...withoutBatches(how.options) },
        },
        rows,
        runOptions(workflowId, how),
      );
    },
    taken: taken(simulator),
    outcomes: outcomesOf,
  } satisfies Partial<Subject>;
}

/** The options of an operation that sends everything at once. */
function withoutBatches(options: IDataObject = {}): IDataObject {
  const others = { ...options };
  delete others.batchSize;
  return others;
}

/** AIRUDDER, Workflow Instance: Create with its contacts; the first batch comes with the instance. */
export function airudderInstanceCreate(simulator: Simulator): Subject {
  const credential = airudderCredential(simulator);
  return {
    operation: 'Airudder Workflow › Workflow Instance: Create',
    positions: [
      { endpoint: 'createinstance', from: 1 },
      { endpoint: 'uploaddetails', from: 4 },
      { endpoint: 'uploaddetails', from: 9 },
    ],
    tokenExpires: true,
    async run(rows, workflowId, how) {
      return await runAirudder(
        changed(simulator, credential, how.credential),
        'workflow',
        'workflowInstance.create',
        {
          templateId: '123',
          name: workflowId,
          end: '2099-01-01T00:00:00Z',
          options: { ...BATCHED, ...how.options },
        },
        rows,
        runOptions(workflowId, how),
      );
    },
    taken: taken(simulator),
    outcomes: outcomesOf,
    rows: contacts,
  };
}

/** AIRUDDER, Contact: Add to an instance; one instance for all runs of a campaign. */
export function airudderContactAdd(simulator: Simulator): Subject {
  const credential = airudderCredential(simulator);
  const instances = new Map<string, Promise<string>>();
  return {
    operation: 'Airudder Workflow › Contact: Add',
    positions: batchesOf('uploaddetails'),
    looksUp: true,
    tokenExpires: true,
    async run(rows, workflowId, how) {
      const made = instances.get(workflowId) ?? emptyInstance(simulator);
      instances.set(workflowId, made);
      return await runAirudder(
        changed(simulator, credential, how.credential),
        'workflow',
        'contact.add',
        { workflowId: await made, options: { ...BATCHED, ...how.options } },
        rows,
        runOptions(workflowId, how),
      );
    },
    taken: taken(simulator),
    outcomes: outcomesOf,
    rows: contacts,
  };
}

async function emptyInstance(simulator: Simulator): Promise<string> {
  const { items, error } = await runAirudder(
    airudderCredential(simulator),
    'workflow',
    'workflowInstance.create',
    { templateId: '123', name: 'Matrix', end: '2099-01-01T00:00:00Z', contacts: 'none' },
  );
  if (error !== undefined) throw new Error(error.message);
  return String(items[0].json.workflowId);
}

/** The same stored credential, or one whose address is another. */
function changed(
  simulator: Simulator,
  stored: ReturnType<typeof airudderCredential>,
  credential: Record<string, string> | undefined,
): ReturnType<typeof airudderCredential> {
  if (credential === undefined) return stored;
  const baseUrl = address(simulator.airudder.baseUrl(), credential);
  return airudderCredential(simulator, { baseUrl, product: stored.data.product });
}

function contacts(count: number, from: number): IDataObject[] {
  return debtorRows(count, from).map(({ id, phone, name }) => ({ id, phone, name }));
}
