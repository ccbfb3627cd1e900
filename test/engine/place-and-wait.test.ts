import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { MINUTE, time } from './fast-clock';
import { runSobot } from './harness';
import { contactRows } from './numbers';
import { byId, newTask } from './tasks';

let simulator: Simulator;
let task: string;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1_000_000 });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  simulator.reset();
  task = await newTask(simulator);
});

const place = async (
  items: IDataObject[],
  parameters: IDataObject = {},
  options: Parameters<typeof runSobot>[3] = {},
) =>
  await runSobot(
    simulator,
    { resource: 'call', operation: 'placeAndWait', task: byId(task), guards: {}, ...parameters },
    items,
    options,
  );

const dialled = () => simulator.ledger.dials.map(({ contactId }) => contactId);

describe('Call: Place and Wait of Sobot', () => {
  it('calls each contact once, and gives what came of the call in the place of its row', async () => {
    const { outputs, error } = await place(contactRows(3));
    expect(error).toBeUndefined();
    expect(outputs).toHaveLength(1);
    expect(
      outputs[0].map(({ json, pairedItem }) => [json.contactId, json.taskId, pairedItem]),
    ).toEqual([1, 2, 3].map((n) => [`c-${n}`, task, { item: n - 1 }]));
    for (const { json } of outputs[0]) {
      expect([
        'answered',
        'noAnswer',
        'busy',
        'rejected',
        'poweredOff',
        'vacant',
        'suspended',
      ]).toContain(json.outcome);
      expect(json.callId).toEqual(expect.any(String));
    }
    expect(dialled().sort()).toEqual(['c-1', 'c-2', 'c-3']);
  });

  it('says unknown when the time is up, and a second run goes on waiting without a second call', async () => {
    simulator.settings.holdCalls = true;
    const before = time.now();
    const first = await place(contactRows(1), { giveUpMinutes: 7 }, { workflowId: 'again' });
    expect(first.items[0].json).toMatchObject({
      contactId: 'c-1',
      outcome: 'unknown',
      taskId: task,
    });
    expect(String(first.items[0].json.reason)).toContain('within 7 minutes');
    expect(time.now() - before).toBeGreaterThanOrEqual(7 * MINUTE);

    simulator.settings.holdCalls = false;
    await place(contactRows(1, 2));
    const second = await place(contactRows(1), {}, { workflowId: 'again' });
    expect(second.items[0].json).toMatchObject({ contactId: 'c-1', callId: expect.any(String) });
    expect(dialled().sort()).toEqual(['c-1', 'c-2']);
  });

  it('calls nobody whom a guard keeps from being called, and waits for nobody then', async () => {
    const before = time.now();
    const { items } = await place(
      contactRows(2),
      {
        guards: {
          doNotCall: {
            list: {
              numbers: contactRows(2)
                .map(({ phone }) => phone)
                .join(', '),
            },
          },
        },
      },
      { typeVersion: 1.1 },
    );
    expect(items.map(({ json }) => json.outcome)).toEqual(['notAllowed', 'notAllowed']);
    expect(dialled()).toEqual([]);
    expect(time.now() - before).toBeLessThan(MINUTE);
  });

  it('goes on when looks fail for a while', async () => {
    simulator.faults.add({ endpoint: 'query_task_data', kind: 'resetBefore', times: 9 });
    const { items, error } = await place(contactRows(1));
    expect(error).toBeUndefined();
    expect(items[0].json.callId).toEqual(expect.any(String));
  });

  it('keeps rows with a wrong number among the others', async () => {
    const rows = contactRows(2);
    rows[0].phone = 'none';
    const { items } = await place(rows, {
      options: { invalidContacts: 'skip', includeInput: true },
    });
    expect(items[0].json).toMatchObject({ outcome: 'rejected', input: { name: 'Customer 1' } });
    expect(items[1].json).toMatchObject({ contactId: 'c-2', input: { name: 'Customer 2' } });
  });

  it('shows in a dry run what would be sent, and waits for nothing', async () => {
    const { items } = await place(contactRows(1), { options: { dryRun: true } });
    expect(items[0].json.outcome).toBe('dryRun');
    expect(dialled()).toEqual([]);
  });

  it('ends no row for a look that fails once the call is placed, whatever the failure', async () => {
    simulator.faults.add({
      endpoint: 'query_task_data',
      kind: 'statusBefore',
      status: 403,
      times: 999,
    });
    const { items, error } = await place(contactRows(1), { giveUpMinutes: 5 });
    expect(error).toBeUndefined();
    expect(items[0].json).toMatchObject({
      contactId: 'c-1',
      taskId: task,
      outcome: 'unknown',
      placed: true,
    });
    expect(items[0].json.reason).toMatch(/The last look failed: /);
    expect(dialled()).toEqual(['c-1']);
  });

  it('has guards in stored nodes too, since no stored node knows the operation', async () => {
    const list = { doNotCall: { list: { numbers: contactRows(1)[0].phone } } };
    const { items } = await place(contactRows(1), { guards: list }, { typeVersion: 1 });
    expect(items[0].json).toMatchObject({ outcome: 'notAllowed', placed: false });
  });

  it('waits awake as the tool of an agent, which cannot sleep', async () => {
    const options = { agentMayCall: true };
    const { items, status } = await place(
      contactRows(1),
      { sleep: true, options },
      { asTool: true },
    );
    expect(status).toBe('success');
    expect(items[0].json).toMatchObject({ contactId: 'c-1', callId: expect.any(String) });
  });

  it('puts the execution to sleep if wanted', async () => {
    simulator.settings.holdCalls = true;
    const { status, waitTill } = await place(contactRows(1), { sleep: true });
    expect(status).toBe('waiting');
    expect(Number(waitTill)).toBeGreaterThan(time.now());
  });

  it('says that the fate of a call is unknown when the request was lost, as Contact: Add does', async () => {
    simulator.settings.waitingContact = 'nothing';
    simulator.settings.holdCalls = true;
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetAfter' });
    const { error } = await place(contactRows(1));
    expect(error?.message).toContain('1 unknown');
  });
});

describe('Call: Place and Wait of AIRUDDER', () => {
  // A million times as fast, a token would live for a tenth of a second.
  let slower: Simulator;
  beforeAll(async () => {
    slower = await startSimulator({ speed: 10_000 });
  });
  afterAll(async () => await slower.close());

  it('makes a task of the contacts, and gives what came of each call', async () => {
    const credential = airudderCredential(slower);
    const { items, error } = await runAirudder(
      credential,
      'task',
      'call.placeAndWait',
      { ...collectionTask, variableMode: 'none', guards: {}, giveUpMinutes: 10_080 },
      debtorRows(2),
    );
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.contactId)).toEqual(['case-1', 'case-2']);
    for (const { json } of items) expect(['answered', 'notConnected']).toContain(json.outcome);
  });
});
