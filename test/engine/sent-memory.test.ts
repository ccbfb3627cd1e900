import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { outcomes, useAdding } from './adding';
import { MINUTE, time } from './fast-clock';
import { withoutStorage } from './harness';
import { contactRows } from './numbers';

const adding = useAdding();
const { add, takenIds, requestsTo } = adding;
let campaigns = 0;
const sameWorkflow = () => ({ workflowId: `memory-${++campaigns}` });

describe('Skip Contacts Already Sent', () => {
  it('leaves out what an earlier execution of the same node sent, without asking the vendor', async () => {
    const again = sameWorkflow();
    await add(contactRows(5), {}, again);
    adding.simulator.ledger.requests = [];
    expect(outcomes(await add(contactRows(6), {}, again))).toEqual([
      ...Array(5).fill('alreadySubmitted'),
      'submitted',
    ]);
    expect(requestsTo('query_task_data')).toHaveLength(1);
    expect(takenIds()).toEqual(contactRows(6).map(({ id }) => id));
  });

  it('holds also where the vendor shows no contact that waits to be called', async () => {
    adding.simulator.settings.waitingContact = 'nothing';
    const again = sameWorkflow();
    await add(contactRows(5), {}, again);
    expect(outcomes(await add(contactRows(5), {}, again))).toEqual(
      Array(5).fill('alreadySubmitted'),
    );
    expect(takenIds()).toHaveLength(5);
  });

  it('forgets what the vendor refused, so that it can be sent later', async () => {
    const again = sameWorkflow();
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'code', code: '320018' });
    expect((await add(contactRows(3), {}, again)).error).toBeDefined();
    expect(outcomes(await add(contactRows(3), {}, again))).toEqual(Array(3).fill('submitted'));
    expect(takenIds()).toHaveLength(3);
  });

  it('asks the vendor about a contact whose sending was cut off, and sends it only if it is not there', async () => {
    const again = sameWorkflow();
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2 });
    await add(contactRows(4), { options: { batchSize: 2 } }, again);
    time.pass(20 * MINUTE);
    expect(outcomes(await add(contactRows(4), { options: { batchSize: 2 } }, again))).toEqual([
      'alreadySubmitted',
      'alreadySubmitted',
      'submitted',
      'submitted',
    ]);
    expect(takenIds()).toHaveLength(4);
  });

  describe('a contact whose sending was cut off, with the vendor holding it', () => {
    const cutOff = async () => {
      const again = sameWorkflow();
      adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetAfter' });
      blockLookups(1);
      const { error } = await add(contactRows(2), {}, again);
      expect(error?.context.contacts).toMatchObject({ unknown: ['c-1', 'c-2'] });
      adding.simulator.faults.clear();
      return again;
    };
    const blockLookups = (from: number) =>
      adding.simulator.faults.add({
        endpoint: 'query_task_data',
        kind: 'statusBefore',
        status: 503,
        from,
        times: 1000,
      });

    it('is not sent while one of the looks for it fails', async () => {
      const again = await cutOff();
      adding.simulator.settings.waitingContact = 'nothing';
      blockLookups(3);
      const run = await add(contactRows(2), {}, again);
      expect(run.error).toBeDefined();
      expect(takenIds()).toHaveLength(2);
    });

    it('is not sent where Sobot may just not show it', async () => {
      const again = await cutOff();
      adding.simulator.settings.waitingContact = 'nothing';
      const { error } = await add(contactRows(2), {}, again);
      expect(error?.context.contacts).toMatchObject({ unknown: ['c-1', 'c-2'], notSent: [] });
      expect(error?.description).toContain('Call Again');
      expect(takenIds()).toHaveLength(2);
    });

    it('keeps nobody else from being sent', async () => {
      const again = await cutOff();
      adding.simulator.settings.waitingContact = 'nothing';
      const { error } = await add(contactRows(4), {}, again);
      expect(error?.context.contacts).toEqual({
        confirmed: ['c-3', 'c-4'],
        unknown: ['c-1', 'c-2'],
        notSent: [],
      });
      expect(takenIds()).toEqual(['c-1', 'c-2', 'c-3', 'c-4']);
    });

    it('is still looked up after somebody pressed Stop during the look', async () => {
      const again = await cutOff();
      adding.simulator.settings.waitingContact = 'nothing';
      adding.simulator.ledger.requests = [];
      const stopWhen = () => requestsTo('query_task_data').length >= 2;
      await add(contactRows(2), {}, { ...again, stopWhen });
      expect(takenIds()).toHaveLength(2);
      adding.simulator.settings.waitingContact = 'record';
      const options = { lookup: 'none' };
      expect(outcomes(await add(contactRows(2), { options }, again))).toEqual(
        Array(2).fill('alreadySubmitted'),
      );
      expect(takenIds()).toHaveLength(2);
    });
  });

  it('a contact that was dropped without a word is told so, also when a later batch fails', async () => {
    const again = sameWorkflow();
    adding.simulator.settings.dropContacts = ['c-1'];
    adding.simulator.faults.add({
      endpoint: 'add_task_data',
      kind: 'code',
      code: '320018',
      from: 2,
    });
    await add(contactRows(4), { options: { batchSize: 2 } }, again);
    adding.simulator.settings.dropContacts = [];
    // It may only be shown late, so at once it is not sent again.
    const { items } = await add(contactRows(4), {}, { ...again, onError: 'continueRegularOutput' });
    expect(JSON.stringify(items[0])).toContain('this contact is unknown, it may be called');
    expect(items.slice(1).map(({ json }) => json.outcome)).toEqual([
      'alreadySubmitted',
      'submitted',
      'submitted',
    ]);
    time.pass(21 * MINUTE);
    expect(outcomes(await add(contactRows(4), {}, again))).toEqual([
      'submitted',
      'alreadySubmitted',
      'alreadySubmitted',
      'alreadySubmitted',
    ]);
  });

  it('of another node of the workflow counts for that one only', async () => {
    const again = sameWorkflow();
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore' });
    await add(contactRows(1), {}, { ...again, nodeId: 'first' });
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'code', code: '320018' });
    await add(contactRows(1), {}, { ...again, nodeId: 'second' });
    time.pass(20 * MINUTE);
    expect(outcomes(await add(contactRows(1), {}, { ...again, nodeId: 'first' }))).toEqual([
      'submitted',
    ]);
    expect(takenIds()).toHaveLength(1);
  });

  it('sends nothing where n8n cannot tell, and says what to do', async () => {
    const again = sameWorkflow();
    await add(contactRows(3), {}, again);
    const run = await withoutStorage(async () => await add(contactRows(4), {}, again));
    expect(run.error?.message).toContain('could not be asked which contacts were sent before');
    expect(run.error?.description).toContain('Skip Contacts Already Sent');
    expect(takenIds()).toHaveLength(3);
  });

  it('turned off, the vendor alone is asked', async () => {
    adding.simulator.settings.waitingContact = 'nothing';
    const again = sameWorkflow();
    const options = { skipSent: false, lookup: 'none' };
    await add(contactRows(2), { options }, again);
    expect(outcomes(await add(contactRows(2), { options }, again))).toEqual([
      'submitted',
      'submitted',
    ]);
  });

  it('of two executions over the same rows at once, each contact is sent by one', async () => {
    const again = sameWorkflow();
    const options = { options: { batchSize: 2 } };
    const runs = await Promise.all([
      add(contactRows(6), options, again),
      add(contactRows(6), options, again),
    ]);
    expect(takenIds().sort()).toEqual(contactRows(6).map(({ id }) => id));
    const submitted = runs.flatMap(outcomes).filter((outcome) => outcome === 'submitted');
    expect(submitted).toHaveLength(6);
  });
});

describe('Call Again', () => {
  it('sends once more for each new word, and once only', async () => {
    const again = sameWorkflow();
    const round = async (callAgain: string) =>
      await add(contactRows(2), { options: { callAgain, lookup: 'none' } }, again);
    await round('');
    expect(outcomes(await round('second'))).toEqual(['submitted', 'submitted']);
    expect(outcomes(await round('second'))).toEqual(['alreadySubmitted', 'alreadySubmitted']);
    expect(outcomes(await round(''))).toEqual(['alreadySubmitted', 'alreadySubmitted']);
    expect(takenIds()).toEqual(['c-1', 'c-2', 'c-1', 'c-2']);
  });
});

describe('an AIRUDDER task that was created', () => {
  it('is not created again by a second execution, and tells who was sent', async () => {
    const again = sameWorkflow();
    const create = async () =>
      await runAirudder(
        airudderCredential(adding.simulator),
        'task',
        'task.create',
        { ...collectionTask, taskName: 'Memory' },
        debtorRows(3),
        again,
      );
    expect(outcomes(await create())).toEqual(Array(3).fill('submitted'));
    expect(outcomes(await create())).toEqual(Array(3).fill('alreadySubmitted'));
    expect(requestsTo('task')).toHaveLength(1);
  });
});

describe('Requests per Second', () => {
  it('must be a number that makes sense, and is checked before anything is sent', async () => {
    const { error } = await add(contactRows(1), { options: { requestsPerSecond: 0 } });
    expect(error?.message).toContain('"Requests per Second" is 0');
    expect(takenIds()).toEqual([]);
  });
});
