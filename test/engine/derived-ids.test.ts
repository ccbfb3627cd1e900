import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { runSobot } from './harness';
import { unassignedNumber } from './numbers';
import { byId, newTask } from './tasks';

let simulator: Simulator;
let task: string;
beforeAll(async () => {
  simulator = await startSimulator({ settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
  simulator.reset();
  simulator.settings.holdCalls = true;
  task = await newTask(simulator);
});

const add = async (rows: IDataObject[], identifyingFields: string, options: IDataObject = {}) =>
  await runSobot(
    simulator,
    {
      resource: 'contact',
      operation: 'add',
      task: byId(task),
      contactIdMode: 'derived',
      identifyingFields,
      options: { requestsPerSecond: 1000, ...options },
    },
    rows,
  );

const idsOf = async (rows: IDataObject[], fields: string, options: IDataObject = {}) =>
  (await add(rows, fields, { dryRun: true, ...options })).items.map(({ json }) => json.contactId);

const invoices = [
  { phone: unassignedNumber(1), invoice: 'A-1', name: 'Ana' },
  { phone: unassignedNumber(1), invoice: 'A-2', name: 'Ana' },
  { phone: unassignedNumber(2), invoice: 'A-1', name: 'Ben' },
];

describe('contact ids made from several fields', () => {
  it('differ for rows that are really two, and are taken as such', async () => {
    const { items, error } = await add(invoices, 'phone, invoice');
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.outcome)).toEqual(Array(3).fill('submitted'));
    const ids = simulator.ledger.contacts.map(({ contactId }) => contactId);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^r[0-9a-f]{24}$/);
  });

  it('stay the same whatever else changes in the row, and in whichever order rows come', async () => {
    const before = await idsOf(invoices, 'phone, invoice');
    const later = invoices
      .map((row) => ({ ...row, name: 'renamed', outcome: 'answered' }))
      .reverse();
    expect(await idsOf(later, 'phone, invoice')).toEqual([...before].reverse());
  });

  it('are the documented ones', async () => {
    const [id] = await idsOf([{ phone: unassignedNumber(1), invoice: 7 }], 'phone, invoice');
    // printf '["16000000001","7"]' | sha256sum
    expect(id).toBe('rfc8b7f76e86771611ee4e4e5');
  });

  it.each([
    ['a number and the same text', { k: 7 }, { k: ' 7 ' }],
    ['an accent written in two ways', { k: 'Jos\u00e9' }, { k: 'Jose\u0301' }],
  ])('count %s as one', async (_, a, b) => {
    const phone = unassignedNumber(1);
    const [first] = await idsOf([{ phone, ...a }], 'k');
    const [second] = await idsOf([{ phone, ...b }], 'k');
    expect(first).toBe(second);
  });

  it('do not run fields together', async () => {
    const ids = await idsOf(
      [
        { phone: unassignedNumber(1), a: 'x', b: 'yz' },
        { phone: unassignedNumber(1), a: 'xy', b: 'z' },
      ],
      'a, b',
    );
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('send a second run nobody', async () => {
    await add(invoices, 'phone, invoice');
    const { items } = await add(invoices, 'phone, invoice');
    expect(items.map(({ json }) => json.outcome)).toEqual(Array(3).fill('alreadySubmitted'));
    expect(simulator.ledger.contacts).toHaveLength(3);
  });

  it.each([
    [
      'rows that agree in all of them',
      [invoices[0], invoices[0]],
      'same values in its identifying',
    ],
    ['a row without any of them', [invoices[0], { phone: unassignedNumber(3) }], 'missing'],
    ['a list in one', [{ phone: unassignedNumber(1), invoice: ['A'] }], 'a list or an object'],
    ['a number that lost digits', [{ phone: unassignedNumber(1), invoice: 2 ** 60 }], 'too long'],
  ])('refuse %s before anything is sent', async (_, rows, words) => {
    const { error } = await add(rows, 'invoice');
    expect(error?.description).toContain(words);
    expect(simulator.ledger.contacts).toHaveLength(0);
  });

  it('need fields that exist', async () => {
    expect((await add(invoices, ' , ')).error?.message).toBe('"Identifying Fields" is empty');
    expect((await add(invoices, 'invoise')).error?.message).toContain('"invoise"');
  });
});
