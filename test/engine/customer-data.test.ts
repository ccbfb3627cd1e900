import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { AirudderTask } from '../../nodes/Airudder/AirudderTask/AirudderTask.node';
import { airudderCredential, collectionTask, debtorRows, runAirudder } from './airudder';
import { searchList } from './harness';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ settings: { holdCalls: true } });
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

const DRAGGED = {
  Debtor: '={{ $json.name }}',
  LoanDate: '={{ $json.loan_date }}',
  DueDate: '={{ $json.due_date }}',
  LoanAmount: '={{ $json.loan_amount }}',
  Arrears: '={{ $json.arrears }}',
  Unit: 'Rupiah',
  Platform: 'ACME Loans',
};

const create = async (customerData: IDataObject, rows = debtorRows(2)) =>
  await runAirudder(
    airudderCredential(simulator),
    'task',
    'task.create',
    {
      ...collectionTask,
      sipLine: { __rl: true, mode: 'name', value: 'MY_LINE' },
      guards: {},
      variableMode: 'allOther',
      customerData,
    },
    rows,
    { typeVersion: 1.2 },
  );

const sent = () => simulator.ledger.contacts.map(({ variables }) => variables);

describe('customer data in one place', () => {
  it('takes dragged fields and typed values, and sends what was mapped as no variable beside', async () => {
    const { items, error } = await create({ mappingMode: 'defineBelow', value: DRAGGED });
    expect(error).toBeUndefined();
    expect(items.map(({ json }) => json.outcome)).toEqual(['submitted', 'submitted']);
    expect(sent()[1]).toMatchObject({
      Debtor: 'Customer 2',
      LoanDate: '2026-01-15',
      Arrears: expect.anything(),
      Unit: 'Rupiah',
      Platform: 'ACME Loans',
      order: 'A-2',
    });
    expect(sent()[1]).not.toHaveProperty('loan_date');
  });

  it('takes days of a database, and a typed value that is also the name of a field', async () => {
    const [row] = debtorRows(1);
    const loan_date = new Date(2026, 0, 15) as unknown as string;
    const value = { ...DRAGGED, Unit: 'order' };
    const { error } = await create({ mappingMode: 'defineBelow', value }, [{ ...row, loan_date }]);
    expect(error).toBeUndefined();
    expect(sent()[0]).toMatchObject({ LoanDate: '2026-01-15', Unit: 'order', order: 'A-1' });
  });

  it('takes an expression, for each row anew', async () => {
    const value = { ...DRAGGED, Debtor: '={{ $json.name.toUpperCase() }}' };
    const { error } = await create({ mappingMode: 'defineBelow', value });
    expect(error).toBeUndefined();
    expect(sent().map(({ Debtor }) => Debtor)).toEqual(['CUSTOMER 1', 'CUSTOMER 2']);
  });

  it('maps incoming fields of the same name by itself', async () => {
    const rows = debtorRows(1).map(({ id, phone, name, loan_date, due_date, arrears }) => ({
      id,
      phone,
      Debtor: name,
      LoanDate: loan_date,
      DueDate: due_date,
      LoanAmount: '1000',
      Arrears: arrears,
      Unit: 'Rupiah',
      Platform: 'ACME',
    }));
    const { error } = await create({ mappingMode: 'autoMapInputData', value: null }, rows);
    expect(error).toBeUndefined();
    expect(sent()[0]).toMatchObject({ Debtor: 'Customer 1', Platform: 'ACME' });
  });

  it('refuses a row whose currency is missing, so that the robot never says "undefined"', async () => {
    const rows = debtorRows(2).map((row, at) => ({
      ...row,
      money: at === 0 ? 'Rupiah' : undefined,
    }));
    const value = { ...DRAGGED, Unit: '={{ $json.money }}' };
    const { error } = await create({ mappingMode: 'defineBelow', value }, rows);
    expect(error?.description).toContain('[item 1] the currency is missing');
    expect(sent()).toEqual([]);
  });

  it('says what is not mapped, and calls nobody', async () => {
    const value = { ...DRAGGED, Debtor: '' };
    const { error } = await create({ mappingMode: 'defineBelow', value });
    expect(error?.message).toBe('"Name" is empty under "Customer Data"');
    const missing = await create({
      mappingMode: 'defineBelow',
      value: { ...DRAGGED, DueDate: '={{ $json.due }}' },
    });
    expect(missing.error?.message).toBe('No incoming item has a field "due"');
    expect(sent()).toEqual([]);
  });
});

describe('the list of SIP lines', () => {
  it('holds those of the newest tasks, since AIRUDDER has no list of lines', async () => {
    const list = async () =>
      (await searchList(new AirudderTask(), airudderCredential(simulator), 'searchSipLines'))
        .results;
    expect(await list()).toEqual([]);
    await create({ mappingMode: 'defineBelow', value: DRAGGED });
    expect(await list()).toEqual([{ name: 'MY_LINE', value: 'MY_LINE' }]);
  });
});

describe('a row whose customer data cannot be right', () => {
  it.each<[IDataObject, string]>([
    [{ Debtor: ' ' }, 'the name is missing'],
    [{ LoanDate: 'soon' }, 'the loan date is no day such as 2026-03-01'],
    [{ LoanDate: '2026-02-31x' }, 'the loan date is no day'],
    [{ DueDate: 'x' }, 'the due date is no day such as 2026-03-31'],
    [{ DueDate: '2020-01-01' }, 'does not lie before the due date'],
    [{ LoanAmount: 'much' }, 'the loan amount is not a number'],
    [{ Arrears: 'x' }, 'the amount owed is not a number'],
    [{ Arrears: '0' }, 'the amount owed is not above 0'],
    [{ Unit: ' ' }, 'the currency is missing'],
    [{ Platform: ' ' }, 'the brand is missing'],
  ])('%j calls nobody, and says why', async (wrong, reason) => {
    const value = { ...DRAGGED, ...wrong };
    const { error } = await create({ mappingMode: 'defineBelow', value });
    expect(`${error?.message} ${error?.description}`).toContain(reason);
    expect(sent()).toEqual([]);
  });
});
