import { inspect } from 'node:util';
import type { IDataObject } from 'n8n-workflow';
import { outcomes, useAdding } from './adding';
import { MINUTE, standStill, time } from './fast-clock';
import { contactRows, unassignedNumber } from './numbers';
import { byId, newTask } from './tasks';
import { until } from '../until';

const adding = useAdding();
const { add, takenIds, requestsTo } = adding;

const lost = [
  ['reset after it acted', { kind: 'resetAfter' as const }],
  ['a 502 page after it acted', { kind: 'statusAfter' as const, status: 502 }],
  ['a cut-off reply', { kind: 'truncate' as const }],
  ['an HTML page with status 200', { kind: 'html' as const }],
] as const;

describe('when the vendor does not confirm a batch', () => {
  it.each(lost)('%s: reads the contacts back and goes on, sending none twice', async (_, fault) => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', ...fault, from: 2 });
    const run = await add(contactRows(60), { options: { batchSize: 20 } });
    expect(run.error).toBeUndefined();
    expect(outcomes(run)).toEqual(Array(60).fill('submitted'));
    expect(takenIds()).toEqual(contactRows(60).map(({ id }) => id));
    expect(requestsTo('add_task_data')).toHaveLength(3);
  });

  it('times out after it acted: reads back and goes on', async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'silenceAfter' });
    const run = await add(contactRows(3), { options: { timeout: 1 } });
    expect(outcomes(run)).toEqual(['submitted', 'submitted', 'submitted']);
    expect(takenIds()).toHaveLength(3);
  });

  it('not found when read back: stops, and says which contacts are confirmed, unknown and not sent', async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2 });
    const { error } = await add(contactRows(6), { options: { batchSize: 2 } });
    expect(error?.message).toBe(
      'Sobot iCall did not answer: the connection was cut before a reply came. Contacts: 2 confirmed, 2 unknown, 2 not sent',
    );
    expect(error?.description).toContain('Unknown, may be called: c-3, c-4.');
    expect(error?.context.contacts).toEqual({
      confirmed: ['c-1', 'c-2'],
      unknown: ['c-3', 'c-4'],
      notSent: ['c-5', 'c-6'],
    });
    expect(takenIds()).toEqual(['c-1', 'c-2']);
  });

  it('sends nothing to the next task either, and says what was not sent', async () => {
    const other = await newTask(adding.simulator);
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore' });
    const rows = contactRows(4).map((row, at) => ({ ...row, task: at < 2 ? adding.task : other }));
    const { error } = await add(rows, { task: byId('={{ $json.task }}') });
    expect(error?.context.contacts).toEqual({
      confirmed: [],
      unknown: ['c-1', 'c-2'],
      notSent: ['c-3', 'c-4'],
    });
    expect(takenIds()).toEqual([]);
    expect(requestsTo('add_task_data')).toHaveLength(1);
  });

  it('with the error output, unknown and unsent contacts leave there and the others by the normal one', async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2 });
    const run = await add(
      contactRows(6),
      { options: { batchSize: 2 } },
      { onError: 'continueErrorOutput' },
    );
    expect(outcomes(run)).toEqual(['submitted', 'submitted']);
    expect(run.errorItems.map(({ json }) => (json.details as IDataObject).outcome)).toEqual([
      'unknown',
      'unknown',
      'notSent',
      'notSent',
    ]);
    expect(run.errorItems[0].json.details).toMatchObject({
      contactId: 'c-3',
      phone: unassignedNumber(3),
    });
  });

  it('a second run over the same rows finds the first one and sends only what is missing', async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2 });
    const workflow = { workflowId: 'second run' };
    await add(contactRows(6), { options: { batchSize: 2 } }, workflow);
    const early = await add(contactRows(6), { options: { batchSize: 2 } }, workflow);
    expect(early.error?.context).toMatchObject({
      contacts: { unknown: ['c-3', 'c-4'], notSent: [] },
      tryAgainAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(early.error?.description).toMatch(/sent again from \d\d:\d\d on/);
    expect(takenIds()).toEqual(['c-1', 'c-2', 'c-5', 'c-6']);
    time.pass(20 * MINUTE);
    const again = await add(contactRows(6), { options: { batchSize: 2 } }, workflow);
    expect(outcomes(again)).toEqual([
      'alreadySubmitted',
      'alreadySubmitted',
      'submitted',
      'submitted',
      'alreadySubmitted',
      'alreadySubmitted',
    ]);
    expect(takenIds().sort()).toEqual(contactRows(6).map(({ id }) => id));
  });

  it("n8n's Retry On Fail sends the others, and nothing whose fate is unknown", async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore', from: 2 });
    const run = await add(contactRows(6), { options: { batchSize: 2 } }, { retryOnFail: true });
    expect(run.error?.message).toContain('still unknown');
    expect(takenIds()).toEqual(['c-1', 'c-2', 'c-5', 'c-6']);
  });

  it("n8n's Retry On Fail goes on once the vendor shows that it took the batch", async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetAfter', from: 2 });
    adding.simulator.faults.add({
      endpoint: 'query_task_data',
      kind: 'statusBefore',
      status: 502,
      times: 8,
    });
    const run = await add(contactRows(6), { options: { batchSize: 2 } }, { retryOnFail: true });
    expect(run.error).toBeUndefined();
    expect(takenIds()).toEqual(contactRows(6).map(({ id }) => id));
  });

  it('waits and goes on when the vendor asks for fewer requests (429)', async () => {
    adding.simulator.faults.add({
      endpoint: 'add_task_data',
      kind: 'statusBefore',
      status: 429,
      headers: { 'retry-after': '0' },
    });
    const run = await add(contactRows(2));
    expect(outcomes(run)).toEqual(['submitted', 'submitted']);
    expect(takenIds()).toEqual(['c-1', 'c-2']);
    expect(run.hints.at(-1)?.message).toMatch(
      /^2 contacts: .*\. Sobot iCall asked for fewer requests: after [56] a second they went out at [23](\.5)? a second\.$/,
    );
  });

  it('goes faster while the vendor answers well, and says how fast', async () => {
    const run = await add(contactRows(120), { options: { batchSize: 2, requestsPerSecond: '' } });
    expect(run.hints.at(-1)?.message).toMatch(/Requests went out at up to \d+ a second\.$/);
  });

  it('stops without a second try when the vendor refuses', async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'code', code: '320018' });
    const { error } = await add(contactRows(2));
    expect(error?.message).toBe(
      'Sobot iCall could not read the contacts. Contacts: 0 confirmed, 0 unknown, 2 not sent',
    );
    expect(requestsTo('add_task_data')).toHaveLength(1);
  });

  it('holds no credential in the error, whatever goes wrong', async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore' });
    const { error } = await add(contactRows(1));
    const everything = inspect(error, { depth: null, showHidden: true });
    expect(everything).not.toContain(adding.simulator.account.signature);
    expect(everything).not.toContain(adding.simulator.account.appid);
  });
});

describe('when the vendor does not show contacts that wait to be called', () => {
  beforeEach(() => {
    adding.simulator.settings.waitingContact = 'nothing';
  });

  it.each(lost)('%s: stops, sends nothing twice, and says what is unknown', async (_, fault) => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', ...fault, from: 2 });
    const { error } = await add(contactRows(6), { options: { batchSize: 2 } });
    expect(error?.context.contacts).toEqual({
      confirmed: ['c-1', 'c-2'],
      unknown: ['c-3', 'c-4'],
      notSent: ['c-5', 'c-6'],
    });
    expect(takenIds()).toEqual(['c-1', 'c-2', 'c-3', 'c-4']);
  });

  it("n8n's Retry On Fail calls nobody twice", async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetAfter', from: 2 });
    const run = await add(contactRows(6), { options: { batchSize: 2 } }, { retryOnFail: true });
    expect(run.error?.message).toContain('still unknown');
    expect(takenIds()).toEqual(contactRows(6).map(({ id }) => id));
  });
});

describe('when the task already holds contacts', () => {
  it('looks up every contact, so that one in the middle of a batch is not called again', async () => {
    await add(contactRows(3, 10));
    const run = await add([...contactRows(2), ...contactRows(3, 10), ...contactRows(2, 20)]);
    expect(outcomes(run)).toEqual([
      'submitted',
      'submitted',
      'alreadySubmitted',
      'alreadySubmitted',
      'alreadySubmitted',
      'submitted',
      'submitted',
    ]);
    expect(new Set(takenIds()).size).toBe(takenIds().length);
  });

  it('can be told to look at the first and last of each batch only, or not at all', async () => {
    await add(contactRows(10));
    const lookups = async (lookup: string) => {
      adding.simulator.ledger.requests = [];
      await add(contactRows(10, 100 + adding.simulator.ledger.contacts.length), {
        options: { lookup },
      });
      return requestsTo('query_task_data').length;
    };
    expect(await lookups('ends')).toBe(2);
    expect(await lookups('none')).toBe(0);
    expect(await lookups('every')).toBe(10);
  });

  it('needs no look into an empty task', async () => {
    await add(contactRows(10));
    expect(requestsTo('query_task_data')).toEqual([]);
  });
});

describe('numbers that the vendor drops without a word (R27)', () => {
  it('come out as notTaken, with the reason, though the vendor confirmed the batch', async () => {
    const rows: IDataObject[] = contactRows(3);
    rows[1].phone = '1234';
    const run = await add(rows, { options: { phoneRule: 'pattern', phonePattern: '^\\d+$' } });
    expect(outcomes(run)).toEqual(['submitted', 'notTaken', 'submitted']);
    expect(run.items[1].json.reason).toContain('drops numbers it does not like');
    expect(takenIds()).toEqual(['c-1', 'c-3']);
  });
});

describe('the user presses Stop', () => {
  it('sends no further batch, and knows that it was not sent', async () => {
    adding.simulator.faults.add({
      endpoint: 'add_task_data',
      kind: 'delay',
      milliseconds: 300,
      times: 9,
    });
    const stopAt = Date.now() + 450;
    const run = await add(
      contactRows(6),
      { options: { batchSize: 2 } },
      { stopWhen: () => Date.now() >= stopAt },
    );
    const arrived = adding.simulator.faults.met('add_task_data');
    await until(() => requestsTo('add_task_data').length === arrived);
    expect(takenIds()).not.toContain('c-5');
    expect(run.error?.context.contacts).toMatchObject({
      notSent: expect.arrayContaining(['c-5', 'c-6']),
    });
  });
});

describe('n8n stands still for so long that another process may have taken over', () => {
  const isBeforeSecond = () => requestsTo('add_task_data').length === 1;
  afterEach(() => jest.restoreAllMocks());

  it('while a batch waits for its turn: does not send it, and tells its contacts as unknown', async () => {
    standStill(isBeforeSecond);
    const { error } = await add(contactRows(3), {
      options: { batchSize: 1, requestsPerSecond: 1 },
    });
    expect(error?.message).toContain('another n8n process may have taken over');
    expect(error?.context.contacts).toEqual({
      confirmed: ['c-1'],
      unknown: ['c-2', 'c-3'],
      notSent: [],
    });
    expect(takenIds()).toEqual(['c-1']);
  });

  it('while a batch waits to be sent again, which the vendor had no time for: does not send it', async () => {
    adding.simulator.faults.add({ endpoint: 'add_task_data', kind: 'statusBefore', status: 429 });
    standStill(isBeforeSecond);
    const { error } = await add(contactRows(2), {
      options: { batchSize: 1, requestsPerSecond: 50 },
    });
    expect(error?.message).toContain('another n8n process may have taken over');
    expect(takenIds()).toEqual([]);
  });
});
