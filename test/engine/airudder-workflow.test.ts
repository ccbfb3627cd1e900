import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { airudderCredential, exampleNumber, requestsTo, runAirudder } from './airudder';
import { until } from '../until';
import { MINUTE, standStill, time } from './fast-clock';
import type { NodeRun, StoredCredential } from './harness';

let simulator: Simulator;
let credential: StoredCredential;
beforeAll(async () => {
  simulator = await startSimulator({ speed: 1000, settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(() => {
  simulator.reset();
  credential = airudderCredential(simulator);
});

const rows = (count: number, from = 1): IDataObject[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `c-${from + at}`,
    phone: exampleNumber(from + at),
    name: `Customer ${from + at}`,
  }));

const create = async (items = rows(3), parameters: IDataObject = {}, options = {}) =>
  await runAirudder(
    credential,
    'workflow',
    'workflowInstance.create',
    { templateId: '123', name: 'Promo', end: '2099-01-01T00:00:00Z', ...parameters },
    items,
    options,
  );

const add = async (
  workflowId: string,
  items = rows(3),
  parameters: IDataObject = {},
  options: Parameters<typeof runAirudder>[5] = {},
) =>
  await runAirudder(
    credential,
    'workflow',
    'contact.add',
    { workflowId, ...parameters },
    items,
    options,
  );

const emptyInstance = async () => {
  const run = await create([{}], { contacts: 'none' });
  return run.items[0].json.workflowId as string;
};

const END = '2099-01-01 00:00:00+08:00';

const takenIds = () => simulator.ledger.contacts.map(({ contactId }) => contactId);
const outcomes = (run: NodeRun) => run.items.map(({ json }) => json.outcome);

describe('Workflow Instance: Create', () => {
  it('starts an instance with all items as its first contacts', async () => {
    const run = await create(rows(3), { options: { autoFinish: 1, workflowName: 'promo' } });
    expect(run.error).toBeUndefined();
    expect(outcomes(run)).toEqual(['submitted', 'submitted', 'submitted']);
    const [{ parameters }] = requestsTo(simulator, 'createinstance');
    expect(parameters).toEqual({
      workflow_template_id: 123,
      name: 'Promo',
      end_time: '2099-01-01 08:00:00+08:00',
      auto_finish: 1,
      workflow_name: 'promo',
      details: rows(3).map(({ id, phone, name }) => ({
        callee: phone,
        case_id: id,
        variables: { name },
      })),
    });
    expect(run.items[0].json).toMatchObject({
      contactId: 'c-1',
      workflowId: simulator.ledger.contacts[0].taskId,
      name: 'Promo',
      batch: 1,
    });
  });

  it('hands contacts beyond the first batch to the same instance', async () => {
    const run = await create(rows(5), { options: { batchSize: 2 } });
    expect(outcomes(run)).toEqual(Array(5).fill('submitted'));
    expect(requestsTo(simulator, 'createinstance')).toHaveLength(1);
    expect(requestsTo(simulator, 'uploaddetails')).toHaveLength(2);
    expect(new Set(simulator.ledger.contacts.map(({ taskId }) => taskId)).size).toBe(1);
  });

  it('makes an empty one for each item where there are no contacts yet', async () => {
    const run = await create([{ n: 1 }, { n: 2 }], {
      contacts: 'none',
      name: '={{ "Promo " + $json.n }}',
    });
    expect(run.items.map(({ json }) => json.name)).toEqual(['Promo 1', 'Promo 2']);
    expect(requestsTo(simulator, 'createinstance')[0].parameters).not.toHaveProperty('details');
  });

  it('a dry run makes none, also an empty one', async () => {
    const run = await create([{}], { contacts: 'none', options: { dryRun: true } });
    expect(run.items[0].json).toMatchObject({ outcome: 'dryRun', workflowId: null, name: 'Promo' });
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('of several empty ones, those made before an error are named', async () => {
    simulator.faults.add({ endpoint: 'createinstance', kind: 'code', code: '400', from: 2 });
    const { error } = await create([{ n: 1 }, { n: 2 }], {
      contacts: 'none',
      name: '={{ "Promo " + $json.n }}',
    });
    const [made] = [...simulator.airudder.state.instances.keys()];
    expect(error?.description).toContain(`Created before: ${made}`);
  });

  it('of several empty ones, one that fails is one item where the workflow goes on', async () => {
    simulator.faults.add({ endpoint: 'createinstance', kind: 'code', code: '400', from: 2 });
    const { items, errorItems } = await create(
      [{ n: 1 }, { n: 2 }, { n: 3 }],
      { contacts: 'none', name: '={{ "Promo " + $json.n }}' },
      { onError: 'continueErrorOutput' },
    );
    expect(items.map(({ json }) => json.name)).toEqual(['Promo 1', 'Promo 3']);
    expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
  });

  it('of several empty ones, Retry On Fail makes only the one that failed', async () => {
    simulator.faults.add({ endpoint: 'createinstance', kind: 'code', code: '400', from: 2 });
    const { items } = await create(
      [{ n: 1 }, { n: 2 }],
      { contacts: 'none', name: '={{ "Promo " + $json.n }}' },
      { retryOnFail: true },
    );
    expect(items.map(({ json }) => json.name)).toEqual(['Promo 1', 'Promo 2']);
    expect(simulator.airudder.state.instances.size).toBe(2);
  });

  it('goes on where AIRUDDER refuses the lookup before it', async () => {
    simulator.faults.add({ endpoint: 'detailinstances', kind: 'code', code: '10001', times: 9 });
    expect(outcomes(await create(rows(2)))).toEqual(['submitted', 'submitted']);
  });

  it('names the instance when it stops in the middle', async () => {
    simulator.faults.add({ endpoint: 'uploaddetails', kind: 'code', code: '400' });
    const { error } = await create(rows(3), { options: { batchSize: 2 } });
    expect(error?.description).toContain(simulator.ledger.contacts[0].taskId);
  });

  it.each(['resetAfter', 'truncate', 'html', 'statusAfter'] as const)(
    'finds the instance again when the reply is lost (%s)',
    async (kind) => {
      await create(rows(3), { name: 'Earlier one' });
      simulator.ledger.clear();
      simulator.faults.add({ endpoint: 'createinstance', kind, status: 502 });
      const run = await create(rows(5), { options: { batchSize: 2 } });
      expect(run.error).toBeUndefined();
      expect(takenIds()).toEqual(['c-1', 'c-2', 'c-3', 'c-4', 'c-5']);
      expect(run.items[0].json.workflowId).toBe(simulator.ledger.contacts[0].taskId);
    },
  );

  it('a second run adds to the instance of that name, also where its contacts are in others', async () => {
    await create(rows(2), { name: 'Earlier one' });
    const sameWorkflow = { workflowId: 'adopts' };
    const first = await create(rows(2), {}, sameWorkflow);
    const second = await create(rows(3), {}, sameWorkflow);
    expect(outcomes(second)).toEqual(['alreadySubmitted', 'alreadySubmitted', 'submitted']);
    expect(second.items[2].json.workflowId).toBe(first.items[0].json.workflowId);
    expect(requestsTo(simulator, 'createinstance')).toHaveLength(2);
  });

  it('sends nobody again who is in another instance of that name, made by a request that was lost', async () => {
    const sameWorkflow = { workflowId: 'made-late' };
    const options = { batchSize: 20, requestsPerSecond: 1000 };
    simulator.faults.add({ endpoint: 'createinstance', kind: 'resetBefore' });
    await create(rows(60), { options }, sameWorkflow);
    const uploads = () => requestsTo(simulator, 'uploaddetails').length;
    const late = (async () => {
      await until(() => uploads() > 0);
      const details = rows(20).map(({ id, phone }) => ({ case_id: id, callee: phone }));
      const body = { workflow_template_id: 123, name: 'Promo', end_time: END, details };
      const request = { method: 'POST', path: '/service/cloud/workflow/createinstance' };
      await runAirudder(credential, 'workflow', 'apiRequest.send', {
        ...request,
        body: JSON.stringify(body),
      });
    })();
    const { error } = await create(rows(60), { options }, sameWorkflow);
    await late;
    expect(error?.context.contacts).toMatchObject({ unknown: rows(20).map(({ id }) => id) });
    expect([...takenIds()].sort()).toEqual(
      rows(60)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('stops when it cannot be found, and Retry On Fail creates no second one', async () => {
    simulator.faults.add({ endpoint: 'createinstance', kind: 'resetBefore' });
    const { error } = await create(rows(2), {}, { retryOnFail: true });
    expect(error?.message).toContain('still unknown');
    expect(requestsTo(simulator, 'createinstance')).toHaveLength(1);
  });

  it('Retry On Fail goes on in the instance of the first try', async () => {
    simulator.faults.add({
      endpoint: 'uploaddetails',
      kind: 'statusBefore',
      status: 429,
      times: 4,
    });
    const run = await create(rows(4), { options: { batchSize: 2 } }, { retryOnFail: true });
    expect(run.error).toBeUndefined();
    expect(takenIds()).toEqual(['c-1', 'c-2', 'c-3', 'c-4']);
    expect(requestsTo(simulator, 'createinstance')).toHaveLength(1);
  });

  it.each([
    ['a template that is no number', { templateId: 'abc' }, 'is not a whole number'],
    ['an end in the past', { end: '2020-01-01' }, '"End" lies in the past'],
    ['no name', { name: '={{ "" }}' }, '"Name" is empty'],
  ])('refuses %s before anything is sent', async (_, parameters, message) => {
    const { error } = await create(rows(1), parameters);
    expect(error?.message).toContain(message);
    expect(simulator.ledger.requests).toEqual([]);
  });
});

describe('Contact: Add', () => {
  it('sends batches and gives one outcome per item', async () => {
    const instance = await emptyInstance();
    const run = await add(instance, rows(5), { options: { batchSize: 2 } });
    expect(outcomes(run)).toEqual(Array(5).fill('submitted'));
    expect(run.items[4].json).toMatchObject({ workflowId: instance, batch: 3 });
    expect(takenIds()).toEqual(['c-1', 'c-2', 'c-3', 'c-4', 'c-5']);
  });

  it('a second run over the same rows sends only what is missing', async () => {
    const instance = await emptyInstance();
    await add(instance, rows(3));
    expect(outcomes(await add(instance, rows(4)))).toEqual([
      'alreadySubmitted',
      'alreadySubmitted',
      'alreadySubmitted',
      'submitted',
    ]);
  });

  it.each(['resetAfter', 'truncate', 'html', 'statusAfter'] as const)(
    'reads contacts back when a reply is lost (%s)',
    async (kind) => {
      const instance = await emptyInstance();
      simulator.faults.add({ endpoint: 'uploaddetails', kind, status: 502, from: 2 });
      const run = await add(instance, rows(6), { options: { batchSize: 2 } });
      expect(run.error).toBeUndefined();
      expect(outcomes(run)).toEqual(Array(6).fill('submitted'));
      expect(takenIds()).toHaveLength(6);
    },
  );

  it('stops where they are not found, and names them', async () => {
    const instance = await emptyInstance();
    simulator.faults.add({ endpoint: 'uploaddetails', kind: 'resetBefore', from: 2 });
    const { error } = await add(instance, rows(6), { options: { batchSize: 2 } });
    expect(error?.context.contacts).toEqual({
      confirmed: ['c-1', 'c-2'],
      unknown: ['c-3', 'c-4'],
      notSent: ['c-5', 'c-6'],
    });
    expect(error?.description).toContain('Contact: Reconcile');
  });

  it('does not send a batch that waited for its turn while n8n stood still: another process may have', async () => {
    const instance = await emptyInstance();
    standStill(() => requestsTo(simulator, 'uploaddetails').length === 1);
    const options = { batchSize: 1, requestsPerSecond: 1 };
    const { error } = await add(instance, rows(3), { options });
    jest.restoreAllMocks();
    expect(error?.message).toContain('another n8n process may have taken over');
    expect(error?.context.contacts).toMatchObject({ confirmed: ['c-1'], unknown: ['c-2', 'c-3'] });
    expect(takenIds()).toEqual(['c-1']);
  });

  describe('contacts whose sending was cut off, in a second run', () => {
    const options = { batchSize: 20, requestsPerSecond: 1000 };
    const ids = (count: number, from = 1) => rows(count, from).map(({ id }) => id);
    const cutOff = async (kind: 'resetBefore' | 'resetAfter') => {
      const instance = await emptyInstance();
      const sameWorkflow = { workflowId: `cut-off-${instance}` };
      simulator.faults.add({ endpoint: 'uploaddetails', kind });
      const { error } = await add(instance, rows(60), { options }, sameWorkflow);
      expect(error?.context.contacts).toMatchObject({ unknown: ids(20) });
      return async () => {
        time.pass(20 * MINUTE);
        return await add(instance, rows(60), { options }, sameWorkflow);
      };
    };

    it('follow the others once one of those was found as soon as it was sent', async () => {
      const again = await cutOff('resetBefore');
      expect(outcomes(await again())).toEqual(Array(60).fill('submitted'));
      expect(takenIds()).toEqual([...ids(40, 21), ...ids(20)]);
    });

    it.each(['resetBefore', 'resetAfter'] as const)(
      'are left to a person where AIRUDDER shows no contact that waits (%s)',
      async (kind) => {
        simulator.settings.waitingContact = 'nothing';
        const again = await cutOff(kind);
        const { error } = await again();
        expect(error?.context.contacts).toEqual({
          confirmed: ids(40, 21),
          unknown: ids(20),
          notSent: [],
        });
        expect(error?.description).toContain('Call Again');
        expect(takenIds()).toEqual([...(kind === 'resetAfter' ? ids(20) : []), ...ids(40, 21)]);
      },
    );

    it('leaves Retry On Fail to tell the same of everybody', async () => {
      simulator.settings.waitingContact = 'nothing';
      const instance = await emptyInstance();
      const sameWorkflow = { workflowId: `retry-${instance}` };
      simulator.faults.add({ endpoint: 'uploaddetails', kind: 'resetBefore' });
      await add(instance, rows(60), { options }, sameWorkflow);
      const { error } = await add(
        instance,
        rows(60),
        { options },
        { ...sameWorkflow, retryOnFail: true },
      );
      expect(error?.context.contacts).toEqual({
        confirmed: ids(40, 21),
        unknown: ids(20),
        notSent: [],
      });
      expect(takenIds()).toEqual(ids(40, 21));
    });

    it('is not taken from another account for a sign', async () => {
      const instance = await emptyInstance();
      const sameWorkflow = { workflowId: `account-${instance}` };
      await add(instance, rows(20, 100), { options }, sameWorkflow);
      simulator.faults.add({ endpoint: 'uploaddetails', kind: 'resetBefore' });
      await add(instance, rows(2), { options }, sameWorkflow);
      credential = airudderCredential(simulator, {
        baseUrl: simulator.airudder.baseUrl().replace('127.0.0.1', 'localhost'),
      });
      const { error } = await add(instance, rows(2), { options }, sameWorkflow);
      expect(error?.context.contacts).toMatchObject({ unknown: ids(2) });
    });

    it('are not "not sent" when a later run does not reach them', async () => {
      const instance = await emptyInstance();
      const sameWorkflow = { workflowId: `not-reached-${instance}` };
      const send = async () => await add(instance, rows(60), { options }, sameWorkflow);
      simulator.faults.add({ endpoint: 'uploaddetails', kind: 'resetBefore', from: 2 });
      await send();
      simulator.faults.add({
        endpoint: 'detailinstances',
        kind: 'statusBefore',
        status: 503,
        times: 99,
      });
      const { error } = await send();
      expect(error?.context.contacts).toEqual({
        confirmed: ids(20),
        unknown: ids(20, 21),
        notSent: ids(20, 41),
      });
    });

    it('are left to a person until enough others were sent at once to tell', async () => {
      const instance = await emptyInstance();
      const sameWorkflow = { workflowId: `alone-${instance}` };
      const send = async (items: IDataObject[]) =>
        await add(instance, items, { options }, sameWorkflow);
      simulator.faults.add({ endpoint: 'uploaddetails', kind: 'resetBefore' });
      await send(rows(2));
      const { error } = await send(rows(3));
      expect(error?.context.contacts).toMatchObject({ confirmed: ['c-3'], unknown: ids(2) });
      expect(outcomes(await send(rows(20, 4)))).toEqual(Array(20).fill('submitted'));
      time.pass(20 * MINUTE);
      expect(outcomes(await send(rows(2)))).toEqual(['submitted', 'submitted']);
      expect(takenIds()).toEqual([...ids(21, 3), ...ids(2)]);
    });

    it('are not sent because others were, that were in the instance before', async () => {
      const instance = await emptyInstance();
      const sameWorkflow = { workflowId: `call-again-${instance}` };
      const send = async (items: IDataObject[], more: IDataObject = {}) =>
        await add(instance, items, { options: { ...options, ...more } }, sameWorkflow);
      Object.assign(simulator.settings, { waitingContact: 'nothing', holdCalls: false });
      await send(rows(40, 3), { batchSize: 10 });
      await until(() => simulator.ledger.dials.length === 40);
      simulator.settings.holdCalls = true;
      await send(rows(40, 3), { callAgain: 'second round', lookup: 'none' });
      expect(takenIds()).toHaveLength(80);
      simulator.faults.add({ endpoint: 'uploaddetails', kind: 'resetAfter' });
      await send(rows(2));
      const { error } = await send(rows(2));
      expect(error?.context.contacts).toMatchObject({ unknown: ids(2) });
      expect(takenIds()).toHaveLength(82);
    });
  });

  it.each(['status', 'code'] as const)(
    'goes on when the token expires in the middle (401 by %s)',
    async (unauthorizedAs) => {
      simulator.settings.unauthorizedAs = unauthorizedAs;
      const instance = await emptyInstance();
      simulator.faults.add({ endpoint: 'uploaddetails', kind: 'expire', from: 3 });
      const run = await add(instance, rows(10), {
        options: { batchSize: 2, lookup: 'none' },
      });
      expect(run.error).toBeUndefined();
      expect(takenIds()).toEqual(rows(10).map(({ id }) => id));
      expect(simulator.airudder.tokens.logins).toBe(2);
    },
  );

  it.each(['status', 'code'] as const)(
    'looks contacts up and reads them back although the token expires at that (401 by %s)',
    async (unauthorizedAs) => {
      simulator.settings.unauthorizedAs = unauthorizedAs;
      const instance = await emptyInstance();
      simulator.faults.add({ endpoint: 'detailinstances', kind: 'expire', from: 2 });
      simulator.faults.add({ endpoint: 'uploaddetails', kind: 'resetAfter', from: 2 });
      simulator.faults.add({ endpoint: 'detailinstances', kind: 'expire', from: 6 });
      const run = await add(instance, rows(6), { options: { batchSize: 2, lookup: 'every' } });
      expect(run.error).toBeUndefined();
      expect(takenIds()).toEqual(rows(6).map(({ id }) => id));
      expect(simulator.airudder.tokens.logins).toBe(3);
    },
  );

  it('refuses the 10,001st contact before anything is sent, also across runs', async () => {
    const instance = await emptyInstance();
    simulator.ledger.clear();
    const { error } = await add(instance, rows(10_001), { options: { lookup: 'none' } });
    expect(error?.message).toContain('would hold 10001 contacts, and it takes 10,000 at most');
    expect(simulator.ledger.requests).toEqual([]);
    const options = { lookup: 'none', batchSize: 1000 };
    const first = await add(instance, rows(9_990), { options });
    expect(first.error).toBeUndefined();
    const second = await add(instance, rows(11, 9_991), { options });
    expect(second.error?.message).toContain('would hold 10001 contacts');
    expect((await add(instance, rows(10, 9_991), { options })).error).toBeUndefined();
    expect(takenIds()).toHaveLength(10_000);
  });

  it('without contact IDs on the wire, contacts are told apart by phone number', async () => {
    const instance = await emptyInstance();
    const options = { sendCaseId: false };
    await add(instance, rows(2), { options });
    expect(requestsTo(simulator, 'uploaddetails')[0].parameters.details).toEqual([
      { callee: exampleNumber(1), variables: { name: 'Customer 1' } },
      { callee: exampleNumber(2), variables: { name: 'Customer 2' } },
    ]);
    expect(outcomes(await add(instance, rows(2), { options }))).toEqual([
      'alreadySubmitted',
      'alreadySubmitted',
    ]);
  });
});

describe('reading', () => {
  const span = { start: '2026-01-01', end: '2099-01-01' };

  it('Find by Contact gives the instances that hold a contact', async () => {
    const one = (await create(rows(2), { name: 'One' })).items[0].json.workflowId;
    const two = (await create(rows(1), { name: 'Two' })).items[0].json.workflowId;
    const find = async (parameters: IDataObject) =>
      (
        await runAirudder(credential, 'workflow', 'workflowInstance.findByContact', {
          ...span,
          ...parameters,
        })
      ).items[0].json;
    expect(await find({ contactId: 'c-1' })).toMatchObject({
      found: true,
      workflowIds: [one, two],
    });
    expect(await find({ phone: exampleNumber(2) })).toMatchObject({ workflowIds: [one] });
    expect(await find({ contactId: 'nobody' })).toMatchObject({ found: false, workflowIds: [] });
    expect(await find({ contactId: 'c-2', simplify: false })).toMatchObject({
      data: { list: [expect.objectContaining({ case_id: 'c-2' })] },
    });
  });

  it('Find by Contact needs one of both', async () => {
    const { error } = await runAirudder(
      credential,
      'workflow',
      'workflowInstance.findByContact',
      span,
    );
    expect(error?.message).toBe('"Contact ID" and "Phone Number" are both empty');
  });

  it('Get Outbound Task Details gives call results with the ids of the workflow', async () => {
    const { workflowId } = (await create(rows(2))).items[0].json;
    const { items } = await runAirudder(
      credential,
      'workflow',
      'workflowInstance.getOutboundTaskDetails',
      { body: JSON.stringify({ workflow_id: workflowId }) },
    );
    expect(items.map(({ json }) => [json.contactId, json.outcome])).toEqual([
      ['c-1', 'pending'],
      ['c-2', 'pending'],
    ]);
    expect(items[0].json.details).toMatchObject({ workflowId, workflowName: 'Promo' });
  });

  it('Verify Custom API Push says whether AIRUDDER confirms it', async () => {
    const { workflowId } = (await create(rows(1))).items[0].json;
    const verify = async (phone: string) =>
      (
        await runAirudder(credential, 'workflow', 'workflowInstance.verifyCustomApiPush', {
          workflowId,
          nodeId: 'node_1',
          phone,
        })
      ).items[0].json;
    expect(await verify(exampleNumber(1))).toMatchObject({ confirmed: true, reason: null });
    expect(await verify(exampleNumber(2))).toMatchObject({
      confirmed: false,
      reason: expect.stringContaining('no such notice'),
    });
  });
});
